"""Addresses that name nothing: PostgreSQL keeps no text with U+0000, and cannot look for one either."""

from collections.abc import Awaitable, Callable

from aiohttp import web


@web.middleware
async def no_nul(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Answer that nothing is there, as SQLite would after looking."""
    if "\0" in request.path:
        raise web.HTTPNotFound
    return await handler(request)
