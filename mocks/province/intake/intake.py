"""Takes what the portal sends. The portal repeats what it gets no answer to, so the same dossier twice is one."""

from contextlib import suppress
from datetime import datetime

from mocks.province.intake.message import TAKEN, Messages, NotTaken, refusal
from mocks.province.records.bodies import AcceptBody
from mocks.province.records.clock import Clock
from mocks.province.records.dossiers import Dossiers, Duplicate

Answer = dict[str, object]


class Intake:
    """Answers the portal. A dossier is on disk before it is acknowledged, under the code that the portal gave it."""

    def __init__(self, dossiers: Dossiers, clock: Clock) -> None:
        self._dossiers = dossiers
        self._clock = clock
        self._messages = Messages()

    async def take(self, raw: bytes) -> Answer:
        """Return the answer to one message."""
        try:
            body = self._messages.read(raw)
        except NotTaken as why:
            return refusal(str(why))
        return await self.register(body, code=str(body.get("code")), at=self._clock.now())

    async def register(self, body: AcceptBody, *, code: str, at: datetime) -> Answer:
        """Write the dossier down unless it stands; what the first message said stays."""
        with suppress(Duplicate):
            self._dossiers.register(body, code=code, at=at)
        return TAKEN
