"""Which system serves a procedure at an agency: the rows of the profile, and what the control port changed of them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from mocks.coordination.refusals import Refused
from mocks.coordination.rows import PROVINCE, Agency, Place, Procedure, Rows
from mocks.core.system import CommandRefused
from mocks.post.address import host_of, refuse_national
from mocks.state.store import Store
from specs.codebook import agency as level_one_row
from specs.codebook import code_form, level_one

Json: TypeAlias = Any
ANY_AGENCY: Final = "*"
_LOCAL: Final = re.compile(r"(?P<national>[0-9]\.[0-9]{6})(?:\.(?P<province>H[0-9]{2}))?")


@dataclass(frozen=True, kw_only=True)
class Route:
    """Where a procedure is served for an agency, and why there; `local` is the procedure's code in the province."""

    procedure: Procedure
    agency: Agency
    place: Place
    why: str
    local: str


class RoutingTable:
    """The table as it is now. `bases` are the base addresses of the systems that are played, by system."""

    def __init__(self, rows: Rows, store: Store, bases: Mapping[str, str]) -> None:
        self._rows = rows
        self._bases = bases
        self._routes = store.table("routes")
        self._agencies = store.table("agencies")
        self._places = store.table("places")

    @property
    def places(self) -> list[Place]:
        """Every system."""
        return [self.place(name) for name in self._rows.places]

    @property
    def agencies(self) -> list[Agency]:
        """Every agency, those with a closed code too."""
        added = {code: Agency(code=code, name=row["name"]) for code, row in self._agencies.items() if row["name"]}
        return list((dict(self._rows.agencies) | added).values())

    @property
    def procedures(self) -> list[Procedure]:
        """Every procedure."""
        return list(self._rows.procedures.values())

    def place(self, name: str) -> Place:
        """The system of that name. Refused where there is none."""
        if name not in self._rows.places:
            raise Refused("unknown-system")
        row, told = self._rows.places[name], self._places.get(name) or {}
        return Place(id=row.id, name=row.name, open=told.get("open", row.open))

    def base(self, place: Place) -> str | None:
        """The base address of a system: as told, else where it is played; None where nobody knows."""
        told: str | None = (self._places.get(place.id) or {}).get("address")
        return told or self._bases.get(place.id)

    def agency(self, code: str) -> Agency:
        """The agency of that code. Refused, each for its own reason: an old form, a closed code, an unknown one."""
        form = code_form("madonvi", code)
        if form is None:
            raise Refused("malformed-agency")
        if form.era == "four-group":
            raise Refused("old-agency-code")
        if self.is_closed(code):
            raise Refused("closed-agency")
        found = {agency.code: agency for agency in self.agencies}.get(code)
        if found is None:
            raise Refused("unknown-agency")
        return found

    def is_closed(self, code: str) -> bool:
        """Whether a code, or that of its province, was closed: by the control port, or by QĐ 09/2025."""
        for place in (code, level_one(code) or code):
            if (told := self._agencies.get(place)) is not None:
                return bool(told["closed"])
        return level_one_row(code).state == "closed"

    def procedure(self, code: str, *, province: str | None) -> Procedure:
        """The procedure of a national code, or of the local one of that province. Refused: old forms, unknown ones."""
        form = code_form("MaTTHC", code)
        if form is not None and form.era == "four-group":
            raise Refused("old-procedure-code")
        parts = _LOCAL.fullmatch(code)
        if parts is None:
            raise Refused("malformed-procedure")
        found = self._rows.procedures.get(parts["national"])
        if found is None or parts["province"] not in (None, province):
            raise Refused("unknown-procedure")
        return found

    def route(self, procedure_code: str, agency_code: str) -> Route:
        """Where a procedure is served for an agency. Refused where either is not known, or its code is of old."""
        agency = self.agency(agency_code)
        province = level_one(agency.code)
        procedure = self.procedure(procedure_code, province=province)
        name, why = self._chosen(procedure, agency)
        local = (
            procedure_code if procedure_code != procedure.code else procedure.local.get(province or "", procedure.code)
        )
        return Route(procedure=procedure, agency=agency, place=self.place(name), why=why, local=local)

    def number(self, agency: Agency) -> str | None:
        """The number of an agency's province in links."""
        return self._rows.numbers.get(level_one(agency.code) or "")

    def _chosen(self, procedure: Procedure, agency: Agency) -> tuple[str, str]:
        """The system and the reason; what is missing or incomplete at the ministry stays with the province."""
        for where in (agency.code, ANY_AGENCY):
            if (told := self._routes.get(f"{procedure.code} {where}")) is not None:
                return told["system"], "told"
            if (system := self._rows.exceptions.get((procedure.code, where))) is not None:
                return system, "exception"
        if not procedure.ministry:
            return PROVINCE, "provincial"
        if not self.place(procedure.ministry).open:
            return PROVINCE, "not-open"
        if procedure.state != "complete":
            return PROVINCE, "incomplete" if procedure.state == "partial" else "missing"
        return procedure.ministry, "ministry"

    def tell_route(self, procedure: str, agency: str, *, system: str | None) -> None:
        """Lead a procedure elsewhere, at one agency or all (`*`); None: as the profile says. Raises CommandRefused."""
        known = {row.code for row in self.agencies} | {ANY_AGENCY}
        if procedure not in self._rows.procedures or agency not in known:
            raise CommandRefused(f"procedure {procedure!r} or agency {agency!r} is not in the table")
        if system is None:
            self._routes.delete(f"{procedure} {agency}")
            return
        self._known_place(system)
        self._routes.put(f"{procedure} {agency}", {"system": system})

    def tell_agency(self, code: str, *, closed: bool, name: str = "") -> None:
        """Close a code, with all below it, or open it; a new one needs a `name` for that. Raises CommandRefused."""
        form = code_form("madonvi", code)
        if form is None or form.era == "four-group":
            raise CommandRefused(f"{code!r} is no code of QĐ 20/2020")
        known = {agency.code: agency.name for agency in self.agencies}
        if not closed and not name and code not in known and code != level_one(code):
            raise CommandRefused(f"{code!r} is not in the table; a name is needed to add it")
        self._agencies.put(code, {"closed": closed, "name": name or known.get(code, "")})

    def tell_place(self, name: str, **said: Json) -> None:
        """Open a system or close it (`open`), or say where it is (`address`). Raises CommandRefused."""
        self._known_place(name)
        if "address" in said:
            refuse_national(host_of(said["address"]))
            said["address"] = said["address"].rstrip("/")
        self._places.put(name, (self._places.get(name) or {}) | said)

    def _known_place(self, name: str) -> None:
        if name not in self._rows.places:
            raise CommandRefused(f"there is no system {name!r}; known are {', '.join(self._rows.places)}")
