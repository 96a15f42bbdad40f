"""What is done at the land database: a dossier is handed over, the paper of a tax notice is fetched."""

import logging
from collections.abc import Callable
from typing import Any, Final

from mocks.province.land.client import LandDatabase
from mocks.province.land.message import HandOver, MakeMessage, parcel_row, place_of
from mocks.province.land.notices import Notices
from mocks.province.land.register import LandRegister
from mocks.province.outbox.trouble import Refused
from mocks.province.records.dossier import Dossier
from mocks.province.records.dossiers import Dossiers
from mocks.province.records.errands import Errand

LOGGER = logging.getLogger(__name__)
SENT: Final = 1
"""The stage of an errand whose dossier may have arrived."""


class HandingOver:
    """Hands one dossier over. Whatever happens it bears one receipt number, so that it is there once."""

    def __init__(
        self, register: LandRegister, database: LandDatabase, dossiers: Dossiers, make_message: MakeMessage
    ) -> None:
        self.register = register
        self.database = database
        self.dossiers = dossiers
        self._make_message = make_message

    async def run(self, errand: Errand, done: Callable[[int], None]) -> None:
        """Look whether it is there where it may be, look its parcels up, hand it over; raises Trouble."""
        code = errand.about["dossier"]
        handed, dossier = self.register.find(code), self.dossiers.find(code)
        if handed is None:  # everything was forgotten meanwhile
            return
        receipt = self.number(handed.receipt, errand)
        if errand.stage >= SENT and await self.is_there(dossier, receipt):
            self.register.taken(code)
            return
        parcels = await self.parcels(handed.told)
        done(SENT)
        try:
            await self.database.receive(self._make_message(dossier, handed.told, receipt, parcels))
        except Refused:
            # The only word for "exists already" is meant for people, so it is asked and not read.
            if not await self.is_there(dossier, receipt):
                LOGGER.warning("%s refused by the land database", code)
                self.register.refused(code)
                return
        self.register.taken(code)

    def number(self, receipt: str, errand: Errand) -> str:  # noqa: ARG002 - others make a new one with each try
        """The receipt number: always the same."""
        return receipt

    async def is_there(self, dossier: Dossier, receipt: str) -> bool:
        """Whether the land database has this very dossier under the receipt number; raises Trouble."""
        found = await self.database.find(receipt)
        return found is not None and found.get("MaHoSoMotCua") == dossier.code

    async def parcels(self, told: HandOver) -> list[dict[str, Any]]:
        """The parcels as the register knows them; raises Trouble."""
        place = place_of(told["commune"])
        rows = []
        for parcel in told["parcels"]:
            known = await self.database.parcel(place, sheet=parcel["sheet"], number=parcel["number"])
            rows.append(parcel_row(parcel, known))
        return rows


class Papers:
    """Fetches the paper of one notice and keeps it whole."""

    def __init__(self, notices: Notices, database: LandDatabase) -> None:
        self._notices = notices
        self._database = database

    async def run(self, errand: Errand, _done: Callable[[int], None]) -> None:
        """Fetch and keep; raises Trouble."""
        self._notices.keep_paper(errand.about["notice"], await self._database.paper(errand.about["address"]))
