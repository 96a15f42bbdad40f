"""Mocks as running servers: a national port for each system, one control port for all, in one process."""

import errno
import socket
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from mocks.control import control_app
from mocks.national import NationalServer
from mocks.played import Played, Terms, Wish, play

SHUTDOWN_S = 1.0
BACKLOG = 1024


class PortInUse(OSError):
    """Somebody listens on the port already."""

    def __init__(self, port: int) -> None:
        super().__init__(errno.EADDRINUSE, f"port {port} is in use")
        self.port = port


@dataclass(frozen=True, kw_only=True)
class Placement:
    """Where mocks listen. Port 0: a free one. `token` opens the control port."""

    token: str
    host: str = "127.0.0.1"
    control_port: int = 0


@dataclass(frozen=True, kw_only=True)
class Running:
    """A system that listens: base URLs of its national port and of its place on the control port, its accounts."""

    system: str
    profile: str
    national: str
    control: str
    accounts: Mapping[str, str]


@asynccontextmanager
async def running(wishes: Sequence[Wish], terms: Terms, placement: Placement) -> AsyncIterator[list[Running]]:
    """Serve the systems while the context is open.

    Raises, before it serves: PortInUse, OSError for the state folder, UnknownSystem, SpecError.
    """
    async with AsyncExitStack() as stack:
        listeners = [
            stack.enter_context(_listening(placement.host, port))
            for port in (placement.control_port, *(wish.national_port for wish in wishes))
        ]
        bases = {wish.system: _url(listener) for wish, listener in zip(wishes, listeners[1:], strict=True)}
        parts = [play(wish, terms, base=bases[wish.system], others=bases) for wish in wishes]
        for part in parts:
            stack.callback(part.journal.close)
        app = control_app({part.prefix: part.control for part in parts}, placement.token)
        control = web.AppRunner(app, handler_cancellation=True, access_log=None, shutdown_timeout=SHUTDOWN_S)
        servers = [web.ServerRunner(NationalServer(part.door), shutdown_timeout=SHUTDOWN_S) for part in parts]
        for runner, listener in zip((control, *servers), listeners, strict=True):
            stack.push_async_callback(runner.cleanup)
            await runner.setup()
            await web.SockSite(runner, listener, backlog=BACKLOG).start()
        yield [_told(part, _url(listeners[0])) for part in parts]


def _told(part: Played, control: str) -> Running:
    profile = part.system.profile
    return Running(
        system=profile.system,
        profile=profile.name,
        national=part.site.base,
        control=control + part.prefix,
        accounts=part.site.accounts,
    )


def _listening(host: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as exc:
        listener.close()
        if exc.errno == errno.EADDRINUSE:
            raise PortInUse(port) from exc
        raise
    return listener


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
