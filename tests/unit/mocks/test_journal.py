"""The journal: in the order of arrival, complete or confessing what is gone, long to wait and quick to wake."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import orjson
import pytest

import mocks.state.batching
from mocks.ledger.journal import PAGE, Journal
from mocks.state.batching import BLOCK, Batches
from mocks.state.database import Batch, Database


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


@contextmanager
def on_disk(folder: Path, **options: Any) -> Iterator[tuple[Journal, Batches]]:
    batches = Batches(Database(folder / "x.sqlite"))
    journal = Journal(batches=batches, **options)
    try:
        yield journal, batches
    finally:
        journal.close()


def test_what_memory_lost_is_read_from_disk(tmp_path: Path) -> None:
    with on_disk(tmp_path, cap=10) as (journal, batches):
        fill(journal, 2 * PAGE)
        batches.flush()
        fill(journal, 5)
        assert len(journal._ring) <= 10
        assert texts(journal) == list(range(1, PAGE + 1))
        assert texts(journal, after=300) == list(range(301, PAGE + 301))
        assert texts(journal, after=2 * PAGE - 20) == list(range(2 * PAGE - 19, 2 * PAGE - 4)), "up to what memory has"
        assert texts(journal, after=2 * PAGE) == list(range(2 * PAGE + 1, 2 * PAGE + 6))
        seen = walk(journal)
    assert seen == list(range(1, 2 * PAGE + 6))


def walk(journal: Journal) -> list[int]:
    """All numbers, page by page."""
    seen: list[int] = []
    while page := texts(journal, after=seen[-1] if seen else 0):
        seen += page
    return seen


def test_what_is_on_no_disk_yet_stays_in_memory(tmp_path: Path) -> None:
    with on_disk(tmp_path, cap=10) as (journal, batches):
        fill(journal, 500)
        assert texts(journal) == list(range(1, 501))
        batches.flush()
        assert len(journal._ring) == 10
        assert texts(journal) == list(range(1, 491))
        assert texts(journal, after=490) == list(range(491, 501))


def test_a_journal_goes_on_where_it_ended(tmp_path: Path) -> None:
    with on_disk(tmp_path) as (journal, _):
        fill(journal, 7)
    with on_disk(tmp_path) as (journal, _):
        assert (journal.last, journal.gaps) == (7, [])
        fill(journal, 3)
        assert walk(journal) == list(range(1, 11))
    with on_disk(tmp_path) as (journal, _):
        assert (journal.last, journal.gaps, walk(journal)) == (10, [], list(range(1, 11)))


def test_a_journal_that_was_not_ended_leaves_a_gap(tmp_path: Path) -> None:
    killed = Batches(Database(tmp_path / "x.sqlite"))
    journal = Journal(batches=killed)
    fill(journal, 7)
    killed.flush()
    fill(journal, 3)
    killed.database.close()
    with on_disk(tmp_path) as (journal, _):
        assert journal.gaps == [(8, journal.last)]
        first = journal.last + 1
        fill(journal, 2)
        assert walk(journal) == [*range(1, 8), first, first + 1]
        assert [journal.after(after).dropped for after in (0, 7, 8, first - 1, first)] == [
            0,
            first - 8,
            first - 9,
            0,
            0,
        ]
    with on_disk(tmp_path) as (journal, _):
        assert journal.gaps == [(8, first - 1)]
        assert walk(journal) == [*range(1, 8), first, first + 1]


def test_an_idle_journal_that_is_killed_leaves_no_gap(tmp_path: Path) -> None:
    for _ in range(2):
        killed = Batches(Database(tmp_path / "x.sqlite"))
        Journal(batches=killed)
        killed.database.close()
    with on_disk(tmp_path) as (journal, _):
        assert (journal.last, journal.gaps) == (0, [])


def test_no_number_is_given_away_that_the_mark_on_disk_does_not_cover(tmp_path: Path) -> None:
    with on_disk(tmp_path) as (journal, _), closing(sqlite3.connect(tmp_path / "x.sqlite")) as outside:
        for _ in range(BLOCK * 2 + 10):
            seq = journal.open()
            (mark,) = outside.execute("SELECT value FROM numbers WHERE name = 'reserved'").fetchone()
            assert seq <= mark
            journal.settle(seq, {"seq": seq})


def test_a_disk_that_refuses_is_tried_again_and_then_said(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async def fail_and_mend() -> list[int]:
        with on_disk(tmp_path) as (journal, batches):
            fill(journal, 3)
            batches.database.write = refuse_all  # type: ignore[method-assign]  # a disk that fails
            while not caplog.records:  # noqa: ASYNC110 - no event tells that a batch has taken off and failed
                await asyncio.sleep(0.01)
            with pytest.raises(sqlite3.OperationalError, match="disk is full"):
                batches.flush()
            fill(journal, 2)
            assert texts(journal) == [1, 2, 3, 4, 5]
            del batches.database.write
            batches.flush()
            return texts(journal)

    assert asyncio.run(fail_and_mend()) == [1, 2, 3, 4, 5]
    assert "disk is full" in caplog.text
    with on_disk(tmp_path) as (journal, _):
        assert walk(journal) == [1, 2, 3, 4, 5]


def test_who_has_more_unwritten_than_is_allowed_waits_for_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mocks.state.batching, "MOST_UNWRITTEN", 50)
    with on_disk(tmp_path, cap=10) as (journal, batches):
        fill(journal, 120)
        assert len(journal._ring) <= 60
        batches.database.write = refuse_all  # type: ignore[method-assign]  # a disk that fails
        with pytest.raises(sqlite3.OperationalError, match="disk is full"):
            fill(journal, 60)
        del batches.database.write
        assert walk(journal) == list(range(1, journal.last + 1))


def refuse_all(batch: Batch) -> None:
    raise sqlite3.OperationalError("disk is full")
