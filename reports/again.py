"""Is a report what its record renders to? Made again, and held against it, unpacked, byte for byte."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from harness import VERSION
from harness.errors import IntegrityBroken, Refused
from harness.record import SealedRecord
from reports.formats import Files, Format
from reports.outside import Json, visible

RELEASE = re.compile(r"(?:rendered[ _-]by|Báo cáo do)[^\\]{0,120}?lienthong (\d+\.\d+\.\d+)".encode(), re.IGNORECASE)
"""Where a report names the release that rendered it; papers and workbooks are packed, and say it to people alone."""
AROUND = 40
"""Characters that are shown on each side of a difference."""


def read_given(path: Path) -> dict[str, bytes]:
    """A report by its name, or every file of a folder of them. Raises Refused where there is neither."""
    if path.is_file():
        return {path.name: path.read_bytes()}
    files = sorted(inner for inner in path.rglob("*") if inner.is_file()) if path.is_dir() else []
    if not files:
        raise Refused(f"--report {path}: there is no such report")
    return {inner.relative_to(path).as_posix(): inner.read_bytes() for inner in files}


def hold_again(
    given: Mapping[str, bytes],
    formats: Mapping[str, Format],
    record: SealedRecord,
    readiness: Mapping[str, Json],
) -> None:
    """Make what was given again.

    Raises Refused for a name that no format has, IntegrityBroken(file, first difference) where one differs.
    """
    for form, files in _by_format(given, formats):
        made = form.make(record, readiness)
        for name, content in files.items():
            if name not in made:
                raise IntegrityBroken(f"{name} is no file that this record renders to")
            told, expected = form.plain(content), form.plain(made[name])
            if told != expected:
                first = difference(told, expected)
                raise IntegrityBroken(f"{name} is not what this record renders to: {first}{_of_other_release(told)}")
        missing = [name for name in made if "/" in name and name not in files]
        if missing:
            raise IntegrityBroken(f"{missing[0]} is missing, which this record renders to")


def _by_format(given: Mapping[str, bytes], formats: Mapping[str, Format]) -> Iterator[tuple[Format, Files]]:
    known = {name: form for form in formats.values() for name in form.names}
    strange = [name for name in given if name.partition("/")[0] not in known]
    if strange:
        raise Refused(f"--report {strange[0]}: the reports that can be made again are {', '.join(known)}")
    for form in formats.values():
        files = {name: content for name, content in given.items() if name.partition("/")[0] in form.names}
        if files:
            yield form, files


def _of_other_release(content: bytes) -> str:
    """That another release rendered it, where it says so: that one renders it again byte for byte."""
    said = {found.decode() for found in RELEASE.findall(content)} - {VERSION}
    return f"; it says that lienthong {', '.join(sorted(said))} rendered it, and this is {VERSION}" if said else ""


def difference(given: bytes, made: bytes) -> str:
    """Where two contents first differ, with a few characters of each."""
    try:
        texts = given.decode(), made.decode()
    except UnicodeDecodeError:
        place = _first_difference(given, made)
        return f"byte {place + 1} of {len(given)}, where {len(made)} are expected"
    place = _first_difference(*texts)
    line = texts[1].count("\n", 0, place) + 1
    start = max(texts[1].rfind("\n", 0, place) + 1, place - AROUND)
    told, expected = (visible(text[start : place + AROUND].partition("\n")[0]) for text in texts)
    return f"line {line} has {told!r} where {expected!r} is expected"


def _first_difference(one: str | bytes, other: str | bytes) -> int:
    """Its place: the length of the shorter where one is the beginning of the other."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (first, second) in pairs if first != second), min(len(one), len(other)))
