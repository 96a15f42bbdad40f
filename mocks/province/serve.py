"""Starts a reference province and stops it on SIGTERM."""

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp
import uvloop
from aiohttp import web

from mocks.province.adapter import Adapter
from mocks.province.app import BASE, UpperTester, make_app
from mocks.province.catalogue import Catalogue
from mocks.province.conduct import Conduct
from mocks.province.delivery import Route
from mocks.province.misconduct import conduct_of
from mocks.province.options import ProvinceOptions
from mocks.province.outbox import Outbox
from mocks.province.portal_client import PortalClient
from mocks.province.store import Store

SHUTDOWN_S = 1.0


def serve(options: ProvinceOptions, ready: Callable[[dict[str, Any]], None]) -> None:
    """Serve until SIGTERM or SIGINT; blocks, in the main thread of its own process.

    `ready` is called once requests are answered, with {"host", "port", "url"}; `url` is the base of the upper tester.
    Raises OSError where the port is taken or the data folder cannot be used.
    """
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(options, ready))


async def _serve(options: ProvinceOptions, ready: Callable[[dict[str, Any]], None]) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with run_province(options) as app:
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=SHUTDOWN_S)
        await runner.setup()
        try:
            await web.TCPSite(runner, options.host, options.port).start()
            host, port = runner.addresses[0][:2]
            ready({"host": host, "port": port, "url": f"http://{host}:{port}{BASE}"})
            await stop.wait()
        finally:
            await runner.cleanup()


@contextlib.asynccontextmanager
async def run_province(options: ProvinceOptions) -> AsyncIterator[web.Application]:
    """Run the province's own work (its outbox, its catalogue) and yield the application to serve."""
    conduct = conduct_of(options.fault)
    options.data.mkdir(parents=True, exist_ok=True, mode=0o700)  # it will hold personal data
    store = Store(options.database)
    try:
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
            catalogue, portal = _connect(options, conduct, http)
            route = Route(portal, catalogue, options.agency, conduct.success, conduct.exists)
            outbox = Outbox(
                store,
                lambda: conduct.delivery(route),
                pause=conduct.pause(options.first_pause_s, options.max_pause_s),
                newest_first=conduct.newest_first,
                tries=conduct.tries,
            )
            loading = asyncio.create_task(catalogue.load())
            outbox.start()
            try:
                upper_tester = UpperTester(store, outbox, catalogue, agency=options.agency, conduct=conduct)
                yield make_app(upper_tester, token=options.token)
            finally:
                loading.cancel()
                await outbox.stop()
    finally:
        store.close()


def _connect(options: ProvinceOptions, conduct: Conduct, http: aiohttp.ClientSession) -> tuple[Catalogue, PortalClient]:
    pause = conduct.pause(options.first_pause_s, options.max_pause_s)
    headers = conduct.headers(options.destination)
    adapter = Adapter(http, options.portal, headers=headers, timeout_s=options.read_timeout_s)
    sessions = conduct.sessions(adapter, user=options.portal_user, password=options.portal_password, pause=pause)
    portal = PortalClient(adapter, sessions, agency=options.agency, distort=conduct.distort)
    return Catalogue(portal, pause), portal
