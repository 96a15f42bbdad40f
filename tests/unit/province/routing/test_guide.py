"""Officers are led by what the coordination site says, and by nothing else."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from mocks.province.outbox.line import Line
from mocks.province.routing.guide import AWAY, Guide, Route

PAGE = "https://bo.example/danh-sach-thu-tuc?MaTTHC=2.001019"
LED = {"heThong": "btp", "lyDo": "ministry", "lienKet": {"danh-sach-thu-tuc": PAGE, "nop-ho-so": "x"}}
THERE = Route("btp", PAGE, "ministry")


@dataclass
class Site:
    """A coordination site that answers `status` and `body`, and a clock that a test moves."""

    status: int = 200
    body: Any = field(default_factory=lambda: dict(LED))
    asked: list[tuple[str, str]] = field(default_factory=list)
    now: float = 1000.0
    url: str = ""

    async def handle(self, request: web.Request) -> web.Response:
        self.asked.append((request.query["maTTHC"], request.query["maCoQuan"]))
        if isinstance(self.body, str):
            return web.Response(status=self.status, text=self.body)
        return web.json_response(self.body, status=self.status)


def play(site: Site, story: Callable[[Guide], Awaitable[None]]) -> None:
    """Serve the site and tell a story with a guide that believes it for a minute."""

    async def tell() -> None:
        app = web.Application()
        app.router.add_get("/api/dieu-huong", site.handle)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        site.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            async with aiohttp.ClientSession() as http:
                line = Line(http, site.url, headers={}, timeout_s=1)
                await story(Guide(line, fresh_s=60, clock=lambda: site.now))
        finally:
            await runner.cleanup()

    asyncio.run(tell())


def test_the_answer_is_the_sites_and_is_kept_for_a_while() -> None:
    site = Site()

    async def story(guide: Guide) -> None:
        assert await guide.lead("2.001019", "H56.14") == THERE
        site.body = {**LED, "heThong": "province"}
        site.now += 59
        assert (await guide.lead("2.001019", "H56.14")).system == "btp"
        assert (await guide.lead("2.001019", "H56.107")).system == "province"
        site.now += 2
        assert (await guide.lead("2.001019", "H56.14")).system == "province"

    play(site, story)
    assert site.asked == [("2.001019", "H56.14"), ("2.001019", "H56.107"), ("2.001019", "H56.14")]


@pytest.mark.parametrize(("status", "reason"), [(404, "unknown-procedure"), (410, "closed-agency"), (400, "malformed")])
def test_a_refusal_leads_nowhere(status: int, reason: str) -> None:
    async def story(guide: Guide) -> None:
        assert await guide.lead("2.001019", "H56.14") == Route(None, None, reason)

    play(Site(status, {"error": reason, "message": "không"}), story)


@pytest.mark.parametrize(("status", "body"), [(503, {"error": "away"}), (200, "<html>"), (200, ["btp"])])
def test_an_outage_leaves_the_last_answer_and_says_so(status: int, body: Any) -> None:
    site = Site()

    async def story(guide: Guide) -> None:
        assert await guide.lead("2.001019", "H56.14") == THERE
        site.status, site.body, site.now = status, body, site.now + 61
        assert await guide.lead("2.001019", "H56.14") == Route("btp", PAGE, "ministry", stale=True)
        assert await guide.lead("1.000894", "H56.14") == Route(None, None, AWAY, stale=True)

    play(site, story)


def test_nobody_there_is_an_outage_too() -> None:
    async def tell() -> None:
        async with aiohttp.ClientSession() as http:
            guide = Guide(Line(http, "http://127.0.0.1:9", headers={}, timeout_s=1), fresh_s=60)
            assert await guide.lead("2.001019", "H56.14") == Route(None, None, AWAY, stale=True)

    asyncio.run(tell())
