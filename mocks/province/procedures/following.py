"""Keeps the province's catalogue in step: read again every day, and whenever somebody asks for it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, Final, TypeVar

from mocks.province.outbox.backoff import Pause
from mocks.province.outbox.line import Line
from mocks.province.outbox.trouble import Away, Trouble
from mocks.province.portal.client import PortalClient
from mocks.province.procedures.procedure import Procedure, read_procedure, rows_of

T = TypeVar("T")
LOGGER = logging.getLogger(__name__)
DAY: Final = timedelta(days=1)
LOOK_S: Final = 1.0
"""How often the clock is looked at: often, because a test may set it."""
TABLE: Final = "/api/bang-dieu-huong"


class Following:
    """Reads at the start, then once a day by the province's clock, and at once when `due` is set."""

    def __init__(self, read: Callable[[], Awaitable[None]], now: Callable[[], datetime]) -> None:
        self._read = read
        self._now = now
        self.due = asyncio.Event()

    async def follow(self) -> None:
        """Go on until cancelled."""
        while True:
            self.due.clear()
            read_at = self._now()
            await self._read()
            while not self.due.is_set() and not self.is_over(self._now() - read_at):
                with suppress(TimeoutError):
                    await asyncio.wait_for(self.due.wait(), LOOK_S)

    def is_over(self, passed: timedelta) -> bool:
        """Whether what was read is too old; a clock that was set back is no reason to wait longer."""
        return abs(passed) >= DAY


class Reading:
    """Reads the national catalogue and the coordination site's table, however often that has to be tried."""

    def __init__(self, portal: PortalClient, site: Line, pause: Pause) -> None:
        self._portal = portal
        self._site = site
        self._pause = pause

    async def procedures(self) -> list[Procedure]:
        """Every procedure that the national catalogue lists."""
        listed = self.listed(rows_of(await self._told("LayDanhSachTTHC", {})))
        services = rows_of(await self._told("LayDVC", {}))
        levels = {row.get("MATTHC"): str(row.get("MUCDO")) for row in services}

        async def whole(row: Mapping[str, Any]) -> Procedure:
            code = row["MATTHC"]
            return read_procedure(row, await self._told("LayThuTuc", {"maTTHC": code}), online=levels.get(code))

        return list(await asyncio.gather(*map(whole, listed)))

    def listed(self, rows: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
        """The rows of the list that are looked at: all of them, those no longer in force too."""
        return [row for row in rows if row.get("MATTHC")]

    async def served(self, agency: str) -> dict[str, tuple[str, str]]:
        """System and reason of each procedure at an agency; nothing for one that the site does not know."""
        rows = await self._patiently(lambda: self._ask_table(agency))
        return {str(row["maTTHC"]): (str(row["heThong"]), str(row["lyDo"])) for row in rows}

    async def _ask_table(self, agency: str) -> list[dict[str, Any]]:
        reply = await self._site.send(TABLE, method="GET", query={"maCoQuan": agency})
        if reply.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise Away(f"HTTP {reply.status}")
        return rows_of(reply.read_object().get("thuTuc")) if reply.status == HTTPStatus.OK else []

    async def _told(self, service: str, parameters: Mapping[str, Any]) -> object:
        return await self._patiently(lambda: self._portal.ask(service, parameters))

    async def _patiently(self, ask: Callable[[], Awaitable[T]]) -> T:
        failures = 0
        while True:
            try:
                return await ask()
            except Trouble as problem:
                failures += 1
                LOGGER.info("the catalogue of procedures could not be read: %s", problem)
                await asyncio.sleep(self._pause(failures))
