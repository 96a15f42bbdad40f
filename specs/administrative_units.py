"""The 34 provinces and 3,321 communes since 1 July 2025 (QĐ 19/2025/QĐ-TTg), from `specs/codes/*.csv`."""

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final, TypeVar

from specs import FOLDER
from specs.errors import SpecError

FIRST_DAY: Final = date(2025, 7, 1)
_PROVINCE_KINDS: Final = ("tỉnh", "thành phố")
_COMMUNE_KINDS: Final = ("xã", "phường", "đặc khu")
_PROVINCES: Final = "provinces.csv"
_COMMUNES: Final = "communes.csv"
_CHANGES: Final = "kind_changes.csv"
_TONES: Final = frozenset("\u0300\u0301\u0303\u0309\u0323")  # huyền, sắc, ngã, hỏi, nặng
_DASHES: Final = re.compile(r"\s*[-\u2010-\u2015]\s*")
_APOSTROPHES: Final = re.compile("[\u2018\u2019\u02bc]")


@dataclass(frozen=True, slots=True)
class Province:
    """A province by its 2-digit code; the name stands without its kind (tỉnh, thành phố)."""

    code: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune by its 5-digit code, with the code of its province; the name stands without its kind."""

    code: str
    name: str
    kind: str
    province: str


_Unit = TypeVar("_Unit", Province, Commune)


@cache
def provinces() -> Mapping[str, Province]:
    """Return the provinces as they are in the newest facts, by code."""
    found: dict[str, Province] = {}
    for line, row in _rows(_PROVINCES, ("code", "name", "kind")):
        _check(row, 2, _PROVINCE_KINDS, at=(_PROVINCES, line), known=found)
        found[row["code"]] = Province(**row)
    return MappingProxyType(found)


@cache
def communes() -> Mapping[str, Commune]:
    """Return the communes as they are in the newest facts, by code."""
    found: dict[str, Commune] = {}
    for line, row in _rows(_COMMUNES, ("code", "name", "kind", "province")):
        _check(row, 5, _COMMUNE_KINDS, at=(_COMMUNES, line), known=found)
        if row["province"] not in provinces():
            raise SpecError(_COMMUNES, line, f"no province {row['province']!r}")
        found[row["code"]] = Commune(**row)
    return MappingProxyType(found)


def provinces_on(day: date) -> Mapping[str, Province]:
    """Return the provinces with the kinds that they had on `day`. Raises ValueError before 1 July 2025."""
    return _as_of(provinces(), day)


def communes_on(day: date) -> Mapping[str, Commune]:
    """Return the communes with the kinds that they had on `day`. Raises ValueError before 1 July 2025."""
    return _as_of(communes(), day)


def same_name(one: str, other: str) -> bool:
    """Say whether two Vietnamese names are the same but for the way of writing.

    Not told apart: Unicode forms, case, where the tone mark stands in a syllable (Hòa, Hoà), spaces, kinds of dash and
    of apostrophe. Everything else is: tones, letters (Mỹ, Mĩ) and words.
    """
    return _plain(one) == _plain(other)


@lru_cache(maxsize=8192)
def _plain(name: str) -> str:
    """Write a name so that equal means same: decomposed, and the tone of each syllable at its end."""
    text = _DASHES.sub(" - ", _APOSTROPHES.sub("'", unicodedata.normalize("NFD", name.casefold())))
    return " ".join(
        "".join(char for char in word if char not in _TONES) + "".join(char for char in word if char in _TONES)
        for word in text.split()
    )


def _as_of(units: Mapping[str, _Unit], day: date) -> Mapping[str, _Unit]:
    if day < FIRST_DAY:
        raise ValueError(f"the units of today begin on {FIRST_DAY}, not on {day}")
    before = {code: kind for code, effective, kind in _changes() if code in units and day < effective}
    return MappingProxyType(
        {code: replace(unit, kind=before[code]) if code in before else unit for code, unit in units.items()}
    )


@cache
def _changes() -> tuple[tuple[str, date, str], ...]:
    """Return (code, first day of the new kind, kind before) of every change since 1 July 2025; one a unit."""
    found: dict[str, tuple[str, date, str]] = {}
    for line, row in _rows(_CHANGES, ("code", "before", "after", "effective", "document")):
        unit = provinces().get(row["code"]) or communes().get(row["code"])
        kinds = _PROVINCE_KINDS if isinstance(unit, Province) else _COMMUNE_KINDS
        if unit is None or unit.kind != row["after"] or row["before"] not in kinds or row["code"] in found:
            raise SpecError(_CHANGES, line, f"does not lead to the unit of today: {row!r}")
        try:
            found[row["code"]] = (row["code"], date.fromisoformat(row["effective"]), row["before"])
        except ValueError as exc:
            raise SpecError(_CHANGES, line, str(exc)) from exc
    return tuple(found.values())


def _rows(file: str, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Read a table; every row has exactly `columns`, none empty, in Unicode form NFC, without spaces around."""
    with (FOLDER / "codes" / file).open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines, strict=True)
        if tuple(next(reader, ())) != columns:
            raise SpecError(file, 1, f"the columns are not {columns!r}")
        for cells in reader:
            sound = all(cell and cell == unicodedata.normalize("NFC", cell.strip()) for cell in cells)
            if len(cells) != len(columns) or not sound:
                raise SpecError(file, reader.line_num, f"not a row of {len(columns)} plain values: {cells!r}")
            yield reader.line_num, dict(zip(columns, cells, strict=True))


def _check(
    row: Mapping[str, str], digits: int, kinds: tuple[str, ...], *, at: tuple[str, int], known: Mapping[str, object]
) -> None:
    """Refuse a row whose code is not `digits` digits or is repeated, or whose kind is not one of `kinds`."""
    code = row["code"]
    if len(code) != digits or not code.isascii() or not code.isdecimal():
        raise SpecError(*at, f"{code!r} is not a code of {digits} digits")
    if code in known:
        raise SpecError(*at, f"{code!r} is repeated")
    if row["kind"] not in kinds:
        raise SpecError(*at, f"{row['kind']!r} is none of {kinds!r}")
