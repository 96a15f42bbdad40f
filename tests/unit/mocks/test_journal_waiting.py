"""Whoever reads the journal may wait for what comes, and learns what was dropped meanwhile."""

import asyncio
from collections.abc import Callable
from threading import Timer
from time import monotonic
from typing import Any

from mocks.ledger.journal import Journal


def test_waiting_ends_with_the_first_visible_exchange_or_with_the_time() -> None:
    async def wait() -> tuple[float, float]:
        journal = Journal()
        begun = monotonic()
        await journal.wait(0, seconds=0.05)
        empty = monotonic() - begun
        first, second = journal.open(), journal.open()
        loop = asyncio.get_running_loop()
        loop.call_later(0.01, lambda: journal.settle(second, {}))
        loop.call_later(0.05, lambda: journal.settle(first, {}))
        begun = monotonic()
        await journal.wait(0, seconds=30)
        return empty, monotonic() - begun

    empty, full = asyncio.run(wait())
    assert empty >= 0.05
    assert 0.05 <= full < 5


def test_a_long_poll_answers_when_the_first_exchange_comes(signed_in: Any) -> None:
    before = len(signed_in.journal())
    later = Timer(0.2, signed_in.national.get, ["/elsewhere"])
    later.start()
    begun = monotonic()
    (exchange,) = signed_in.journal(after=before, wait=30)
    took = monotonic() - begun
    later.join()
    assert exchange["request"]["path"] == "/elsewhere"
    assert 0.1 < took < 10


def test_a_long_poll_ends_empty(portal: Any) -> None:
    begun = monotonic()
    answer = portal.control.get("/control/1/journal", params={"wait": 0.2}).json()
    started = portal.control.get("/control/1/identity").json()["started"]
    assert answer == {"exchanges": [], "next": 0, "dropped": 0, "started": started}
    assert monotonic() - begun >= 0.2


def test_a_dropped_exchange_is_told_over_http(start: Callable[..., Any]) -> None:
    portal = start(journal_cap=2)
    for _ in range(3):
        portal.national.get("/")
    answer = portal.control.get("/control/1/journal").json()
    assert ([row["seq"] for row in answer["exchanges"]], answer["next"], answer["dropped"]) == ([2, 3], 3, 1)


def test_the_numbers_are_without_gaps_and_the_times_in_order(signed_in: Any, dossier: Any) -> None:
    for _ in range(5):
        signed_in.push(dossier)
    rows = signed_in.journal()
    assert [row["seq"] for row in rows] == [1, 2, 3, 4, 5, 6]
    assert [row["id"] for row in rows] == [f"dvcqg-{seq:06d}" for seq in range(1, 7)]
    assert [row["started"] for row in rows] == sorted(row["started"] for row in rows)
