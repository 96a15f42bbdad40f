"""The national port below the door: plain HTTP without routes, in which not even a broken request goes unrecorded."""

import asyncio
import logging
import traceback
from typing import Any

from aiohttp import web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.http_parser import RawRequestMessage
from aiohttp.streams import StreamReader

from mocks.door import SERVER, Door

LOGGER = logging.getLogger(__name__)
MOST_BYTES = 32 * 1024 * 1024


class NationalServer(web.Server):
    """Leads every request to one door. A handler whose sender hangs up is cancelled, so that the door hears of it."""

    def __init__(self, door: Door) -> None:
        super().__init__(door.handle, request_factory=_make_request, handler_cancellation=True)
        self._door = door

    def __call__(self) -> web.RequestHandler:
        return _Connection(self, door=self._door)


class _Connection(web.RequestHandler):
    """One connection. Its errors go to the journal through the door; logs quote nothing of what was sent."""

    __slots__ = ("_door",)

    def __init__(self, manager: web.Server, *, door: Door) -> None:
        off: Any = None  # an access log would quote addresses, and with them what stands in a query
        super().__init__(manager, loop=asyncio.get_running_loop(), access_log=off)
        self._door = door

    def handle_error(
        self,
        request: web.BaseRequest,  # noqa: ARG002 - the signature is aiohttp's
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,  # noqa: ARG002 - not sent on: aiohttp's text quotes the request
    ) -> web.StreamResponse:
        """Answer what is no HTTP (400), or what the mock itself failed at (500, journaled by the door already)."""
        if status == web.HTTPBadRequest.status_code:
            response = self._door.unreadable(exc)
        else:
            trace = "".join(traceback.format_tb(exc.__traceback__)) if exc else ""
            LOGGER.error("the mock broke with %s:\n%s", type(exc).__name__, trace)
            response = web.Response(status=status, text="Internal Server Error", headers={"Server": SERVER})
        response.force_close()
        return response

    def log_exception(self, *args: Any, **kw: Any) -> None:
        """Log the kind of an error without its text, which may quote what was sent."""
        LOGGER.warning("%s: %s", args[0] if args else "error", type(kw.get("exc_info")).__name__)


def _make_request(
    message: RawRequestMessage,
    payload: StreamReader,
    protocol: web.RequestHandler,
    writer: AbstractStreamWriter,
    task: "asyncio.Task[None]",
) -> web.BaseRequest:
    loop: Any = asyncio.get_running_loop()
    return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=MOST_BYTES)
