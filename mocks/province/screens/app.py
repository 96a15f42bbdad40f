"""The upper tester as an application: its routes behind the token, errors as problem+json (RFC 9457)."""

import hmac
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, Final

import orjson
from aiohttp import web

from mocks.province.nul import no_nul
from mocks.province.records.database import DatabaseAway
from mocks.province.records.dossier import NotAllowed
from mocks.province.records.dossiers import Duplicate, NotEntitled, SeveralDossiers, UnknownDossier
from mocks.province.screens.contract import CONTRACT, WrongBody

BASE: Final = f"/upper-tester/{CONTRACT}"
ABILITIES: Final = web.AppKey("capabilities", tuple[str, ...])
"""What all parts of the province together can do."""
RETRY_AFTER_S: Final = "1"
LONGEST_BODY: Final = 8 * 1024**2
"""Bytes; more than the longest body that the contract allows, ten files of 50,000 characters, each of them escaped."""
TROUBLES: Final[Mapping[type[Exception], tuple[HTTPStatus, str]]] = MappingProxyType(
    {
        UnknownDossier: (HTTPStatus.NOT_FOUND, "no dossier has this code"),
        Duplicate: (HTTPStatus.CONFLICT, "a dossier with this code was accepted before"),
        SeveralDossiers: (HTTPStatus.CONFLICT, "several dossiers had this code in earlier systems"),
        NotAllowed: (HTTPStatus.CONFLICT, ""),
        NotEntitled: (HTTPStatus.FORBIDDEN, ""),
        DatabaseAway: (HTTPStatus.SERVICE_UNAVAILABLE, "the records do not answer at the moment"),
    }
)
"""How what went wrong is answered; without a text of its own, with what the exception says."""
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def make_app(routes: Iterable[web.RouteDef], *, capabilities: frozenset[str], token: str | None) -> web.Application:
    """Return the application: the routes, below BASE and behind the token (none: open)."""
    app = web.Application(middlewares=[_problems, no_nul, _make_guard(token)], client_max_size=LONGEST_BODY)
    app[ABILITIES] = tuple(sorted(capabilities))
    app.add_routes([web.RouteDef(row.method, BASE + row.path, row.handler, row.kwargs) for row in routes])
    return app


def json_answer(body: dict[str, Any], status: HTTPStatus = HTTPStatus.OK) -> web.Response:
    """Return a JSON answer."""
    return web.Response(status=status, body=orjson.dumps(body), content_type="application/json")


def iso(at: datetime) -> str:
    """Return an aware moment as the contract writes it."""
    return at.isoformat(timespec="milliseconds")


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
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, f"{wrong.field or 'body'}: {wrong}", field=wrong.field)
    except tuple(TROUBLES) as trouble:
        status, detail = next(row for kind, row in TROUBLES.items() if isinstance(trouble, kind))
        headers = {"Retry-After": RETRY_AFTER_S} if status is HTTPStatus.SERVICE_UNAVAILABLE else None
        return problem(status, detail or str(trouble), headers=headers)
    except web.HTTPException as other:
        kept = {name: value for name, value in other.headers.items() if name in {"Allow", "WWW-Authenticate"}}
        return problem(HTTPStatus(other.status), other.reason, headers=kept)


def problem(
    status: HTTPStatus, detail: str, *, field: str | None = None, headers: dict[str, str] | None = None
) -> web.Response:
    """Return an error as problem+json (RFC 9457)."""
    body = {"title": status.phrase, "status": status.value, "detail": detail}
    if field is not None:
        body["field"] = field
    return web.Response(
        status=status, body=orjson.dumps(body), content_type="application/problem+json", headers=headers
    )
