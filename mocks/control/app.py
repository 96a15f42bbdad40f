"""The control port as one application: every mock under its prefix, and what concerns them all."""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from aiohttp import web

from mocks.control.feed import Feed
from mocks.control.intruders import Book, Intruders
from mocks.control.page import page_routes
from mocks.control.replies import Answering, problems, reply
from mocks.control.resources import Control
from mocks.ledger.exchange import Writer

Json: TypeAlias = Any
BASE = "/control/1"


@dataclass(frozen=True, kw_only=True)
class Part:
    """One mock on the control port: under `prefix`, with what the province signs in with.

    `writer` writes its exchanges.
    """

    prefix: str
    control: Control
    writer: Writer
    national: str
    accounts: Mapping[str, str]
    certificates: Mapping[str, str] = field(default_factory=dict)


def control_app(parts: Sequence[Part], token: str) -> web.Application:
    """The application of the control port, closed to whoever has not the token but for the files of its page."""
    open_to_all = page_routes()
    intruders = Intruders([Book(part.prefix, part.control.journal, part.writer) for part in parts])
    guard = _guard(token, free=frozenset(route.path for route in open_to_all), intruders=intruders)
    app = web.Application(middlewares=[problems, guard])
    app.router.add_routes(open_to_all)
    app.router.add_get(f"{BASE}/systems", _systems(parts))
    app.router.add_get(f"{BASE}/feed", Feed([part.control.source(part.prefix + BASE) for part in parts]).read)
    for part in parts:
        app.router.add_routes(part.control.routes(part.prefix + BASE))
    return app


def _systems(parts: Sequence[Part]) -> Answering:
    async def systems(_request: web.Request) -> web.Response:
        return reply({"systems": [_shown(part) for part in parts]})

    return systems


def _shown(part: Part) -> dict[str, Json]:
    profile = part.control.system.profile
    return {
        "system": profile.system,
        "profile": profile.name,
        "title": profile.title,
        "national": part.national,
        "control": part.prefix + BASE,
        "totals": part.control.tally.totals(),
        "accounts": dict(part.accounts),
        "certificates": dict(part.certificates),
    }


def _guard(token: str, *, free: frozenset[str], intruders: Intruders) -> Any:
    expected = f"Bearer {token}".encode()

    @web.middleware
    async def guard(request: web.Request, handler: Answering) -> web.StreamResponse:
        given = request.headers.get("Authorization", "").encode()
        if request.path not in free and not hmac.compare_digest(given, expected):
            intruders.note(request)
            asked = {"WWW-Authenticate": "Bearer"}
            raise web.HTTPUnauthorized(text="the control port asks for its token", headers=asked)
        return await handler(request)

    return guard
