"""What comes from outside is shown whole, and nothing in it can hide."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.messages import Text
from reports.outside import anchor, compact, instant, leaves, pretty, text_of, visible


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Nguyễn Thị Ánh — “1.000 ký tự”\n\tvà", "Nguyễn Thị Ánh — “1.000 ký tự”\n\tvà"),
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("a\r\nb", "a\\r\nb"),
        ("a\u202eb\u200bc\ufeff", "a\\u202eb\\u200bc\\ufeff"),
        ("a\u2028b\x85c", "a\\u2028b\\x85c"),
        ("\ud800", "\\ud800"),
        ("one\u00a0line", "one\u00a0line"),
        (12, "12"),
    ],
)
def test_hidden_characters_are_written_out(value: object, expected: str) -> None:
    assert visible(value) == expected


@given(st.text())
def test_what_is_visible_can_be_printed_and_stays_so(value: str) -> None:
    shown = visible(value)
    shown.encode("utf-8")
    assert visible(shown) == shown


@given(st.lists(st.text(max_size=6), unique=True, max_size=8))
def test_different_names_have_different_anchors(names: list[str]) -> None:
    assert len({anchor("x", name) for name in names}) == len(names)


@pytest.mark.parametrize("name", ["SYNC-004", "dvcqg-000012", "portal.sync"])
def test_an_ordinary_name_is_its_own_anchor(name: str) -> None:
    assert anchor("", name) == name


def test_instants_are_told_in_viet_nam_time() -> None:
    assert instant("2026-11-22T18:15:02.999999Z") == Text("01:15:02 ngày 23/11/2026", "2026-11-23 01:15:02")
    assert instant("2026-11-22T15:15:02+07:00") == Text("15:15:02 ngày 22/11/2026", "2026-11-22 15:15:02")


def test_words_of_the_record_come_in_one_or_two_languages() -> None:
    assert text_of({"vi": "một", "en": "one"}) == Text("một", "one")
    assert text_of("as it is") == Text("as it is", "as it is")
    assert text_of({"a": 1}) == Text('{"a": 1}', '{"a": 1}')
    assert not text_of(None)


def test_json_is_shown_with_its_letters() -> None:
    assert pretty({"tên": "Ánh\u202e"}) == '{\n  "tên": "Ánh\\u202e"\n}'
    assert pretty("as it is") == "as it is"
    assert compact(["á", 1]) == '["á", 1]'


def test_every_leaf_is_listed_with_its_path() -> None:
    value = {"files": {"run.json": "sha256:1"}, "parts": [1, {}], "none": None}
    assert list(leaves(value)) == [
        ("files › run.json", "sha256:1"),
        ("parts › 1", "1"),
        ("parts › 2", "{}"),
        ("none", "null"),
    ]
