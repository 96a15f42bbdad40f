"""Starts a reference province and stops it on SIGTERM."""

import asyncio
import contextlib
import gc
import signal
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

import aiohttp
import uvloop
from aiohttp import web

from mocks.province.faults.misconduct import conduct_of
from mocks.province.nul import no_nul
from mocks.province.office import Office, Work
from mocks.province.options import ProvinceOptions
from mocks.province.outbox.backoff import Pause
from mocks.province.parts import PARTS
from mocks.province.portal.catalogue import Catalogue
from mocks.province.portal.reaching import reach_portal
from mocks.province.reception import agreeing_to_load
from mocks.province.records.clock import Clock
from mocks.province.records.database import Database, DatabaseAway
from mocks.province.records.dossiers import Dossiers
from mocks.province.records.errands import Errands
from mocks.province.screens.app import BASE, make_app

SHUTDOWN_S = 1.0


@dataclass(frozen=True, slots=True)
class Doors:
    """The two applications of a province: `screens` for the upper tester, `inbound` for other systems."""

    screens: web.Application
    inbound: web.Application


def serve(options: ProvinceOptions, ready: Callable[[dict[str, Any]], None]) -> None:
    """Serve until SIGTERM or SIGINT; blocks, in the main thread of its own process.

    `ready` is called once requests are answered, with {"host", "port", "url", "inbound"}: `url` is the base of the
    upper tester, `inbound` that of what other systems call. Raises OSError where a port is taken or the data folder
    cannot be used.
    """
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(options, ready))


async def _serve(options: ProvinceOptions, ready: Callable[[dict[str, Any]], None]) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with (
        run_province(options) as doors,
        _listening(doors.inbound, options.host, options.inbound_port) as (_, inbound),
        _listening(doors.screens, options.host, options.port) as (host, port),
    ):
        gc.freeze()  # what stands from start to stop; looking through it costs a fifth of a second at the end alone
        url = f"http://{host}:{port}{BASE}"
        ready({"host": host, "port": port, "url": url, "inbound": f"http://{host}:{inbound}"})
        await stop.wait()


@contextlib.asynccontextmanager
async def _listening(app: web.Application, host: str, port: int) -> AsyncIterator[tuple[str, int]]:
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=SHUTDOWN_S)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield runner.addresses[0][:2]
    finally:
        await runner.cleanup()


@contextlib.asynccontextmanager
async def run_province(options: ProvinceOptions) -> AsyncIterator[Doors]:
    """Put the parts of a province together, do its own work, and yield the applications to serve."""
    options.data.mkdir(parents=True, exist_ok=True, mode=0o700)  # it will hold personal data
    with contextlib.closing(Database(options.database)) as database:
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
            office = _open_office(options, database, http)
            parts = [make(office) for make in PARTS]
            screens = make_app(
                [route for part in parts for route in part.screens],
                capabilities=frozenset().union(*(part.capabilities for part in parts)),
                token=options.token,
            )
            inbound = web.Application(middlewares=[no_nul])
            for door in (screens, inbound):
                door.middlewares[:0] = office.conduct.reception()
                door.add_routes(agreeing_to_load(options.load_token))
            inbound.add_routes([route for part in parts for route in part.inbound])
            for part in parts:
                office.outbox.runners.update(part.runners)
            office.outbox.start()
            duties = [office.outbox.watch, *(work for part in parts for work in part.work)]
            works = [asyncio.create_task(_go_on(work, office.pause)) for work in duties]
            try:
                yield Doors(screens, inbound)
            finally:
                for work in works:
                    work.cancel()
                await office.outbox.stop()


async def _go_on(work: Work, pause: Pause) -> None:
    """Do a part's own work, and begin it again where the database was away."""
    for failures in count(1):
        try:
            await work()
        except DatabaseAway:
            await asyncio.sleep(pause(failures))
        else:
            return


def _open_office(options: ProvinceOptions, database: Database, http: aiohttp.ClientSession) -> Office:
    conduct, errands = conduct_of(options.fault), Errands(database)
    pause = conduct.pause(options.first_pause_s, options.max_pause_s)
    outbox = conduct.outbox(errands, pause=pause, newest_first=conduct.newest_first, tries=conduct.tries)
    portal = reach_portal(options, conduct, pause=pause, http=http)
    return Office(
        options=options,
        conduct=conduct,
        clock=Clock(),
        database=database,
        dossiers=Dossiers(database, conduct.life),
        errands=errands,
        outbox=outbox,
        pause=pause,
        http=http,
        portal=portal,
        catalogue=Catalogue(portal, pause),
    )
