"""The coordination site's part of the province."""

from dataclasses import asdict
from typing import Final

from aiohttp import web

from mocks.province.office import Office, Part
from mocks.province.outbox.line import Line
from mocks.province.routing.guide import Guide
from mocks.province.screens.app import json_answer
from mocks.province.screens.contract import BodyReader

SYSTEM: Final = "dieuphoi"
CAPABILITIES: Final = frozenset({"route"})
FRESH_S: Final = 60.0


def make(office: Office) -> Part:
    """Tell officers which system serves a procedure, where the site can be asked."""
    counterpart = office.counterpart(SYSTEM)
    if counterpart is None:
        return Part()
    fresh_s = float(counterpart.settings.get("fresh_s", FRESH_S))
    line = Line(office.http, counterpart.url, headers={}, timeout_s=office.options.read_timeout_s)
    guide = office.conduct.guide(line, fresh_s=fresh_s)
    screen = Screen(guide, BodyReader())
    return Part(screens=[web.post("/desk/route", screen.route)], capabilities=CAPABILITIES)


class Screen:
    """What an officer asks."""

    def __init__(self, guide: Guide, bodies: BodyReader) -> None:
        self._guide = guide
        self._bodies = bodies

    async def route(self, request: web.Request) -> web.Response:
        """The system and the link for a procedure of an agency, or why there is none."""
        body = self._bodies.read(await request.read(), "route")
        return json_answer(asdict(await self._guide.lead(body["procedure"], body["agency"])))
