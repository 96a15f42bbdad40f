"""The lines of a journal and the other files of a record, as they stand on disk: RFC 8785 bytes, and nothing else.

`rfc8785` writes some two megabytes a second, and a record may hold 100,000 exchanges. `orjson` writes the same bytes
for all that no exponent, long number or letter beyond U+DFFF stands in; where it does, `rfc8785` decides.
"""

import gc
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import orjson
import rfc8785

from harness.errors import IntegrityBroken
from harness.exchange import EXACT, Json

EVENT = {"n", "kind", "data", "prev", "hash"}
LONGEST_EXACT = len(str(-EXACT))
# What the two write apart: exponents, long numbers and fractions that are whole; letters whose order is another in
# UTF-16. The first two are looked for in a text whose digits, and whose separators, are made alike.
_ALIKE = bytes.maketrans(b"123456789[,", b"000000000::")
_EXPONENT = re.compile(rb":-?[0.]*0e[0+-]")
_DIGITS = 15 * b"0"
_LONG = (b":" + _DIGITS, b":-" + _DIGITS)
_WHOLE = re.compile(rb"\.0[,}\]]")
_HIGH = bytes(range(0xEE, 0xF5))
_HASH = b',"hash":"'
_HASH_LENGTH = len(_HASH) + 64 + 1


def canonical(value: Json) -> bytes:
    """The RFC 8785 bytes of a JSON value: the only form in which anything is digested.

    Raises rfc8785.CanonicalizationError for what has none.
    """
    try:
        raw = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except TypeError:
        return rfc8785.dumps(value)
    # What orjson writes and RFC 8785 does not know, as a NaN, is not the same when it is read again.
    return raw if not _may_differ(raw) and orjson.loads(raw) == value else rfc8785.dumps(value)


def read_canonical(raw: bytes, place: str) -> Json:
    """What RFC 8785 bytes say. Raises IntegrityBroken for other bytes of the same: a name written twice, a blank."""
    try:
        if not _may_differ(raw):
            value = orjson.loads(raw)
            if orjson.dumps(value, option=orjson.OPT_SORT_KEYS) == raw:
                return value
        value = json.loads(raw, parse_int=_number)
        same = canonical(value) == raw
    except (ValueError, RecursionError) as exc:
        raise IntegrityBroken(f"{place} cannot be read: {exc}") from exc
    if not same:
        raise IntegrityBroken(f"{place}: these are not the bytes that a run writes")
    return value


def _may_differ(raw: bytes) -> bool:
    """Whether `orjson` could write some of it in another way than RFC 8785. It may say so of what is alike."""
    raw = b":%b," % raw  # a value that stands alone is looked at like one inside another
    alike = raw.translate(_ALIKE)
    return bool(
        (_DIGITS in alike and any(sign in alike for sign in _LONG))  # digits alone are found much faster
        or _WHOLE.search(raw)
        or len(raw.translate(None, _HIGH)) != len(raw)
        or _EXPONENT.search(alike)
    )


def _number(text: str) -> float:
    """A whole number as it was written: many a large double has no exponent in RFC 8785, and would be read as exact."""
    value = int(text) if len(text) <= LONGEST_EXACT else None
    return float(text) if value is None or abs(value) >= EXACT else value


@contextmanager
def no_collection() -> Iterator[None]:
    """Garbage is not looked for while millions of values are read that all stay: it takes three times as long."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def read_lines(path: Path, *, torn: bool = False) -> list[Mapping[str, Json]]:
    """Every event of a journal, in order. `torn`: what a killed writer left of its last line is left out."""
    return [event for event, _ in _read(path, torn=torn)]


def read_chain(path: Path, genesis: str) -> list[Mapping[str, Json]]:
    """The same, of which each names the hash of the one before; the first names `genesis`."""
    events: list[Mapping[str, Json]] = []
    prev = genesis
    for number, (event, line) in enumerate(_read(path, torn=False), 1):
        if event["n"] != number or event["prev"] != prev:
            raise IntegrityBroken(f"{path.name}, line {number}: the chain is cut")
        prev = _link(line)
        if event["hash"] != prev:
            raise IntegrityBroken(f"{path.name}, line {number}: it was changed")
        events.append(event)
    return events


def _link(line: bytes) -> str:
    """The hash of an event: over its canonical bytes without the hash."""
    at = line.rindex(_HASH)
    return hashlib.sha256(line[:at] + line[at + _HASH_LENGTH :]).hexdigest()


def _read(path: Path, *, torn: bool) -> Iterator[tuple[Mapping[str, Json], bytes]]:
    lines = path.read_bytes().split(b"\n")
    if lines.pop() and not torn:
        raise IntegrityBroken(f"{path.name}, line {len(lines) + 1} is not whole: the writer was stopped in mid-line")
    for number, line in enumerate(lines, 1):
        row = read_canonical(line, f"{path.name}, line {number}")
        whole = isinstance(row, dict) and set(row) == EVENT
        if not (whole and isinstance(row["data"], dict) and isinstance(row["kind"], str)):
            raise IntegrityBroken(f"{path.name}, line {number} is no event")
        yield row, line
