"""A citizen as the population database records them: neither people (`specs.people`) nor yet XML."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, TypeAlias

Json: TypeAlias = Any

HOME: Final = "VN"
YEAR_DIGITS: Final = 4
ALIVE: Final = "alive"
STATES: Final = (ALIVE, "deceased", "missing")
SINGLE: Final = "1"
MARRIED: Final = "2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """Somebody as another one's record names them. `relation` only where it is the head of a household."""

    name: str
    identity: str = ""
    old_identity: str = ""
    nationality: str = HOME
    relation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An address: codes of province (2 digits) and commune (5), none abroad; `country` has two letters."""

    detail: str
    province: str = ""
    commune: str = ""
    country: str = HOME


@dataclass(frozen=True, slots=True, kw_only=True)
class Citizen:
    """One record. `born` is yyyyMMdd, or yyyy where nothing but the year is known; `sex` is male or female.

    `identity` has 12 digits, `old_identity` 9 or none. `ethnicity`, `religion`, `marital`, `blood` are codes.
    `household` is the number of the household's book; who belongs together has the same.
    """

    identity: str
    name: str
    sex: str
    born: str
    birthplace: Place
    origin: Place
    residence: Place
    present: Place
    old_identity: str = ""
    ethnicity: str = "01"
    religion: str = "00"
    marital: str = SINGLE
    blood: str = ""
    nationality: str = HOME
    father: Kin | None = None
    mother: Kin | None = None
    spouse: Kin | None = None
    guardian: Kin | None = None
    head: Kin | None = None
    household: str = ""
    state: str = ALIVE

    @property
    def year(self) -> str:
        """The year of birth."""
        return self.born[:YEAR_DIGITS]

    def as_kin(self, relation: str = "") -> Kin:
        """The same person as somebody else's record names them."""
        return Kin(
            name=self.name,
            identity=self.identity,
            old_identity=self.old_identity,
            nationality=self.nationality,
            relation=relation,
        )


def citizen_json(citizen: Citizen) -> dict[str, Json]:
    """The record as JSON."""
    return asdict(citizen)


def read_citizen(row: Mapping[str, Json]) -> Citizen:
    """The record that `citizen_json` wrote."""
    places = {name: Place(**row[name]) for name in ("birthplace", "origin", "residence", "present")}
    named = {name: row[name] and Kin(**row[name]) for name in ("father", "mother", "spouse", "guardian", "head")}
    return Citizen(**{**row, **places, **named})
