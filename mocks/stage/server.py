"""Mocks as running servers: a national port for each system, one control port for all, in one process."""

import errno
import socket
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractContextManager, AsyncExitStack, asynccontextmanager, nullcontext
from dataclasses import dataclass, field

from aiohttp import web

from mocks.control import Part, control_app
from mocks.stage.national import listening
from mocks.stage.played import Played, Terms, Wish, play
from mocks.wire.certificates import Certificates, certificates

SHUTDOWN_S = 1.0
BACKLOG = 1024


class PortInUse(OSError):
    """Somebody listens on the port already."""

    def __init__(self, port: int) -> None:
        super().__init__(errno.EADDRINUSE, f"port {port} is in use")
        self.port = port


@dataclass(frozen=True, kw_only=True)
class Placement:
    """Where and how mocks listen. Port 0: a free one. `token` opens the control port.

    `tls`: the national ports speak TLS, with certificates for `host` and for `names`; `client_certificates`: they do,
    and ask the province for its own. The control port speaks plain HTTP: it is meant for the same machine.
    """

    token: str
    host: str = "127.0.0.1"
    control_port: int = 0
    tls: bool = False
    client_certificates: bool = False
    names: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Running:
    """A system that listens: base URLs of its national port and of its place on the control port, its accounts.

    `certificates`: where TLS is on, paths by name: `ca`, `client_certificate`, `client_key`.
    """

    system: str
    profile: str
    national: str
    control: str
    accounts: Mapping[str, str]
    certificates: Mapping[str, str] = field(default_factory=dict)


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
        made = stack.enter_context(_certificates(placement, terms))
        scheme, shown = ("http", {}) if made is None else ("https", made.told)
        tls = None if made is None else made.context(mutual=placement.client_certificates)
        bases = {wish.system: _url(line, scheme) for wish, line in zip(wishes, listeners[1:], strict=True)}
        parts = [play(wish, terms, base=bases[wish.system], others=bases) for wish in wishes]
        for part in parts:
            stack.callback(part.journal.close)
            stack.push_async_callback(part.courier.close)
        app = control_app([_part(part, shown) for part in parts], placement.token)
        control = web.AppRunner(app, handler_cancellation=True, access_log=None, shutdown_timeout=SHUTDOWN_S)
        stack.push_async_callback(control.cleanup)
        await control.setup()
        await web.SockSite(control, listeners[0], backlog=BACKLOG).start()
        for part, listener in zip(parts, listeners[1:], strict=True):
            serving = listening(part.door, listener, backlog=BACKLOG, patience_s=SHUTDOWN_S, tls=tls)
            await stack.enter_async_context(serving)
        yield [_told(part, _url(listeners[0], "http"), shown) for part in parts]


def _certificates(placement: Placement, terms: Terms) -> AbstractContextManager[Certificates | None]:
    if not (placement.tls or placement.client_certificates):
        return nullcontext()
    return certificates(placement.host, names=placement.names, state=terms.state)


def _part(played: Played, shown: Mapping[str, str]) -> Part:
    return Part(
        prefix=played.prefix,
        control=played.control,
        writer=played.writer,
        national=played.site.base,
        accounts=played.site.accounts,
        certificates=shown,
    )


def _told(part: Played, control: str, shown: Mapping[str, str]) -> Running:
    profile = part.system.profile
    return Running(
        system=profile.system,
        profile=profile.name,
        national=part.site.base,
        control=control + part.prefix,
        accounts=part.site.accounts,
        certificates=shown,
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


def _url(listener: socket.socket, scheme: str) -> str:
    host, port = listener.getsockname()[:2]
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"
