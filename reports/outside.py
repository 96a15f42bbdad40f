"""What comes from outside, made fit to be shown: no character that hides, moves or forges text gets through."""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any, TypeAlias

import orjson

from reports.messages import Text, say

Json: TypeAlias = Any

VIET_NAM = timezone(timedelta(hours=7))
# Controls (terminal escapes, what XML forbids), format characters (bidirectional overrides, zero widths), surrogates,
# and the line and paragraph separators that are not "\n".
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_NOT_OF_AN_ANCHOR = re.compile(r"[^A-Za-z0-9.-]")


def visible(value: object) -> str:
    """The value as text in which hidden characters (an escape, a bidirectional override) are written out in ASCII."""
    text = value if isinstance(value, str) else str(value)
    if text.replace("\n", "").isprintable():
        return text
    return "\n".join(line if line.isprintable() else _escaped(line) for line in text.split("\n"))


def _escaped(line: str) -> str:
    return "".join(
        sign.encode("unicode_escape").decode("ascii")
        if sign != "\t" and unicodedata.category(sign) in _HIDDEN
        else sign
        for sign in line
    )


def pretty(value: Json) -> str:
    """JSON over several lines, Vietnamese letters as letters. A value that is a string already stays as it is."""
    return visible(value if isinstance(value, str) else orjson.dumps(value, option=orjson.OPT_INDENT_2).decode())


def compact(value: Json) -> str:
    """A JSON value on one line; a string without its quotes."""
    return visible(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def text_of(value: Json) -> Text:
    """Words of the record: `{"vi": …, "en": …}`, or one string for both; nothing where there is nothing."""
    if value is None:
        return Text("", "")
    if isinstance(value, Mapping) and {"vi", "en"} <= set(value):
        return Text(visible(value["vi"]), visible(value["en"]))
    return Text(compact(value), compact(value))


def anchor(kind: str, name: str) -> str:
    """An id for a link within the page; different names never share one."""
    safe = _NOT_OF_AN_ANCHOR.sub(lambda sign: f"_{ord(sign[0]):x}_", name)
    return f"{kind}-{safe}" if kind else safe


def instant(value: str) -> Text:
    """An ISO 8601 instant as Viet Nam time to the second, in the manner of each language."""
    local = datetime.fromisoformat(value).astimezone(VIET_NAM)
    parts = {name: local.strftime(form) for name, form in (("day", "%d"), ("month", "%m"), ("year", "%Y"))}
    return say("decision.instant", clock=local.strftime("%H:%M:%S"), **parts)


def moment(value: str) -> str:
    """An ISO 8601 instant as Viet Nam time to the millisecond, the same in each language."""
    return datetime.fromisoformat(value).astimezone(VIET_NAM).isoformat(" ", "milliseconds")


def leaves(value: Json, path: str = "") -> Iterator[tuple[str, str]]:
    """Every leaf of a JSON value with the path to it, in order: how a manifest is shown whole."""
    if isinstance(value, Mapping) and value:
        for name, item in value.items():
            yield from leaves(item, f"{path} › {visible(name)}" if path else visible(name))
    elif isinstance(value, list) and value:
        for number, item in enumerate(value, 1):
            yield from leaves(item, f"{path} › {number}")
    else:
        yield path, compact(value)
