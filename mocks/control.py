"""The control port of a mock: for whoever referees, never for the system under test.

Published as `specs/interfaces/control/1/openapi.json`. Every address asks for the token; errors are problem+json.
"""

import hmac
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import jsonschema_rs
import orjson
from aiohttp import web

from mocks.behaviour import Behaviour, BehaviourRefused, Behaviours
from mocks.journal import Journal
from mocks.system import Command, CommandRefused, System, View

Json: TypeAlias = Any
BASE = "/control/1"
LONGEST_WAIT_S = 30.0
WISH = frozenset({"name", "operation", "times", "arguments"})
PROBLEM = "application/problem+json"
Answering: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, kw_only=True)
class Identity:
    """What a mock says of itself; `national` is the base URL that the system under test is given."""

    build: str
    started: str
    national: str
    redaction_key: bytes
    lenient: bool


def control_app(parts: Mapping[str, "Control"], token: str) -> web.Application:
    """The application of the control port: every mock under its prefix, closed to whoever has not the token."""
    app = web.Application(middlewares=[_problems, _guard(token)])
    for prefix, part in parts.items():
        app.router.add_routes(part.routes(prefix + BASE))
    return app


class Control:
    """The handlers of the control port of one mock."""

    def __init__(self, system: System, *, identity: Identity, journal: Journal, behaviours: Behaviours) -> None:
        self._system = system
        self._identity = identity
        self._journal = journal
        self._behaviours = behaviours

    def routes(self, base: str) -> list[web.RouteDef]:
        """The resources of this mock under `base`."""
        return [
            web.get(f"{base}/identity", self._get_identity),
            web.get(f"{base}/journal", self._get_journal),
            web.get(f"{base}/behaviours", self._get_behaviours),
            web.post(f"{base}/behaviours", self._post_behaviour),
            web.delete(f"{base}/behaviours", self._delete_behaviours),
            *(web.get(f"{base}/{name}", _shown_by(view)) for name, view in self._system.views.items()),
            *(web.post(f"{base}/{name}", _done_by(name, command)) for name, command in self._system.commands.items()),
        ]

    async def _get_identity(self, _request: web.Request) -> web.Response:
        identity = self._identity
        return _json(
            {
                "system": self._system.profile.system,
                "profile": self._system.profile.name,
                "build": identity.build,
                "started": identity.started,
                "national": identity.national,
                "journal_next": self._journal.last + 1,
                "redaction_key": identity.redaction_key.hex(),
                "lenient": identity.lenient,
            }
        )

    async def _get_journal(self, request: web.Request) -> web.Response:
        after = _number(request, "after", most=float("inf"))
        wait = _number(request, "wait", most=LONGEST_WAIT_S)
        if after > self._journal.last:
            raise web.HTTPUnprocessableEntity(
                text=f"after={int(after)} is beyond the last exchange, {self._journal.last}"
            )
        await self._journal.wait(int(after), seconds=wait)
        page = self._journal.after(int(after))
        tail = b'],"next":%d,"dropped":%d}' % (page.next, page.dropped)
        body = b'{"exchanges":[' + b",".join(page.exchanges) + tail
        return web.Response(body=body, content_type="application/json")

    async def _get_behaviours(self, _request: web.Request) -> web.Response:
        return _json({"behaviours": [_shown(behaviour) for behaviour in self._behaviours.installed()]})

    async def _post_behaviour(self, request: web.Request) -> web.Response:
        wish = _read(await request.read())
        if not isinstance(wish, dict) or not set(wish) <= WISH:
            raise web.HTTPUnprocessableEntity(text="a behaviour has name, operation, times, arguments and no more")
        try:
            behaviour = self._behaviours.add(
                wish.get("name"),
                operation=wish.get("operation", "*"),
                times=wish.get("times"),
                arguments=wish.get("arguments", {}),
            )
        except BehaviourRefused as exc:
            raise web.HTTPUnprocessableEntity(text=str(exc)) from exc
        return _json({"id": behaviour.id}, status=201)

    async def _delete_behaviours(self, _request: web.Request) -> web.Response:
        cleared = self._behaviours.clear()
        return _json({"cleared": [{"id": item.id, "name": item.name, "hits": item.hits} for item in cleared]})


def _shown(behaviour: Behaviour) -> dict[str, Json]:
    return {
        "id": behaviour.id,
        "name": behaviour.name,
        "operation": behaviour.operation,
        "times_left": behaviour.times_left,
        "hits": behaviour.hits,
        "arguments": dict(behaviour.arguments),
    }


def _shown_by(view: View) -> Answering:
    async def show(_request: web.Request) -> web.Response:
        return _json(view.show())

    return show


def _done_by(name: str, command: Command) -> Answering:
    validator = jsonschema_rs.Draft202012Validator(dict(command.schema))

    async def do(request: web.Request) -> web.Response:
        raw = await request.read()
        arguments = _read(raw) if raw else {}
        if not validator.is_valid(arguments):
            raise web.HTTPUnprocessableEntity(text=f"{name} does not take these arguments; it is {command.usage}")
        try:
            return _json(command.run(arguments))
        except CommandRefused as exc:
            raise web.HTTPUnprocessableEntity(text=str(exc)) from exc

    return do


def _read(raw: bytes) -> Json:
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError as exc:
        raise web.HTTPUnprocessableEntity(text=f"the body is no JSON: {exc}") from exc


def _number(request: web.Request, name: str, *, most: float) -> float:
    text = request.query.get(name, "0")
    try:
        value = int(text) if name == "after" else float(text)
    except ValueError as exc:
        raise web.HTTPUnprocessableEntity(text=f"{name}={text!r} is no number") from exc
    if not 0 <= value <= most:
        raise web.HTTPUnprocessableEntity(text=f"{name}={text} is not from 0 to {most:g}")
    return value


def _json(value: Json, *, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    return web.Response(status=status, body=orjson.dumps(value), content_type="application/json", headers=headers)


def _guard(token: str) -> Any:
    expected = f"Bearer {token}".encode()

    @web.middleware
    async def guard(request: web.Request, handler: Answering) -> web.StreamResponse:
        given = request.headers.get("Authorization", "").encode()
        if not hmac.compare_digest(given, expected):
            asked = {"WWW-Authenticate": "Bearer"}
            raise web.HTTPUnauthorized(text="the control port asks for its token", headers=asked)
        return await handler(request)

    return guard


@web.middleware
async def _problems(request: web.Request, handler: Answering) -> web.StreamResponse:
    """Every HTTP error as problem+json with a title, one sentence and its status."""
    try:
        return await handler(request)
    except web.HTTPError as exc:
        problem = orjson.dumps({"title": exc.reason, "detail": exc.text, "status": exc.status})
        headers = {name: exc.headers[name] for name in ("WWW-Authenticate", "Allow") if name in exc.headers}
        return web.Response(status=exc.status, body=problem, content_type=PROBLEM, headers=headers)
