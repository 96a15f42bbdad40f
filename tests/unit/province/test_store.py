"""What the province remembers."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, update

from mocks.province.codes import make_code
from mocks.province.dossier import ALLOWED, NotAllowed, Status
from mocks.province.store import Duplicate, Store, UnknownDossier
from mocks.province.tables import counters, outbox
from tests.unit.province.samples import ACTS, NOON, make_accept

Accept = Callable[..., str]


@pytest.fixture
def store(tmp_path: Path) -> Any:
    made = Store(f"sqlite:///{tmp_path / 'x.sqlite3'}")
    yield made
    made.close()


@pytest.fixture
def accept(store: Store) -> Accept:
    def run(*, at: datetime = NOON, agency: str = "H56.14", code: str | None = None) -> str:
        body: Any = make_accept()
        return store.accept(body, at=at, due=at, agency=agency, make_code=make_code, code=code).code

    return run


def act(store: Store, code: str, *names: str) -> None:
    for name in names:
        body: Any = ACTS[name]
        store.act(code, name, body, at=NOON)


def test_codes_count_per_agency_and_day(accept: Accept) -> None:
    tomorrow = NOON + timedelta(days=1)
    told = [accept(), accept(), accept(agency="H56.15"), accept(at=tomorrow), accept()]
    assert told == [
        "H56.14-261122-0001",
        "H56.14-261122-0002",
        "H56.15-261122-0001",
        "H56.14-261123-0001",
        "H56.14-261122-0003",
    ]


def test_the_ten_thousandth_dossier_of_a_day_has_five_digits(store: Store, accept: Accept) -> None:
    accept()
    with store._engine.begin() as db:
        db.execute(update(counters).values(last=9998))
    assert [accept(), accept()] == ["H56.14-261122-9999", "H56.14-261122-10000"]
    assert make_code("H56.14", date(2026, 11, 22), 12345) == "H56.14-261122-12345"


def test_a_code_that_came_from_elsewhere_is_passed_over(accept: Accept) -> None:
    accept(code="H56.14-261122-0001")
    assert accept() == "H56.14-261122-0002"
    with pytest.raises(Duplicate):
        accept(code="H56.14-261122-0002")


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("name", list(ACTS))
def test_an_act_is_allowed_only_where_the_table_says(store: Store, accept: Accept, status: Status, name: str) -> None:
    ways: dict[Status, list[str]] = {
        Status.ACCEPTED: [],
        Status.IN_PROCESS: ["process"],
        Status.SUPPLEMENT_ASKED: ["supplement"],
        Status.FINISHED: ["finish"],
        Status.RETURNED: ["finish", "return"],
    }
    code = accept()
    act(store, code, *ways[status])
    waiting = store.pending()[0]
    if name in ALLOWED[status]:
        act(store, code, name)
        assert store.pending()[0] == waiting + 1
    else:
        with pytest.raises(NotAllowed):
            act(store, code, name)
        assert store.pending()[0] == waiting
        assert store.dossier(code).last.status is status


def test_an_act_and_its_report_are_written_together_or_not_at_all(store: Store, accept: Accept) -> None:
    code = accept()
    with store._engine.begin() as db:  # stand in the way of the report of act 2
        db.execute(insert(outbox).values(dossier=code, act=2, since=NOON, pushed=False))
    with pytest.raises(Exception, match="UNIQUE"):
        act(store, code, "process")
    assert len(store.dossier(code).acts) == 1
    assert store.dossier(code).last.status is Status.ACCEPTED


def test_acts_come_out_oldest_first_and_survive(store: Store, accept: Accept, tmp_path: Path) -> None:
    first, second = accept(), accept(at=NOON - timedelta(hours=1))
    act(store, first, "process", "finish")
    entry = store.next_entry(first)
    assert entry is not None
    assert (entry.act, entry.pushed) == (1, False)
    store.mark_pushed(entry)
    again = Store(f"sqlite:///{tmp_path / 'x.sqlite3'}")
    assert again.waiting() == [second, first]
    assert again.pending() == (4, NOON - timedelta(hours=1))
    left = again.next_entry(first)
    assert left is not None
    assert left.pushed
    again.finish(left)
    newest = again.next_entry(first, newest_first=True)
    assert newest is not None
    assert newest.act == 3
    assert [a.number for a in again.dossier(first).acts] == [1, 2, 3]
    assert again.dossier(first).acts[0].at == NOON
    again.close()


def test_nobody_is_forgotten_by_mistake(store: Store, accept: Accept) -> None:
    with pytest.raises(UnknownDossier):
        store.dossier("H56.14-261122-9999")
    with pytest.raises(UnknownDossier):
        act(store, "H56.14-261122-9999", "process")
    assert store.next_entry("H56.14-261122-9999") is None
    accept()
    store.clear()
    assert (store.pending(), accept()) == ((0, None), "H56.14-261122-0002")


def test_a_folder_that_holds_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.sqlite3").write_text("not a database, but long enough to be taken for one" * 10)
    with pytest.raises(OSError, match="does not open") as refusal:
        Store(f"sqlite:///{tmp_path / 'x.sqlite3'}")
    assert "x.sqlite3" in str(refusal.value.filename)
