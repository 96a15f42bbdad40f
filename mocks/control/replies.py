"""How the control port reads questions and words its answers."""

from collections.abc import Awaitable, Callable
from typing import Any, Final, NoReturn, TypeAlias

import orjson
from aiohttp import web

Json: TypeAlias = Any
Answering: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]
PROBLEM: Final = "application/problem+json"
TRUTHS: Final = {"true": True, "false": False}


def reply(value: Json, *, status: int = 200) -> web.Response:
    """A JSON answer."""
    return web.Response(status=status, body=orjson.dumps(value), content_type="application/json")


def refuse(text: str) -> NoReturn:
    """Raise what becomes 422 with that sentence."""
    raise web.HTTPUnprocessableEntity(text=text)


async def read_body(request: web.Request, *, default: Json = None) -> Json:
    """The JSON of a request; `default` where there is no body and one may be missing. Refuses what is no JSON."""
    raw = await request.read()
    if not raw and default is not None:
        return default
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError as exc:
        refuse(f"the body is no JSON: {exc}")


def number_in(request: web.Request, name: str, *, most: float) -> float:
    """A number of the query from 0 to `most`; 0 where it is left out."""
    text = request.query.get(name, "0")
    try:
        value = int(text) if name == "after" else float(text)
    except ValueError:
        refuse(f"{name}={text!r} is no number")
    if not 0 <= value <= most:
        refuse(f"{name}={text} is not from 0 to {most:g}")
    return value


def truth_in(request: web.Request, name: str) -> bool | None:
    """True or false of the query; None where it is left out."""
    text = request.query.get(name)
    if text is not None and text not in TRUTHS:
        refuse(f"{name}={text!r} is neither true nor false")
    return None if text is None else TRUTHS[text]


def refuse_unknown(request: web.Request, known: frozenset[str]) -> None:
    """Refuse a question with a parameter that means nothing: it would silently be answered as if it were not there."""
    if unknown := sorted(set(request.query) - known):
        refuse(f"there is no parameter {', '.join(map(repr, unknown))}; known are {', '.join(sorted(known))}")


@web.middleware
async def problems(request: web.Request, handler: Answering) -> web.StreamResponse:
    """Every HTTP error as problem+json with a title, one sentence and its status."""
    try:
        return await handler(request)
    except web.HTTPError as exc:
        problem = orjson.dumps({"title": exc.reason, "detail": exc.text, "status": exc.status})
        headers = {name: exc.headers[name] for name in ("WWW-Authenticate", "Allow") if name in exc.headers}
        return web.Response(status=exc.status, body=problem, content_type=PROBLEM, headers=headers)
