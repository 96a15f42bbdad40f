"""The journal: in the order of arrival, complete or confessing what is gone, long to wait and quick to wake."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from threading import Timer
from time import monotonic
from typing import Any

import orjson
import pytest

from mocks.journal import PAGE, Journal


def texts(journal: Journal, after: int = 0) -> list[int]:
    return [orjson.loads(line)["seq"] for line in journal.after(after).exchanges]


def fill(journal: Journal, count: int) -> None:
    for _ in range(count):
        seq = journal.open()
        journal.settle(seq, {"seq": seq})


def test_exchanges_become_visible_in_the_order_of_their_places() -> None:
    journal = Journal()
    first, second, third = journal.open(), journal.open(), journal.open()
    journal.settle(second, {"seq": second})
    assert texts(journal) == []
    journal.settle(first, {"seq": first})
    assert texts(journal) == [1, 2]
    journal.settle(third, {"seq": third})
    assert texts(journal, after=1) == [2, 3]
    assert journal.last == 3


@pytest.mark.parametrize(
    ("after", "told", "next_", "dropped"),
    [(0, [3, 4, 5], 5, 2), (1, [3, 4, 5], 5, 1), (2, [3, 4, 5], 5, 0), (4, [5], 5, 0), (5, [], 5, 0)],
)
def test_a_full_ring_tells_what_it_dropped(after: int, told: list[int], next_: int, dropped: int) -> None:
    journal = Journal(cap=3)
    fill(journal, 5)
    page = journal.after(after)
    assert (texts(journal, after), page.next, page.dropped) == (told, next_, dropped)


def test_an_empty_journal_has_dropped_nothing() -> None:
    page = Journal().after(0)
    assert (page.exchanges, page.next, page.dropped) == ([], 0, 0)


def test_a_page_has_an_end_and_the_next_goes_on_from_there() -> None:
    journal = Journal()
    fill(journal, PAGE + 5)
    page = journal.after(0)
    assert (len(page.exchanges), page.next) == (PAGE, PAGE)
    assert texts(journal, after=page.next) == [PAGE + 1, PAGE + 2, PAGE + 3, PAGE + 4, PAGE + 5]


def test_the_file_holds_all_that_the_ring_lost(tmp_path: Path) -> None:
    file = tmp_path / "journal.jsonl"
    file.write_text('{"seq": 0}\n')
    journal = Journal(cap=2, file=file)
    fill(journal, 4)
    journal.close()
    assert [orjson.loads(line)["seq"] for line in file.read_bytes().splitlines()] == [0, 1, 2, 3, 4]


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
    assert answer == {"exchanges": [], "next": 0, "dropped": 0}
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
