"""A browser at the door: its cookie, and how it is told that something is refused."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Final

from aiohttp import web

from mocks.province.outbox.trouble import Refused, Trouble
from mocks.province.screens.app import problem
from mocks.province.sign_in.verification import Untrusted

COOKIE: Final = "phien"
HOST_COOKIE: Final = "__Host-phien"
"""Its name over https: a browser takes it from this host alone, and only over https."""
SECURITY: Final = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}

Page = Callable[[web.Request], Awaitable[web.Response]]


class NotAdmitted(Exception):
    """Somebody may not come in, or not see this. Names nobody."""

    def __init__(self, status: HTTPStatus, why: str) -> None:
        super().__init__(why)
        self.status = status


def set_cookie(response: web.Response, secret: str, *, secure: bool) -> None:
    """Give a browser its secret: scripts cannot read it, other sites' forms do not send it."""
    name = HOST_COOKIE if secure else COOKIE
    response.set_cookie(name, secret, path="/", httponly=True, samesite="Lax", secure=secure)


def cookie_of(request: web.Request, *, secure: bool) -> str:
    """The secret that a browser sent; "" where it sent none."""
    return request.cookies.get(HOST_COOKIE if secure else COOKIE, "")


def forget_cookie(response: web.Response, *, secure: bool) -> None:
    """Take the secret away."""
    response.del_cookie(HOST_COOKIE if secure else COOKIE, path="/", httponly=True, samesite="Lax", secure=secure)


def answered(page: Page) -> Page:
    """The page with what goes wrong in it told as a problem, and nothing of it kept by anybody on the way."""

    async def answer(request: web.Request) -> web.Response:
        response = await _served(page, request)
        response.headers.update(SECURITY)
        return response

    return answer


async def _served(page: Page, request: web.Request) -> web.Response:
    try:
        return await page(request)
    except NotAdmitted as exc:
        return problem(exc.status, str(exc))
    except Untrusted as exc:
        return problem(HTTPStatus.FORBIDDEN, f"the sign-in is not believed: {exc}")
    except Refused:
        return problem(HTTPStatus.FORBIDDEN, "the provider refused the sign-in")
    except Trouble:
        return problem(HTTPStatus.SERVICE_UNAVAILABLE, "the provider does not answer", headers={"Retry-After": "10"})
