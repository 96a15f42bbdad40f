"""Asks the coordination site which system serves a procedure (`TraCuuDieuHuong`), and never answers in its place."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from http import HTTPStatus
from time import monotonic
from typing import Any, Final

from mocks.province.outbox.line import Line
from mocks.province.outbox.trouble import Away, Trouble

PATH: Final = "/api/dieu-huong"
LIST_PAGE: Final = "danh-sach-thu-tuc"
"""Of the links that the site gives, the one to the procedure's own page (interfaces 3.2)."""
AWAY: Final = "away"
"""The reason where the site cannot be asked and nothing was ever told."""


@dataclass(frozen=True, slots=True)
class Route:
    """Where a procedure of an agency is served: `system` and `link`, or the `reason` why nothing is known.

    `stale`: it was told before, and the site cannot be asked now.
    """

    system: str | None
    link: str | None
    reason: str
    stale: bool = False


class Guide:
    """Knows what it was told for `fresh_s` seconds; what it was told before helps only where the site is away."""

    def __init__(self, line: Line, *, fresh_s: float, clock: Callable[[], float] = monotonic) -> None:
        self._line = line
        self._fresh_s = fresh_s
        self._clock = clock
        self._told: dict[tuple[str, str], tuple[float, Route]] = {}

    async def lead(self, procedure: str, agency: str) -> Route:
        """Where an officer of that agency is led; raises nothing."""
        at, known = self._told.get((procedure, agency), (0.0, None))
        if known is not None and self.is_fresh(self._clock() - at):
            return known
        try:
            route = self.read(*await self.ask(procedure, agency))
        except Trouble:
            return self.without_answer(known)
        self._told[procedure, agency] = self._clock(), route
        return route

    def is_fresh(self, age_s: float) -> bool:
        """Whether what was told so long ago still counts."""
        return age_s < self._fresh_s

    async def ask(self, procedure: str, agency: str) -> tuple[int, dict[str, Any]]:
        """The site's answer; raises Trouble."""
        reply = await self._line.send(PATH, method="GET", query={"maTTHC": procedure, "maCoQuan": agency})
        if reply.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise Away(f"HTTP {reply.status}")
        return reply.status, reply.read_object()

    def read(self, status: int, body: dict[str, Any]) -> Route:
        """What the answer says: a refusal leads nowhere, and its reason is told to the officer."""
        if status != HTTPStatus.OK:
            return Route(None, None, str(body.get("error")))
        return Route(str(body["heThong"]), body["lienKet"][LIST_PAGE], str(body["lyDo"]))

    def without_answer(self, known: Route | None) -> Route:
        """What is said while the site is away: the last that was told, marked as such, or that nothing is known."""
        return replace(known, stale=True) if known is not None else Route(None, None, AWAY, stale=True)
