"""A mock as a running server: the national port and the control port, two applications in one process."""

import errno
import secrets
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from mocks.behaviour import WIRE_BEHAVIOURS, Behaviours
from mocks.build import build_digest
from mocks.control import Control, Identity
from mocks.door import Door, now
from mocks.exchange import Writer
from mocks.journal import CAP, Journal
from mocks.national import NationalServer
from mocks.redactor import Redactor
from mocks.system import System

SHUTDOWN_S = 1.0
BACKLOG = 1024
KEY_BYTES = 32


class PortInUse(OSError):
    """Somebody listens on the port already."""

    def __init__(self, port: int) -> None:
        super().__init__(errno.EADDRINUSE, f"port {port} is in use")
        self.port = port


@dataclass(frozen=True, kw_only=True)
class Placement:
    """Where a mock listens and what it keeps. Port 0: a free one; `redaction_key` None: a random one for this run."""

    host: str = "127.0.0.1"
    national_port: int = 0
    control_port: int = 0
    token: str
    journal_file: Path | None = None
    journal_cap: int = CAP
    redaction_key: bytes | None = None


@dataclass(frozen=True, kw_only=True)
class Running:
    """A mock that listens: base URLs of its two ports."""

    system: str
    profile: str
    national: str
    control: str


@asynccontextmanager
async def running(system: System, placement: Placement) -> AsyncIterator[Running]:
    """Serve `system` while the context is open. Raises PortInUse, or OSError for the journal file, before it serves."""
    key = placement.redaction_key or secrets.token_bytes(KEY_BYTES)
    writer = Writer(system.profile, Redactor(system.profile, key))
    with (
        _listening(placement.host, placement.national_port) as national,
        _listening(placement.host, placement.control_port) as control,
    ):
        journal = Journal(cap=placement.journal_cap, file=placement.journal_file)
        operations = [operation.name for operation in system.profile.operations]
        behaviours = Behaviours((*WIRE_BEHAVIOURS, *system.behaviours), operations)
        door = Door(system, journal=journal, behaviours=behaviours, writer=writer)
        identity = Identity(
            build=build_digest(system.profile), started=now().isoformat(), national=_url(national), redaction_key=key
        )
        referee = Control(system, identity=identity, journal=journal, behaviours=behaviours)
        runners = [
            web.ServerRunner(NationalServer(door), shutdown_timeout=SHUTDOWN_S),
            web.AppRunner(
                referee.app(placement.token), handler_cancellation=True, access_log=None, shutdown_timeout=SHUTDOWN_S
            ),
        ]
        try:
            for runner, listener in zip(runners, (national, control), strict=True):
                await runner.setup()
                await web.SockSite(runner, listener, backlog=BACKLOG).start()
            yield Running(
                system=system.profile.system,
                profile=system.profile.name,
                national=_url(national),
                control=_url(control),
            )
        finally:
            for runner in runners:
                await runner.cleanup()
            journal.close()


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
