"""Wrong ways to take what the portal sends."""

import asyncio
from datetime import datetime

from mocks.province.intake.intake import Answer, Intake
from mocks.province.intake.message import TAKEN
from mocks.province.records.bodies import AcceptBody

LATER_S = 1.0


class AcknowledgesFirst(Intake):
    """Acknowledges a dossier and writes it down afterwards; whatever kills the process meanwhile loses it."""

    async def register(self, body: AcceptBody, *, code: str, at: datetime) -> Answer:
        """Leave the writing for later."""
        self._writing = asyncio.create_task(self._write(body, code=code, at=at))
        return TAKEN

    async def _write(self, body: AcceptBody, *, code: str, at: datetime) -> None:
        await asyncio.sleep(LATER_S)
        await super().register(body, code=code, at=at)


class Renames(Intake):
    """Gives a dossier a code of the province's own series."""

    async def register(self, body: AcceptBody, *, code: str, at: datetime) -> Answer:
        """Write it down under another code."""
        return await super().register(body, code=moved(code, -4000), at=at)


class TakesTwice(Intake):
    """Takes a repeated message for another dossier."""

    async def register(self, body: AcceptBody, *, code: str, at: datetime) -> Answer:
        """Write it down, under another code where the first stands already."""
        stands = code in {dossier.code for dossier in self._dossiers.registered()}
        return await super().register(body, code=moved(code, 500) if stands else code, at=at)


def moved(code: str, by: int) -> str:
    """Return a dossier code with another number: H56.14-261122-9001, 500 → H56.14-261122-9501."""
    head, _, number = code.rpartition("-")
    return f"{head}-{int(number) + by:04d}"
