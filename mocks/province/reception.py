"""What every request passes before a screen or a door takes it, and where a test installation agrees to be loaded."""

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeAlias

from aiohttp import web

Middleware: TypeAlias = Any
"""As aiohttp takes it."""
Reception: TypeAlias = Callable[[], Sequence[Middleware]]
AGREEMENT: Final = "/.well-known/lienthong-load"


def straight_in() -> Sequence[Middleware]:
    """Nothing: an honest province keeps nobody waiting."""
    return ()


def agreeing_to_load(token: str | None) -> Sequence[web.RouteDef]:
    """The place where the token stands by which the owner agrees; without one there is no such place."""

    async def show(_request: web.Request) -> web.Response:
        return web.Response(text=token)

    return () if token is None else (web.get(AGREEMENT, show, allow_head=False),)
