"""Runs a mock until it is told to stop: what the command line calls. Prints nothing; `ready` hears the addresses."""

import asyncio
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mocks.portal import make_portal
from mocks.server import Placement, PortInUse, running
from mocks.system import System
from specs.profile import load_profile

__all__ = ["SYSTEMS", "PortInUse", "ServeOptions", "UnknownSystem", "loop_factory", "make_system", "serve"]

SYSTEMS = ("dvcqg",)
STOPPING = (signal.SIGTERM, signal.SIGINT)


class UnknownSystem(ValueError):
    """No mock plays that system."""


@dataclass(frozen=True, kw_only=True)
class ServeOptions:
    """How to run one mock. `session_s` in seconds; port 0: a free one; `redaction_key` None: a random one."""

    token: str
    username: str
    password: str
    system: str = "dvcqg"
    profile: str = "dvcqg-2025"
    host: str = "127.0.0.1"
    national_port: int = 0
    control_port: int = 0
    session_s: float = 1800.0
    strict: bool = False
    journal_file: Path | None = None
    seed: int = 0
    redaction_key: bytes | None = None

    def placement(self) -> Placement:
        """The part that is the same for every system."""
        return Placement(
            host=self.host,
            national_port=self.national_port,
            control_port=self.control_port,
            token=self.token,
            journal_file=self.journal_file,
            redaction_key=self.redaction_key,
        )


def make_system(options: ServeOptions) -> System:
    """The system that `options` name. Raises UnknownSystem, or SpecError for a profile that cannot be read."""
    if options.system not in SYSTEMS:
        raise UnknownSystem(f"no mock plays {options.system!r}; known are {', '.join(SYSTEMS)}")
    return make_portal(
        load_profile(options.system, options.profile),
        username=options.username,
        password=options.password,
        session_s=options.session_s,
        strict=options.strict,
        seed=options.seed,
    )


def serve(options: ServeOptions, *, ready: Callable[[dict[str, Any]], None]) -> None:
    """Serve until SIGTERM or SIGINT, then end in good order; blocking, main thread only.

    `ready` is called once both ports listen, with {"system", "profile", "national", "control"}. Raises PortInUse,
    UnknownSystem, SpecError, OSError (journal file).
    """
    system = make_system(options)
    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        runner.run(_serve_until_stopped(system, options.placement(), ready))


async def _serve_until_stopped(system: System, placement: Placement, ready: Callable[[dict[str, Any]], None]) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in STOPPING:
        loop.add_signal_handler(number, stop.set)
    async with running(system, placement) as mock:
        ready({"system": mock.system, "profile": mock.profile, "national": mock.national, "control": mock.control})
        await stop.wait()


def loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """The loop of uvloop where it can be imported (it cannot on Windows), else asyncio's own."""
    try:
        import uvloop  # noqa: PLC0415 - it may be missing
    except ImportError:
        return None
    return uvloop.new_event_loop
