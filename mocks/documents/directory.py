"""The directory of agencies, in both eras of identifiers (interfaces 6.3), and who answers for which of them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from mocks.state.store import Store
from specs.codebook import agency as level_one_agency
from specs.errors import SpecError
from specs.profile import Profile

Json: TypeAlias = Any
FILE: Final = "agencies.toml"
KEYS: Final = frozenset({"code", "Code102", "name", "owner"})
PROVINCE: Final = "province"
AXIS: Final = "axis"
CODE: Final = re.compile(r"(?:[0-9]{2,3}\.){1,3}[A-Z][0-9]{2}|[A-Z][0-9]{2}(?:\.[0-9]{2,3}){0,3}")
GROUPS: Final = ("000", "00", "00")
"""What stands for "no such level" in the four groups, lowest level first."""


@dataclass(frozen=True, kw_only=True)
class Agency:
    """An agency: `code` of the four-group era, `code102` by QĐ 20/2020/QĐ-TTg; `owner` is PROVINCE or AXIS."""

    code: str
    code102: str
    name: str
    owner: str
    id: str = ""
    parent: str | None = None
    registered: bool = False

    @property
    def is_closed(self) -> bool:
        """Whether the level-1 code was closed by QĐ 09/2025/QĐ-TTg: nothing live may carry it."""
        return level_one_agency(self.code102).state == "closed"


class Directory:
    """What the profile lists, and what the province entered or took out, which is kept in the store."""

    def __init__(self, profile: Profile, store: Store) -> None:
        self._listed = tuple(_read(profile.table("agencies").get("agency", ())))
        self._entered = store.table("agencies")
        self._mail = store.memory("agency-mail")

    def all(self) -> list[Agency]:
        """Every agency; those entered by the province last."""
        return [*self._listed, *(Agency(**row) for _, row in self._entered.items())]

    def find(self, code: Json) -> Agency | None:
        """The agency that has this code in either era; None where there is none."""
        return next((row for row in self.all() if code in (row.code, row.code102)), None)

    def of(self, owner: str) -> list[Agency]:
        """The agencies that `owner` answers for."""
        return [row for row in self.all() if row.owner == owner]

    def owns(self, owner: str, code: Json) -> bool:
        """Whether that code is one of an agency of `owner`."""
        return (found := self.find(code)) is not None and found.owner == owner

    def is_closed(self, code: str) -> bool:
        """Whether the level-1 code of an identifier of either era was closed."""
        return level_one_agency(code).state == "closed"

    def is_below(self, owner: str, code: str) -> bool:
        """Whether the top level of that code is one of `owner`."""
        top = both_forms(code)[0].partition(".")[0]
        return any(row.code102.partition(".")[0] == top for row in self.of(owner))

    def told(self) -> list[dict[str, Json]]:
        """Every agency as the control port shows it."""
        return [
            {
                "code": row.code,
                "Code102": row.code102,
                "name": row.name,
                "owner": row.owner,
                "closed": row.is_closed,
                "registered": row.registered,
            }
            for row in self.all()
        ]

    def enter(self, wish: Mapping[str, Json]) -> None:
        """Enter an agency of the province."""
        new, old = both_forms(wish["code"])
        row = {"code": old, "code102": new, "name": wish["name"], "owner": PROVINCE, "registered": True}
        self._entered.put(new, row | {"id": wish.get("id", new), "parent": wish.get("pcode")})
        if "mail" in wish:
            self._mail.put(new, wish["mail"])

    def take_out(self, agency: Agency) -> None:
        """Take an entered agency out."""
        self._entered.delete(agency.code102)
        self._mail.delete(agency.code102)

    def shown(self, agencies: Iterable[Agency], *, both_eras: bool) -> list[dict[str, Json]]:
        """Rows as the axis tells them."""
        return [
            {
                "id": row.id or row.code102,
                "pcode": row.parent,
                "code": row.code,
                **({"Code102": row.code102} if both_eras else {}),
                "name": row.name,
                "mail": self._mail.get(row.code102),
            }
            for row in agencies
        ]


def both_forms(code: str) -> tuple[str, str]:
    """The code by QĐ 20 and the one of four groups for a code of either era (the rule between them is assumed).

    Groups below the top level change their order; groups of nothing but zeros at the lowest levels fall away.
    """
    groups = code.split(".")
    if groups[0][0].isalpha():
        top, lower = groups[0], groups[1:]
    else:
        top, lower = groups[-1], groups[-2::-1]
    while lower and not int(lower[-1]):
        lower = lower[:-1]
    padded = [*GROUPS[: len(GROUPS) - len(lower)], *reversed(lower)]
    return ".".join([top, *lower]), ".".join([*padded, top])


def is_code(code: Json) -> bool:
    """Whether that is an agency identifier of either era, of whatever top level."""
    return isinstance(code, str) and CODE.fullmatch(code) is not None


def _read(rows: Iterable[Mapping[str, Json]]) -> Iterable[Agency]:
    for number, row in enumerate(rows, start=1):
        at = f"agency {number} ({row.get('Code102')})"
        if differing := sorted(KEYS ^ set(row)):
            raise SpecError(FILE, at, f"missing or unknown: {', '.join(differing)}")
        if row["owner"] not in (PROVINCE, AXIS):
            raise SpecError(FILE, at, f"owner {row['owner']!r} is neither {PROVINCE} nor {AXIS}")
        yield Agency(code=row["code"], code102=row["Code102"], name=row["name"], owner=row["owner"])
