"""Brings every act to the portal: in order within a dossier, dossiers side by side, and never giving up."""

import asyncio
import logging
import traceback
from collections.abc import Callable

from mocks.province.adapter import PortalError
from mocks.province.backoff import Pause
from mocks.province.delivery import Delivery
from mocks.province.store import Entry, Store

LOGGER = logging.getLogger(__name__)
CALLS_AT_ONCE = 32


class Outbox:
    """One worker for each dossier that has something to report, started by the act itself, gone when all is told.

    What waits is in the store, so a killed process loses nothing: `start` takes it up again. An honest outbox leaves
    `newest_first` and `tries` (failed ones, after which it drops what waits of a dossier) as they are.
    """

    def __init__(
        self,
        store: Store,
        make_delivery: Callable[[], Delivery],
        *,
        pause: Pause,
        newest_first: bool = False,
        tries: int | None = None,
    ) -> None:
        self._store = store
        self._make_delivery = make_delivery
        self._pause = pause
        self._newest_first = newest_first
        self._tries = tries
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._slots = asyncio.Semaphore(CALLS_AT_ONCE)

    def start(self) -> None:
        """Take up what an earlier process has left."""
        for code in self._store.waiting():
            self.wake(code)

    def wake(self, code: str) -> None:
        """See to it that the dossier is worked on; one worker each, so its acts keep their order."""
        if code not in self._workers:
            worker = asyncio.create_task(self._work(code), name=f"outbox {code}")
            self._workers[code] = worker
            worker.add_done_callback(_tell_of_crash)

    async def stop(self) -> None:
        """Let go of all work; what is not done stays in the store."""
        stopped = dict(self._workers)
        for worker in stopped.values():
            worker.cancel()
        await asyncio.gather(*stopped.values(), return_exceptions=True)
        for code in stopped:
            self._workers.pop(code, None)  # one that was stopped before its first step has not gone by itself

    async def _work(self, code: str) -> None:
        try:
            await self._report_all(code)
        finally:
            # No await between finding nothing more to do and this, so no act can slip in between and be forgotten.
            self._workers.pop(code, None)

    async def _report_all(self, code: str) -> None:
        act, failures, delivery = 0, 0, self._make_delivery()
        while (entry := self._store.next_entry(code, newest_first=self._newest_first)) is not None:
            if entry.act != act:
                act, delivery = entry.act, self._make_delivery()
            try:
                async with self._slots:
                    await self._deliver(entry, delivery)
                failures = 0
            except PortalError as problem:
                failures += 1
                LOGGER.info("act %d of %s not reported, failure %d in a row: %s", entry.act, code, failures, problem)
                if failures == self._tries:
                    self._store.drop(code)
                    return
                await asyncio.sleep(self._pause(failures))

    async def _deliver(self, entry: Entry, delivery: Delivery) -> None:
        dossier = self._store.dossier(entry.dossier).as_of(entry.act)
        if not entry.pushed:
            await delivery.push(dossier)
            self._store.mark_pushed(entry)
        await delivery.report(dossier)
        self._store.finish(entry)


def _tell_of_crash(worker: asyncio.Task[None]) -> None:
    """Log where a worker broke, not what it said: the message of an exception may carry personal data."""
    if worker.cancelled() or (crash := worker.exception()) is None:
        return
    place = traceback.extract_tb(crash.__traceback__)[-1]
    LOGGER.error("%s broke: %s at %s:%s", worker.get_name(), type(crash).__name__, place.filename, place.lineno)
