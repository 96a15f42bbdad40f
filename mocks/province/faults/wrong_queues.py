"""Wrong ways to work on a queue that is long."""

import asyncio
from typing import Any, Final, Literal

from mocks.province.faults.wrong_intakes import moved
from mocks.province.outbox.trouble import Trouble
from mocks.province.outbox.worker import Outbox
from mocks.province.portal.delivery import Delivery, Route
from mocks.province.portal.message import Row
from mocks.province.records.dossier import Dossier
from mocks.province.records.errands import Errand

HELD_S: Final = 0.8
FULL: Final = 12
CROWD: Final = 8
ANOTHER: Final = 5000


class Slow(asyncio.Semaphore):
    """One errand after another, each some time after the last."""

    async def acquire(self) -> Literal[True]:
        """Wait for the turn, and then some more."""
        got = await super().acquire()
        await asyncio.sleep(HELD_S)
        return got


class OneHand(Outbox):
    """Sends by one hand, slower than dossiers come in: the queue grows, and nothing ever says that it is full."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self._slots = Slow(1)


class DropsWhenFull(Outbox):
    """Has room for so many dossiers; what comes when it is full is forgotten, though it was confirmed."""

    def wake(self, chain: str) -> None:
        """Work on the chain if there is room."""
        if chain not in self._workers and len(self._workers) >= FULL:
            self._errands.drop(chain)
            return
        super().wake(chain)


class NewestFirstInTheCrowd(Outbox):
    """Takes the newest errand of a dossier first while many dossiers wait."""

    def choose(self, chain: str, *, hindered: bool) -> Errand | None:
        """The newest in a crowd, else the oldest."""
        if len(self._workers) > CROWD:
            return self._errands.next(chain, newest_first=True)
        return super().choose(chain, hindered=hindered)


class AddsAgainUnderNewCode(Delivery):
    """After a push that failed, pushes the dossier once more under a code of its own, to be safe."""

    def __init__(self, route: Route) -> None:
        super().__init__(route)
        self._failed = False

    async def push(self, dossier: Dossier) -> None:
        """Push, and remember where it failed."""
        try:
            await super().push(dossier)
        except Trouble:
            self._failed = True
            raise

    async def add(self, row: Row) -> None:
        """Add the dossier; after a failure, add its copy too."""
        await super().add(row)
        if self._failed:
            self._failed = False
            copy = {**row, "MaHoSo": moved(row["MaHoSo"], ANOTHER)}
            await self.route.portal.call("DongBoHoSoMC", {"isUpdating": "False", "data": [copy]})
