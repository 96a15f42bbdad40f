"""People whom a command brings into the database, as JSON: what may be said of them, and what is refused.

A number that a living person could hold is refused: see `mocks/population/numbers.py`.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, TypeAlias

from mocks.core.system import CommandRefused
from mocks.population.citizens import ALIVE, HOME, SINGLE, STATES, Citizen, Kin, Place
from mocks.population.numbers import is_nobodys
from specs.administrative_units import communes
from specs.people import IdentityScheme

Json: TypeAlias = Any
RELATIVES: Final = ("father", "mother", "spouse", "guardian", "head")
_NEW: Final = {"type": "string", "pattern": "^[0-9]{12}$"}
_OLD: Final = {"type": "string", "pattern": "^[0-9]{9}$"}
_TEXT: Final = {"type": "string", "minLength": 1, "maxLength": 200, "pattern": r"^[^\u0000-\u001f\ufffe\uffff]+$"}
_CODE: Final = {"type": "string", "pattern": "^[0-9]{1,2}$"}
_COUNTRY: Final = {"type": "string", "pattern": "^[A-Z]{2}$"}
_KIN: Final = {
    "type": "object",
    "properties": {
        "name": _TEXT, "identity": _NEW, "old_identity": _OLD, "nationality": _COUNTRY, "relation": _TEXT,
    },
    "required": ["name"],
    "additionalProperties": False,
}  # fmt: skip
NUMBER: Final = {
    "type": "object",
    "properties": {"identity": _NEW},
    "required": ["identity"],
    "additionalProperties": False,
}
OFFICER: Final = {
    "type": "object",
    "properties": {"identity": _NEW, "name": _TEXT, "unit": _TEXT},
    "required": ["identity"],
    "additionalProperties": False,
}
ARRIVAL: Final = {
    "type": "object",
    "properties": {
        "identity": _NEW,
        "old_identity": _OLD,
        "name": _TEXT,
        "sex": {"enum": ["male", "female"]},
        "birth": {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}-[0-9]{2})?$"},
        "address": _TEXT,
        "commune": {"type": "string", "pattern": "^[0-9]{5}$"},
        "country": _COUNTRY,
        "nationality": _COUNTRY,
        "ethnicity": _CODE,
        "religion": _CODE,
        "marital": _CODE,
        "blood": _CODE,
        "state": {"enum": list(STATES)},
        "household": {"type": "string", "pattern": "^[0-9A-Za-z]{1,20}$"},
        **dict.fromkeys(RELATIVES, _KIN),
    },
    "required": ["identity", "name", "sex", "birth"],
    "additionalProperties": False,
}
"""Somebody as `residents/add` takes him or her: `birth` is a day (ISO) or a year, `commune` a code of today."""


def refuse_somebodys(number: str, scheme: IdentityScheme) -> None:
    """Raise CommandRefused for a number that a living person could hold."""
    if not is_nobodys(number, scheme):
        raise CommandRefused(
            f"a living person could hold that number of {len(number)} digits; see specs/people/identity.py for others"
        )


def read_arrival(wish: Mapping[str, Json], scheme: IdentityScheme) -> Citizen:
    """The record of somebody new. Raises CommandRefused for a day or commune that is none, or somebody's number."""
    relatives = {name: _kin(wish[name], scheme) for name in RELATIVES if name in wish}
    for member in ("identity", "old_identity"):
        if member in wish:
            refuse_somebodys(wish[member], scheme)
    place = _place(wish)
    return Citizen(
        identity=wish["identity"],
        old_identity=wish.get("old_identity", ""),
        name=wish["name"],
        sex=wish["sex"],
        born=_born(wish["birth"]),
        birthplace=place,
        origin=place,
        residence=place,
        present=place,
        ethnicity=wish.get("ethnicity", "01"),
        religion=wish.get("religion", "00"),
        marital=wish.get("marital", SINGLE),
        blood=wish.get("blood", "00"),
        nationality=wish.get("nationality", HOME),
        household=wish.get("household", ""),
        state=wish.get("state", ALIVE),
        **relatives,
    )


def _kin(wish: Mapping[str, str], scheme: IdentityScheme) -> Kin:
    for member in ("identity", "old_identity"):
        if member in wish:
            refuse_somebodys(wish[member], scheme)
    return Kin(**wish)


def _born(birth: str) -> str:
    if "-" not in birth:
        return birth
    try:
        return f"{date.fromisoformat(birth):%Y%m%d}"
    except ValueError as exc:
        raise CommandRefused(f"{birth} is no day") from exc


def _place(wish: Mapping[str, str]) -> Place:
    code = wish.get("commune", "")
    if code and code not in communes():
        raise CommandRefused(f"{code} is no commune of today")
    province = communes()[code].province if code else ""
    detail = wish.get("address", "Tổ 1")
    return Place(detail=detail, province=province, commune=code, country=wish.get("country", HOME))
