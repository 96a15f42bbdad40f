"""XML as a tree: what it looks like, and what is not read."""

import pytest

from specs.xml_tree import DEEPEST, NotXml, parse_xml, read_tree

BOMB = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;&x;">]><a>&y;</a>"""
FETCH = b"""<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>"""


@pytest.mark.parametrize(
    ("raw", "tree"),
    [
        (b"<a>  x </a>", {"a": "x"}),
        (b"<a/>", {"a": None}),
        (b"<n:a xmlns:n='urn:n'><n:b>1</n:b><c>2</c></n:a>", {"a": {"b": "1", "c": "2"}}),
        (b"<a><b>1</b><b/><b>3</b></a>", {"a": {"b": ["1", None, "3"]}}),
        (b"<a k='v' n:k2='w' xmlns:n='urn:n'>x</a>", {"a": {"@k": "v", "@k2": "w", "#text": "x"}}),
        ("<a><!-- no --><?no?><b>Đỗ</b></a>".encode(), {"a": {"b": "Đỗ"}}),
    ],
)
def test_a_tree_has_local_names_lists_attributes_and_text(raw: bytes, tree: object) -> None:
    assert read_tree(raw) == tree


@pytest.mark.parametrize("raw", [b"", b"text", b"<a>", b"<a></b>", b"<a>\xff</a>", b"\0<a/>", BOMB, FETCH])
def test_what_is_no_xml_or_has_a_document_type_is_not_read(raw: bytes) -> None:
    with pytest.raises(NotXml):
        read_tree(raw)


def test_what_is_too_deep_is_not_read() -> None:
    with pytest.raises(NotXml):
        read_tree(b"<a>" * (DEEPEST + 1) + b"</a>" * (DEEPEST + 1))
    assert parse_xml(b"<a>" * DEEPEST + b"</a>" * DEEPEST).tag == "a"
