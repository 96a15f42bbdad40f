"""Runs every errand: in order within a chain, chains side by side, and never giving up."""

import asyncio
import logging
import traceback
from collections.abc import Callable, Mapping
from itertools import count
from typing import Protocol

from mocks.province.outbox.backoff import Pause
from mocks.province.outbox.trouble import Trouble
from mocks.province.records.database import DatabaseAway
from mocks.province.records.errands import Errand, Errands

LOGGER = logging.getLogger(__name__)
CALLS_AT_ONCE = 32
WATCH_S = 30.0


class Runner(Protocol):
    """Runs one errand, for all its tries."""

    async def run(self, errand: Errand, done: Callable[[int], None]) -> None:
        """Run what is left of it: `errand.stage` steps are done, and `done(n)` notes on disk that n are.

        Raises Trouble where it must be tried again.
        """


MakeRunner = Callable[[], Runner]
Runners = Mapping[str, MakeRunner]
"""Who runs an errand, by its kind; a new one for each errand."""


class Outbox:
    """One worker for each chain that has errands, started when one is queued, gone when all are done.

    `runners` must have whoever runs them before `start`.

    What waits is in the records, so a killed process loses nothing: `start` takes it up again. An honest outbox leaves
    `newest_first` (once a chain has met a failure) and `tries` (failed ones, after which it drops what waits there)
    as they are.
    """

    def __init__(self, errands: Errands, *, pause: Pause, newest_first: bool = False, tries: int | None = None) -> None:
        self.runners: dict[str, MakeRunner] = {}
        self._errands = errands
        self._pause = pause
        self._newest_first = newest_first
        self._tries = tries
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._slots = asyncio.Semaphore(CALLS_AT_ONCE)

    def start(self) -> None:
        """Take up what an earlier process has left, and from now on whatever is queued."""
        self._errands.on_queued = self.wake
        self._take_up()

    async def watch(self) -> None:
        """Take up, now and then, what waits and nobody works on.

        PostgreSQL may confirm the last words of a killed process after the next one has looked what is left.
        """
        while True:
            await asyncio.sleep(WATCH_S)
            self._take_up()

    def _take_up(self) -> None:
        for chain in self._errands.waiting():
            self.wake(chain)

    def wake(self, chain: str) -> None:
        """See to it that the chain is worked on; one worker each, so its errands keep their order."""
        if chain not in self._workers:
            worker = asyncio.create_task(self._work(chain), name=f"outbox {chain}")
            self._workers[chain] = worker
            worker.add_done_callback(_tell_of_crash)

    async def stop(self) -> None:
        """Let go of all work; what is not done stays in the records."""
        stopped = dict(self._workers)
        for worker in stopped.values():
            worker.cancel()
        await asyncio.gather(*stopped.values(), return_exceptions=True)
        for chain in stopped:
            self._workers.pop(chain, None)  # one that was stopped before its first step has not gone by itself

    async def _work(self, chain: str) -> None:
        try:
            await self._run_all(chain)
        finally:
            # No await between finding nothing more to do and this, so no errand can slip in between and be forgotten.
            self._workers.pop(chain, None)

    async def _run_all(self, chain: str) -> None:
        number, failures, runner, hindered = 0, 0, None, False
        while True:
            try:
                errand = self.choose(chain, hindered=hindered)
                if errand is None:
                    return
                if runner is None or errand.number != number:
                    number, runner = errand.number, self.runners[errand.kind]()
                async with self._slots:
                    await runner.run(errand, self._noting(errand))
                await self._finish(errand)
                failures = 0
            except (Trouble, DatabaseAway) as problem:
                failures, hindered = failures + 1, True
                LOGGER.info("an errand of %s not done, failure %d in a row: %s", chain, failures, problem)
                if failures == self._tries:
                    self._errands.drop(chain)
                    return
                await asyncio.sleep(self._pause(failures))

    def choose(self, chain: str, *, hindered: bool) -> Errand | None:
        """The errand of a chain that is run next; None when all are done. `hindered`: a try there has failed before."""
        return self._errands.next(chain, newest_first=self._newest_first and hindered)

    def _noting(self, errand: Errand) -> Callable[[int], None]:
        return lambda stage: self._errands.advance(errand, stage)

    async def _finish(self, errand: Errand) -> None:
        """Note that it is done, as often as that takes: the other side must not hear of it a second time."""
        for failures in count(1):
            try:
                self._errands.finish(errand)
            except DatabaseAway as problem:
                LOGGER.info("an errand of %s is done and not noted yet: %s", errand.chain, problem)
                await asyncio.sleep(self._pause(failures))
            else:
                return


def _tell_of_crash(worker: asyncio.Task[None]) -> None:
    """Log where a worker broke, not what it said: the message of an exception may carry personal data."""
    if worker.cancelled() or (crash := worker.exception()) is None:
        return
    place = traceback.extract_tb(crash.__traceback__)[-1]
    LOGGER.error("%s broke: %s at %s:%s", worker.get_name(), type(crash).__name__, place.filename, place.lineno)
