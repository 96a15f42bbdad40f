"""The lines of a journal and the other files of a record, as they stand on disk: RFC 8785 bytes, and nothing else.

`rfc8785` writes some two megabytes a second, and a record may hold 100,000 exchanges. `orjson` writes the same bytes
for all that no exponent, long number or letter beyond U+DFFF stands in; where it does, `rfc8785` decides.
"""

import gc
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import orjson
import rfc8785

from harness.errors import IntegrityBroken
from harness.exchange import EXACT, Json

EVENT = {"n", "kind", "data", "prev", "hash"}
LONGEST_EXACT = len(str(-EXACT))
# What the two write apart: exponents, long numbers and fractions that are whole; letters whose order is another in
# UTF-16. It is looked for in what remains of a text when nothing is left but that of which numbers consist and what
# stands around them, with digits, separators and those letters made alike.
_HIGH = bytes(range(0xEE, 0xF5))
_ALIKE = bytes.maketrans(b"23456789[,\n]" + _HIGH, b"11111111:::}" + len(_HIGH) * b"\xff")
_REST = bytes({*range(256)} - {*b'0123456789.+-e:,[]}\n"', *_HIGH})
_APART = re.compile(rb":-?(?:[01]{15}|[01]+(?:\.0[:}]|(?:\.[01]+)?e))")
AT_ONCE = 64
"""Lines that are looked through at once: fewer calls for the same bytes."""
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
        value = None if _may_differ(raw) else _plain(raw)
        if value is not None:
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
    # A value that stands alone is looked at like one inside another.
    alike = b":%b:" % raw.translate(_ALIKE, _REST)
    return b"\xff" in alike or bool(_APART.search(alike))


def _number(text: str) -> float:
    """A whole number as it was written: many a large double has no exponent in RFC 8785, and would be read as exact."""
    value = int(text) if len(text) <= LONGEST_EXACT else None
    return float(text) if value is None or abs(value) >= EXACT else value


@contextmanager
def no_collection() -> Iterator[None]:
    """Garbage is not looked for while millions of values are made that all stay: it takes up to three times as long."""
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


def read_chain(path: Path, genesis: str, *, torn: bool = False) -> list[Mapping[str, Json]]:
    """The same, of which each names the hash of the one before; the first names `genesis`."""
    events: list[Mapping[str, Json]] = []
    prev = genesis
    for number, (event, line) in enumerate(_read(path, torn=torn), 1):
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
    for number, row, line in _values(lines, path.name):
        whole = isinstance(row, dict) and set(row) == EVENT
        if not (whole and isinstance(row["data"], dict) and isinstance(row["kind"], str)):
            raise IntegrityBroken(f"{path.name}, line {number} is no event")
        yield row, line


def _values(lines: Sequence[bytes], name: str) -> Iterator[tuple[int, Json, bytes]]:
    """What each line says, with its number; many lines are looked through at once."""
    for start in range(0, len(lines), AT_ONCE):
        some = lines[start : start + AT_ONCE]
        plain = not _may_differ(b"\n".join(some))
        for number, line in enumerate(some, start + 1):
            value = _plain(line) if plain else None
            yield number, read_canonical(line, f"{name}, line {number}") if value is None else value, line


def _plain(line: bytes) -> Json:
    """What it says if these are the bytes that `orjson` writes; None where they are not."""
    try:
        value = orjson.loads(line)
    except ValueError:
        return None
    return value if orjson.dumps(value, option=orjson.OPT_SORT_KEYS) == line else None
