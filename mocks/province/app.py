"""The upper tester: the clerk's screens as an HTTP interface (specs/interfaces/upper-tester/1)."""

import hmac
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final

import orjson
from aiohttp import web

from mocks.province.build import build_digest
from mocks.province.catalogue import Catalogue
from mocks.province.clock import Clock
from mocks.province.conduct import Conduct
from mocks.province.contract import CONTRACT, BodyReader, WrongBody
from mocks.province.dossier import AFTER, TIME_LIMIT, NotAllowed
from mocks.province.outbox import Outbox
from mocks.province.store import Duplicate, Store, UnknownDossier

BASE: Final = f"/upper-tester/{CONTRACT}"
NAME: Final = "lienthong reference province"
VERSION: Final = "0.1.0"
LOGGER = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class UpperTester:
    """The routes. An act is on disk, and its report queued, before it is answered."""

    def __init__(self, store: Store, outbox: Outbox, catalogue: Catalogue, *, agency: str, conduct: Conduct) -> None:
        self._store = store
        self._outbox = outbox
        self._catalogue = catalogue
        self._agency = agency
        self._conduct = conduct
        self._clock = Clock()
        self._bodies = BodyReader()
        self._build = build_digest()

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of the contract."""
        return [
            web.get(f"{BASE}/version", self.version, allow_head=False),
            web.get(f"{BASE}/outbox", self.pending, allow_head=False),
            web.post(f"{BASE}/dossiers", self.accept),
            *(web.post(f"{BASE}/dossiers/{{dossier}}/{act}", self._make_act(act)) for act in AFTER),
            web.post(f"{BASE}/reset", self.reset),
            web.get(f"{BASE}/clock", self.read_clock, allow_head=False),
            web.post(f"{BASE}/clock", self.set_clock),
        ]

    async def version(self, _request: web.Request) -> web.Response:
        """Say what answers here."""
        clock = _iso(self._clock.now())
        told = {"contract": CONTRACT, "name": NAME, "version": VERSION, "build": self._build, "clock": clock}
        return _json({**told, "capabilities": ["reset", "clock"]})

    async def pending(self, _request: web.Request) -> web.Response:
        """Say how many acts are on their way to the portal."""
        waiting, oldest = self._store.pending()
        return _json({"pending": waiting, "oldest": _iso(oldest) if oldest else None})

    async def accept(self, request: web.Request) -> web.Response:
        """Accept a dossier, under its own code if it brought one."""
        body = self._bodies.read(await request.read(), "accept")
        at = self._clock.now()
        if self._catalogue.lacks(body["procedure"]):
            LOGGER.info("the national catalogue does not list %s", body["procedure"])
        code = body.get("code")
        dossier = self._store.accept(
            body,
            at=at,
            due=at + TIME_LIMIT,
            agency=self._agency,
            make_code=self._conduct.make_code,
            code=self._conduct.keep_code(code) if code else None,
        )
        self._outbox.wake(dossier.code)
        told = {"dossier": dossier.code, "status": dossier.last.status.value}
        return _json({**told, "at": _iso(at), "due": _iso(dossier.due)}, HTTPStatus.CREATED)

    async def reset(self, _request: web.Request) -> web.Response:
        """Forget every dossier."""
        await self._outbox.stop()
        self._store.clear()
        return web.Response(status=HTTPStatus.NO_CONTENT)

    async def read_clock(self, _request: web.Request) -> web.Response:
        """Tell the time."""
        return _json({"now": _iso(self._clock.now())})

    async def set_clock(self, request: web.Request) -> web.Response:
        """Set the time."""
        self._clock.set(datetime.fromisoformat(self._bodies.read(await request.read(), "clock")["now"]))
        return await self.read_clock(request)

    def _make_act(self, name: str) -> Handler:
        async def act(request: web.Request) -> web.Response:
            body = self._bodies.read(await request.read(), name)
            code = request.match_info["dossier"]
            done = self._store.act(code, name, body, at=self._clock.now())
            self._outbox.wake(code)
            return _json({"dossier": code, "status": done.status.value, "at": _iso(done.at)})

        return act


def make_app(upper_tester: UpperTester, *, token: str | None) -> web.Application:
    """Return the application: the routes behind the token (none: open), errors as problem+json."""
    app = web.Application(middlewares=[_problems, _make_guard(token)])
    app.add_routes(upper_tester.routes())
    return app


def _make_guard(token: str | None) -> Any:
    expected = f"Bearer {token}".encode()

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        given = request.headers.get("Authorization", "").encode()
        if token is not None and not hmac.compare_digest(given, expected):
            raise web.HTTPUnauthorized(headers={"WWW-Authenticate": "Bearer"})
        return await handler(request)

    return guard


@web.middleware
async def _problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except WrongBody as wrong:
        return _problem(HTTPStatus.UNPROCESSABLE_ENTITY, f"{wrong.field or 'body'}: {wrong}", field=wrong.field)
    except UnknownDossier:
        return _problem(HTTPStatus.NOT_FOUND, "no dossier has this code")
    except Duplicate:
        return _problem(HTTPStatus.CONFLICT, "a dossier with this code was accepted before")
    except NotAllowed as refused:
        return _problem(HTTPStatus.CONFLICT, str(refused))
    except web.HTTPException as other:
        kept = {name: value for name, value in other.headers.items() if name in {"Allow", "WWW-Authenticate"}}
        return _problem(HTTPStatus(other.status), other.reason, headers=kept)


def _problem(
    status: HTTPStatus, detail: str, *, field: str | None = None, headers: dict[str, str] | None = None
) -> web.Response:
    body = {"title": status.phrase, "status": status.value, "detail": detail}
    if field is not None:
        body["field"] = field
    return web.Response(
        status=status, body=orjson.dumps(body), content_type="application/problem+json", headers=headers
    )


def _json(body: dict[str, Any], status: HTTPStatus = HTTPStatus.OK) -> web.Response:
    return web.Response(status=status, body=orjson.dumps(body), content_type="application/json")


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds")
