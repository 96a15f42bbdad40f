"""Wrong ways to bring an act to the portal."""

from collections.abc import Awaitable
from contextlib import suppress

from mocks.province.adapter import PortalError, Refused, Silence
from mocks.province.delivery import Delivery, Route
from mocks.province.dossier import Dossier
from mocks.province.message import Row


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
    """Tells the step before the dossier, and again after it."""

    async def push(self, dossier: Dossier) -> None:
        """Tell the step, whether or not the portal wants it yet, then push."""
        with suppress(Refused):
            await self.report(dossier)
        await super().push(dossier)


class ProgressDespiteRefusal(Delivery):
    """Tells the step although the dossier was refused; the dossier is tried again all the same."""

    async def push(self, dossier: Dossier) -> None:
        """Push, and tell the step of a refused dossier."""
        try:
            await super().push(dossier)
        except Refused as refusal:
            if refusal.operation == "DongBoHoSoMC":
                with suppress(PortalError):
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
    """Sends an add that went well once more, after its step was told."""

    def __init__(self, route: Route) -> None:
        super().__init__(route)
        self._tries = 0
        self._again: Row | None = None

    async def push(self, dossier: Dossier) -> None:
        """Push, counting the tries: after trouble it is content with one add."""
        self._tries += 1
        await super().push(dossier)

    async def add(self, row: Row) -> None:
        """Add, and keep the row for the second time."""
        self._again = row if self._tries == 1 else None
        await super().add(row)

    async def update(self, row: Row) -> None:
        """Update; a dossier that the portal had is not added twice."""
        self._again = None
        await super().update(row)

    async def report(self, dossier: Dossier) -> None:
        """Tell the step, then look up and add again; what comes of that is nobody's concern."""
        await super().report(dossier)
        row, self._again = self._again, None
        if row is not None:
            with suppress(PortalError):
                await self.is_known(dossier.code)
                await super().add(row)


class StepsMissing(Delivery):
    """Tells the first step of a dossier and no other."""

    async def report(self, dossier: Dossier) -> None:
        """Tell the step of the acceptance."""
        if dossier.last.number == 1:
            await super().report(dossier)
