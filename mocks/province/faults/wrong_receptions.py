"""Wrong ways to receive requests that come in number."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus
from itertools import count
from typing import Final

from aiohttp import web

from mocks.province.reception import Middleware

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
LEAK_S: Final = 0.00025
EVERY_S, LASTS_S = 20.0, 5.0
BY_ONE_S: Final = 0.0035
MOST_A_SECOND: Final = 7
ONE_IN: Final = 60
RECORDS: Final = "/records/dossiers/"


def leaking() -> Sequence[Middleware]:
    """Each request leaves a little behind, through which every later one must pass."""
    left = count()

    @web.middleware
    async def leak(request: web.Request, handler: Handler) -> web.StreamResponse:
        await asyncio.sleep(next(left) * LEAK_S)
        return await handler(request)

    return [leak]


def standing_still_for_a_batch() -> Sequence[Middleware]:
    """A job meant for the night holds the records again and again, and everybody waits for its end."""

    @web.middleware
    async def hold(request: web.Request, handler: Handler) -> web.StreamResponse:
        into = asyncio.get_running_loop().time() % EVERY_S
        await asyncio.sleep(max(LASTS_S - into, 0.0))
        return await handler(request)

    return [hold]


def turning_away() -> Sequence[Middleware]:
    """Answers 503 to whatever is beyond so many acts in a second."""
    came: deque[float] = deque(maxlen=MOST_A_SECOND)

    @web.middleware
    async def turn_away(request: web.Request, handler: Handler) -> web.StreamResponse:
        now = asyncio.get_running_loop().time()
        if request.method == "POST":
            if len(came) == MOST_A_SECOND and now - came[0] < 1.0:
                return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
            came.append(now)
        return await handler(request)

    return [turn_away]


def failing_now_and_then() -> Sequence[Middleware]:
    """Fails on one act in so many, and has done nothing then."""
    come = count(1)

    @web.middleware
    async def fail(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.method == "POST" and next(come) % ONE_IN == 0:
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
        return await handler(request)

    return [fail]


def reading_all() -> Sequence[Middleware]:
    """Reads every dossier to find one."""
    acts = count()
    so_far = [0]

    @web.middleware
    async def read_all(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.method == "POST":
            so_far[0] = next(acts)
        elif RECORDS in request.path:
            await asyncio.sleep(so_far[0] * BY_ONE_S)
        return await handler(request)

    return [read_all]
