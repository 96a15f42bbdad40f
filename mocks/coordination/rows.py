"""The table of the coordination site as its profile has it (`table.toml`). Every row is synthetic."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias, TypeVar

from specs.errors import SpecError
from specs.profile import Profile

Json: TypeAlias = Any
State: TypeAlias = Literal["complete", "partial", "none"]
FILE: Final = "table.toml"
PROVINCE: Final = "province"
"""The system of whichever province the agency is in."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """A system to which people are led. `open` False: announced, and not used yet."""

    id: str
    name: str
    open: bool


@dataclass(frozen=True, kw_only=True)
class Agency:
    """An agency that does procedures, by its identifier of QĐ 20/2020 (two levels: Hxx.nnn)."""

    code: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Procedure:
    """A procedure. `ministry` is the ministry's system ("" where it has none of it) and `state` how far it is there.

    `page` is its number in the ministry's links, `service` its service code, `local` its code in provinces that have an
    own one, by their level-1 code.
    """

    code: str
    name: str
    service: str
    page: str
    ministry: str
    state: State
    local: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Rows:
    """The whole table. `numbers` are provinces' numbers in links by level-1 code; `exceptions` name one system each."""

    places: Mapping[str, Place]
    agencies: Mapping[str, Agency]
    procedures: Mapping[str, Procedure]
    numbers: Mapping[str, str]
    exceptions: Mapping[tuple[str, str], str]


_Row = TypeVar("_Row")


def read_rows(profile: Profile) -> Rows:
    """Read `table.toml`. Raises SpecError for other keys, a code used twice, a system or state that is none."""
    data = profile.table("table")
    places = _by_code(data, "system", Place, key="id")
    procedures = _by_code(data, "procedure", Procedure, key="code")
    for code, procedure in procedures.items():
        if procedure.ministry and procedure.ministry not in places:
            raise SpecError(FILE, f"procedure {code}", f"no system {procedure.ministry!r}")
        if procedure.state not in ("complete", "partial", "none"):
            raise SpecError(FILE, f"procedure {code}", f"state {procedure.state!r} is none")
    exceptions = {(row["procedure"], row["agency"]): row["system"] for row in data.get("exception", [])}
    if unknown := sorted(set(exceptions.values()) - set(places)):
        raise SpecError(FILE, "exception", f"no system {', '.join(unknown)}")
    return Rows(
        places=places,
        agencies=_by_code(data, "agency", Agency, key="code"),
        procedures=procedures,
        numbers={row["code"]: row["number"] for row in data["province"]},
        exceptions=exceptions,
    )


def _by_code(data: Mapping[str, Json], table: str, kind: Callable[..., _Row], *, key: str) -> dict[str, _Row]:
    found: dict[str, _Row] = {}
    for number, row in enumerate(data[table], start=1):
        where = f"{table} {number} ({row.get(key)})"
        if row.get(key) in found:
            raise SpecError(FILE, where, "a code used before")
        try:
            found[row[key]] = kind(**row)
        except (KeyError, TypeError) as exc:
            raise SpecError(FILE, where, f"missing or unknown: {exc}") from exc
    return found
