"""Runs mocks until they are told to stop: what the command line calls. Prints nothing; `ready` hears the addresses."""

import asyncio
import gc
import secrets
import signal
from collections.abc import Callable, Sequence
from dataclasses import replace

from mocks.stage.played import KEY_BYTES, Terms, Wish
from mocks.stage.server import Placement, PortInUse, Running, running

__all__ = ["PortInUse", "loop_factory", "serve"]

OBJECTS_BETWEEN = 50_000  # made and not freed, between two looks for garbage; Python's own figure is 700
STOPPING = (signal.SIGTERM, signal.SIGINT)


def serve(
    wishes: Sequence[Wish], terms: Terms, placement: Placement, *, ready: Callable[[Sequence[Running]], None]
) -> None:
    """Serve until SIGTERM or SIGINT, then end in good order; blocking, main thread only.

    `ready` is called once all ports listen. Raises PortInUse, UnknownSystem, SpecError, OSError (state folder).
    """
    key = terms.redaction_key or secrets.token_bytes(KEY_BYTES)  # one for all: what one system is told, another is too
    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        runner.run(_serve_until_stopped(wishes, replace(terms, redaction_key=key), placement, ready))


async def _serve_until_stopped(
    wishes: Sequence[Wish], terms: Terms, placement: Placement, ready: Callable[[Sequence[Running]], None]
) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in STOPPING:
        loop.add_signal_handler(number, stop.set)
    async with running(wishes, terms, placement) as systems:
        _spare_the_collector()
        ready(systems)
        await stop.wait()


def _spare_the_collector() -> None:
    """Look for garbage seldom, and never among what was loaded at the start: requests leave no cycles behind."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN, *gc.get_threshold()[1:])


def loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """The loop of uvloop where it can be imported (it cannot on Windows), else asyncio's own."""
    try:
        import uvloop  # noqa: PLC0415 - it may be missing
    except ImportError:
        return None
    return uvloop.new_event_loop
