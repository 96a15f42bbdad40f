"""Wrong ways to bring an act to the portal."""

from collections.abc import Awaitable
from contextlib import suppress
from typing import Final

from mocks.province.outbox.trouble import Refused, Silence, Trouble
from mocks.province.portal.delivery import Delivery, Route
from mocks.province.portal.message import Row
from mocks.province.records.dossier import Dossier

SECOND: Final = 2


class SkipsPostal(Delivery):
    """Takes a dossier that came by post for reported."""

    async def push(self, dossier: Dossier) -> None:
        """Push unless it came by post."""
        if dossier.accepted["channel"] != "postal":
            await super().push(dossier)

    async def report(self, dossier: Dossier) -> None:
        """Tell the step unless it came by post."""
        if dossier.accepted["channel"] != "postal":
            await super().report(dossier)


class NoLookUp(Delivery):
    """Adds every time, and leaves it to the portal to say that it has the dossier."""

    async def is_known(self, code: str) -> bool:  # noqa: ARG002 - nobody looks at it, that is the fault
        """Never ask."""
        return False


class ProgressFirst(Delivery):
    """Tells the step before the dossier, and once more after it if the portal did not want it yet."""

    def __init__(self, route: Route) -> None:
        super().__init__(route)
        self._told = False

    async def push(self, dossier: Dossier) -> None:
        """Tell the step, whatever comes of it, then push."""
        with suppress(Trouble):
            await self.report(dossier)
        await super().push(dossier)

    async def report(self, dossier: Dossier) -> None:
        """Tell the step unless it was taken."""
        if not self._told:
            await super().report(dossier)
            self._told = True


class ProgressDespiteRefusal(Delivery):
    """Tells the step although the dossier was refused; the dossier is tried again all the same."""

    async def push(self, dossier: Dossier) -> None:
        """Push, and tell the step of a refused dossier."""
        try:
            await super().push(dossier)
        except Refused as refusal:
            if refusal.operation == "DongBoHoSoMC":
                with suppress(Trouble):
                    await self.report(dossier)
            raise


class ResendWithoutLookUp(Delivery):
    """Repeats an unanswered push as it was, without asking whether it arrived."""

    def __init__(self, route: Route) -> None:
        super().__init__(route)
        self._unanswered_update: bool | None = None  # None: the last push was answered

    async def is_known(self, code: str) -> bool:
        """Assume after silence that nothing has changed."""
        return await super().is_known(code) if self._unanswered_update is None else self._unanswered_update

    async def add(self, row: Row) -> None:
        """Add, and remember silence."""
        await self._remember_silence(super().add(row), update=False)

    async def update(self, row: Row) -> None:
        """Update, and remember silence."""
        await self._remember_silence(super().update(row), update=True)

    async def _remember_silence(self, push: Awaitable[None], *, update: bool) -> None:
        self._unanswered_update = None
        try:
            await push
        except Silence:
            self._unanswered_update = update
            raise


class AddsTwice(Delivery):
    """Sends the add of a dossier once more when its second act comes, whatever the portal says to that."""

    def __init__(self, route: Route) -> None:
        super().__init__(route)
        self._added_again = False

    async def push(self, dossier: Dossier) -> None:
        """Look the dossier up and add it as it was, then push it as it should."""
        if dossier.last.number == SECOND and not self._added_again:
            await self.is_known(dossier.code)
            row = await self.row(dossier.as_of(1))
            await self.route.portal.call("DongBoHoSoMC", {"isUpdating": "False", "data": [row]})
            self._added_again = True
        await super().push(dossier)


class StepsMissing(Delivery):
    """Tells the first step of a dossier and no other."""

    async def report(self, dossier: Dossier) -> None:
        """Tell the step of the acceptance."""
        if dossier.last.number == 1:
            await super().report(dossier)
