"""The report of an act to the national portal: first the dossier as it was after that act, then its step."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from mocks.province.portal.delivery import Delivery
from mocks.province.records.database import Transaction
from mocks.province.records.dossier import REGISTER, Act, Dossier
from mocks.province.records.dossiers import Dossiers, Listener
from mocks.province.records.errands import Errand, Errands

KIND: Final = "portal-report"
REFRESH: Final = "portal-refresh"
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


class Refresh:
    """Pushes a dossier again because something beside its acts has changed: there is no step to tell."""

    def __init__(self, dossiers: Dossiers, delivery: Delivery) -> None:
        self._dossiers = dossiers
        self._delivery = delivery

    async def run(self, errand: Errand, _done: Callable[[int], None]) -> None:
        """Push the dossier in the state in which the change found it; raises Trouble."""
        await self._delivery.push(self._dossiers.find(errand.about["dossier"]).as_of(errand.about["act"]))


def refresh(errands: Errands, transaction: Transaction, dossier: Dossier, *, at: datetime) -> None:
    """Have a dossier pushed again, after whatever of it waits already."""
    about = {"dossier": dossier.code, "act": dossier.last.number}
    errands.queue(transaction, chain=f"portal/{dossier.code}", kind=REFRESH, about=about, at=at)


def reporting(errands: Errands) -> Listener:
    """Have every act reported, those of one dossier in their order, but none that the portal itself told us of."""

    def queue(transaction: Transaction, code: str, act: Act) -> None:
        if act.name == REGISTER:
            return
        about = {"dossier": code, "act": act.number}
        errands.queue(transaction, chain=f"portal/{code}", kind=KIND, about=about, at=act.at)

    return queue
