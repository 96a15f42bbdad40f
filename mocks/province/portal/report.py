"""The report of an act to the national portal: first the dossier as it was after that act, then its step."""

from collections.abc import Callable
from typing import Final

from mocks.province.portal.delivery import Delivery
from mocks.province.records.database import Transaction
from mocks.province.records.dossier import Act
from mocks.province.records.dossiers import Dossiers, Listener
from mocks.province.records.errands import Errand, Errands

KIND: Final = "portal-report"
PUSHED: Final = 1
"""The stage of a report whose dossier the portal has taken, so that only the step is left."""


class Report:
    """Runs the report of one act."""

    def __init__(self, dossiers: Dossiers, delivery: Delivery) -> None:
        self._dossiers = dossiers
        self._delivery = delivery

    async def run(self, errand: Errand, done: Callable[[int], None]) -> None:
        """Push, then tell the step; raises Trouble."""
        dossier = self._dossiers.find(errand.about["dossier"]).as_of(errand.about["act"])
        if errand.stage < PUSHED:
            await self._delivery.push(dossier)
            done(PUSHED)
        await self._delivery.report(dossier)


def reporting(errands: Errands) -> Listener:
    """Have every act reported, those of one dossier in their order."""

    def queue(transaction: Transaction, code: str, act: Act) -> None:
        about = {"dossier": code, "act": act.number}
        errands.queue(transaction, chain=f"portal/{code}", kind=KIND, about=about, at=act.at)

    return queue
