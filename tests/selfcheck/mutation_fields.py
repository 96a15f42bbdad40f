"""One field of one message, changed: which fields a body has, and the ways in which each can be made wrong. Pure.

A body is read as JSON, as a form or as XML. A field is a pointer: members by name, `*` for the entries of a list. In a
form and in XML every value is a text; an element is named without its namespace.
"""

import json
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any, Final, TypeAlias
from urllib.parse import parse_qsl, urlencode

from lxml import etree

from specs.xml_tree import NotXml, read_tree

Tree: TypeAlias = Any
Change: TypeAlias = Callable[[Any], Any]
GONE: Final = object()
"""What a change gives where the field is to be left out."""
WIRE_TIME: Final = "%Y%m%d%H%M%S"
LONGEST_NUMBER: Final = 15


def read_body(raw: bytes, content_type: str) -> Tree:
    """The body as JSON values. None where it is none of the three kinds or cannot be read."""
    try:
        if "json" in content_type:
            return json.loads(raw)
        if "x-www-form-urlencoded" in content_type:
            return dict(parse_qsl(raw.decode(), keep_blank_values=True))
        if "xml" in content_type:
            return read_tree(raw)
    except (ValueError, NotXml):
        pass  # not ours to refuse: it is passed on as it is
    return None


def write_body(raw: bytes, content_type: str, pointer: str, change: Change) -> bytes:
    """The body with each value at the pointer changed; one that becomes GONE is left out."""
    if "xml" in content_type:
        return _write_xml(raw, pointer, change)
    tree = put(read_body(raw, content_type), pointer, change)
    return urlencode(tree).encode() if "x-www-form" in content_type else json.dumps(tree, ensure_ascii=False).encode()


def _write_xml(raw: bytes, pointer: str, change: Change) -> bytes:
    root, at = etree.fromstring(raw), pointer.replace("/*", "")
    for parent in root.iter("*"):
        for node in [child for child in parent.findall("*") if _place(child) == at]:
            if (value := change(node.text or "")) is GONE:
                parent.remove(node)
            else:
                node.text = value
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def _place(node: etree._Element) -> str:
    """The pointer of an element."""
    names = [etree.QName(one).localname for one in (node, *node.iterancestors())]
    return "".join(f"/{name}" for name in reversed(names))


def fields(tree: Tree, at: str = "") -> Iterator[tuple[str, Tree]]:
    """Every field with its value: what holds no members, and lists as a whole besides their entries."""
    if isinstance(tree, Mapping):
        for name, value in tree.items():
            yield from fields(value, f"{at}/{name}")
        return
    if isinstance(tree, list):
        for value in tree:
            yield from fields(value, f"{at}/*")
    if at and not at.endswith("*"):
        yield at, tree


def put(tree: Tree, pointer: str, change: Change) -> Tree:
    """A copy in which each value at the pointer is changed; those that become GONE are left out."""
    copy = deepcopy(tree)
    *path, last = pointer.split("/")[1:]
    for parent in _reached(copy, path):
        if isinstance(parent, dict) and last in parent:
            parent[last] = change(parent[last])
            if parent[last] is GONE:
                del parent[last]
    return copy


def _reached(tree: Tree, path: list[str]) -> list[Tree]:
    found = [tree]
    for name in path:
        if name == "*":
            found = [value for node in found if isinstance(node, list) for value in node]
        else:
            found = [node[name] for node in found if isinstance(node, dict) and name in node]
    return found


def _other(value: Tree) -> Tree:
    """Something of the same look: each digit and each plain letter is the next one."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    return "".join(_next(char) for char in value) if isinstance(value, str) else "1" if value is None else value


def _next(char: str) -> str:
    for first, last in ("09", "az", "AZ"):
        if first <= char <= last:
            return first if char == last else chr(ord(char) + 1)
    return char


def _of_another_type(value: Tree) -> Tree:
    if isinstance(value, str):
        return int(value) if value.isdigit() and len(value) <= LONGEST_NUMBER else [value]
    return str(value)


def _shifted(value: Tree, shift: Callable[[datetime], datetime]) -> Tree:
    try:
        read = datetime.strptime(value, WIRE_TIME)  # noqa: DTZ007 - a wall clock's reading
    except (TypeError, ValueError):
        return value
    return shift(read).strftime(WIRE_TIME) if read.strftime(WIRE_TIME) == value else value


def _without_marks(value: Tree) -> Tree:
    if not isinstance(value, str):
        return value
    bare = (char for char in unicodedata.normalize("NFD", value) if not unicodedata.combining(char))
    return "".join(bare).replace("đ", "d").replace("Đ", "D")


def _text(change: Callable[[str], Tree]) -> Change:
    return lambda value: change(value) if isinstance(value, str) else value


CHANGES: Final[Mapping[str, Change]] = {
    "other": _other,
    "empty": lambda value: type(value)() if isinstance(value, str | list) else value,
    "missing": lambda _value: GONE,
    "null": lambda _value: None,
    "type": _of_another_type,
    "truncated": lambda value: value[: len(value) // 2] if isinstance(value, str | list) else value,
    "case": _text(str.swapcase),
    "diacritics": _without_marks,
    "decomposed": _text(lambda value: unicodedata.normalize("NFD", value)),
    "padded": _text(lambda value: f"{value} "),
    "utc": lambda value: _shifted(value, lambda at: at - timedelta(hours=7)),
    "12-hour": lambda value: _shifted(value, lambda at: at.replace(hour=at.hour % 12)),
    "next-day": lambda value: _shifted(value, lambda at: at + timedelta(days=1)),
}
"""Each gives the value back as it is where it does not apply."""
OF_TEXTS_ALONE: Final = {"null", "type"}
"""What a form and XML cannot say."""


def applicable(value: Tree, content_type: str) -> list[str]:
    """The changes that make another value of this one. Of a time, another digit is none that a clock shows."""
    left_out = set() if "json" in content_type else OF_TEXTS_ALONE
    left_out |= {"other"} if _shifted(value, lambda at: at + timedelta(1)) != value else set()
    return [name for name, change in CHANGES.items() if name not in left_out and _differs(change(value), value)]


def _differs(new: Tree, old: Tree) -> bool:
    return new is GONE or type(new) is not type(old) or bool(new != old)
