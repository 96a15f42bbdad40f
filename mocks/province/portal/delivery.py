"""How one act of a dossier reaches the portal: look the dossier up, add or update it, and only then tell the step."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mocks.province.outbox.trouble import Refused
from mocks.province.portal.answer import Answer
from mocks.province.portal.catalogue import Catalogue
from mocks.province.portal.client import PortalClient
from mocks.province.portal.message import Row, make_dossier, make_step
from mocks.province.records.dossier import Dossier

Addition = Callable[[Dossier], Row]
"""What a part of the province has to say in the row of a dossier: fields and their values."""


@dataclass(frozen=True, slots=True)
class Route:
    """What a delivery works with: the portal, the catalogue, the agency, and how it reads answers to what it pushes.

    `additions` are merged into every row, in their order.
    """

    portal: PortalClient
    catalogue: Catalogue
    agency: str
    success: Callable[[Answer], bool]
    exists: Callable[[Answer], bool]
    additions: Sequence[Addition] = ()


class Delivery:
    """One act on its way, for all its tries. All methods raise Trouble."""

    def __init__(self, route: Route) -> None:
        self.route = route

    async def push(self, dossier: Dossier) -> None:
        """Bring the whole dossier, in the state after its last act.

        Every try begins with the look-up: after an unanswered push nobody knows whether the portal has the dossier.
        """
        if await self.is_known(dossier.code):
            await self.update(await self.row(dossier))
        else:
            await self.add(await self.row(dossier))

    async def report(self, dossier: Dossier) -> None:
        """Tell the step of the last act; only after `push` has succeeded."""
        answer = await self.route.portal.call("CapNhatTienDoHoSoMC", {"data": [make_step(dossier)]})
        self.demand_success(answer, "CapNhatTienDoHoSoMC")

    async def is_known(self, code: str) -> bool:
        """Say whether the portal has the dossier."""
        return bool(await self.route.portal.ask("TraCuuHoSo", {"mahoso": code}))

    async def row(self, dossier: Dossier) -> Row:
        """Spell the dossier with the names of the national catalogue."""
        procedure = await self.route.catalogue.procedure(dossier.accepted["procedure"])
        row = make_dossier(dossier, procedure, agency_name=self.route.catalogue.agency_name(self.route.agency))
        for addition in self.route.additions:
            row |= addition(dossier)
        return row

    async def add(self, row: Row) -> None:
        """Push a dossier that the portal does not have; if it has it after all, the same content becomes an update."""
        answer = await self.route.portal.call("DongBoHoSoMC", {"isUpdating": "False", "data": [row]})
        if not self.route.success(answer) and self.route.exists(answer):
            await self.update(row)
        else:
            self.demand_success(answer, "DongBoHoSoMC")

    async def update(self, row: Row) -> None:
        """Push a dossier that the portal has."""
        answer = await self.route.portal.call("DongBoHoSoMC", {"isUpdating": "True", "data": [row]})
        self.demand_success(answer, "DongBoHoSoMC")

    def demand_success(self, answer: Answer, operation: str) -> None:
        """Raise Refused unless the portal has taken it."""
        if not self.route.success(answer):
            raise Refused(operation, answer.code)
