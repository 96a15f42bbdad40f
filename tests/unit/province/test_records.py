"""What the province remembers."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from mocks.province.portal.report import KIND, PUSHED, reporting
from mocks.province.records.codes import make_code
from mocks.province.records.database import Database, Transaction
from mocks.province.records.dossier import ALLOWED, Act, NotAllowed, Status
from mocks.province.records.dossiers import Dossiers, Duplicate, UnknownDossier
from mocks.province.records.errands import Errands
from mocks.province.records.tables import counters
from tests.unit.province.samples import ACTS, NOON, make_accept

Accept = Callable[..., str]


class Records:
    """What the province remembers, each act with an errand of its dossier's chain."""

    def __init__(self, url: str) -> None:
        self.database = Database(url)
        self.errands = Errands(self.database)
        self.dossiers = Dossiers(self.database)
        self.dossiers.listeners.append(reporting(self.errands))


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    made = Records(f"sqlite:///{tmp_path / 'x.sqlite3'}")
    yield made
    made.database.close()


@pytest.fixture
def accept(records: Records) -> Accept:
    def run(*, at: datetime = NOON, agency: str = "H56.14", code: str | None = None) -> str:
        body: Any = make_accept()
        return records.dossiers.accept(body, at=at, due=at, agency=agency, make_code=make_code, code=code).code

    return run


def act(records: Records, code: str, *names: str) -> None:
    for name in names:
        body: Any = ACTS[name]
        records.dossiers.act(code, name, body, at=NOON)


def chain(code: str) -> str:
    return f"portal/{code}"


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


def test_the_ten_thousandth_dossier_of_a_day_has_five_digits(records: Records, accept: Accept) -> None:
    accept()
    with records.database.begin() as transaction:
        transaction.db.execute(update(counters).values(last=9998))
    assert [accept(), accept()] == ["H56.14-261122-9999", "H56.14-261122-10000"]
    assert make_code("H56.14", date(2026, 11, 22), 12345) == "H56.14-261122-12345"


def test_a_code_that_came_from_elsewhere_is_passed_over(accept: Accept) -> None:
    accept(code="H56.14-261122-0001")
    assert accept() == "H56.14-261122-0002"
    with pytest.raises(Duplicate):
        accept(code="H56.14-261122-0002")


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("name", list(ACTS))
def test_an_act_is_allowed_only_where_the_table_says(
    records: Records, accept: Accept, status: Status, name: str
) -> None:
    ways: dict[Status, list[str]] = {
        Status.ACCEPTED: [],
        Status.IN_PROCESS: ["process"],
        Status.SUPPLEMENT_ASKED: ["supplement"],
        Status.FINISHED: ["finish"],
        Status.RETURNED: ["finish", "return"],
    }
    code = accept()
    act(records, code, *ways[status])
    waiting = records.errands.pending()[0]
    if name in ALLOWED[status]:
        act(records, code, name)
        assert records.errands.pending()[0] == waiting + 1
    else:
        with pytest.raises(NotAllowed):
            act(records, code, name)
        assert records.errands.pending()[0] == waiting
        assert records.dossiers.find(code).last.status is status


def test_an_act_and_its_report_are_written_together_or_not_at_all(records: Records, accept: Accept) -> None:
    code = accept()

    def refuse(_transaction: Transaction, _code: str, _act: Act) -> None:
        raise OSError("no room for the report")

    records.dossiers.listeners.append(refuse)
    with pytest.raises(OSError, match="no room"):
        act(records, code, "process")
    assert len(records.dossiers.find(code).acts) == 1
    assert records.dossiers.find(code).last.status is Status.ACCEPTED
    assert records.errands.pending()[0] == 1


def test_a_chain_is_heard_of_once_its_errand_is_on_disk(records: Records, accept: Accept) -> None:
    heard: list[tuple[str, int]] = []
    records.errands.on_queued = lambda name: heard.append((name, records.errands.pending()[0]))
    code = accept()
    act(records, code, "process")
    assert heard == [(chain(code), 1), (chain(code), 2)]


def test_errands_come_out_oldest_first_and_survive(records: Records, accept: Accept, tmp_path: Path) -> None:
    first, second = accept(), accept(at=NOON - timedelta(hours=1))
    act(records, first, "process", "finish")
    errand = records.errands.next(chain(first))
    assert errand is not None
    assert (errand.kind, errand.about, errand.stage) == (KIND, {"dossier": first, "act": 1}, 0)
    records.errands.advance(errand, PUSHED)
    again = Records(f"sqlite:///{tmp_path / 'x.sqlite3'}")
    assert again.errands.waiting() == [chain(second), chain(first)]
    assert again.errands.pending() == (4, NOON - timedelta(hours=1))
    left = again.errands.next(chain(first))
    assert left is not None
    assert left.stage == PUSHED
    again.errands.finish(left)
    newest = again.errands.next(chain(first), newest_first=True)
    assert newest is not None
    assert newest.about["act"] == 3
    assert [a.number for a in again.dossiers.find(first).acts] == [1, 2, 3]
    assert again.dossiers.find(first).acts[0].at == NOON
    again.database.close()


def test_nobody_is_forgotten_by_mistake(records: Records, accept: Accept) -> None:
    with pytest.raises(UnknownDossier):
        records.dossiers.find("H56.14-261122-9999")
    with pytest.raises(UnknownDossier):
        act(records, "H56.14-261122-9999", "process")
    assert records.errands.next(chain("H56.14-261122-9999")) is None
    accept()
    records.database.clear()
    assert (records.errands.pending(), accept()) == ((0, None), "H56.14-261122-0002")


def test_a_folder_that_holds_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.sqlite3").write_text("not a database, but long enough to be taken for one" * 10)
    with pytest.raises(OSError, match="does not open") as refusal:
        Database(f"sqlite:///{tmp_path / 'x.sqlite3'}")
    assert "x.sqlite3" in str(refusal.value.filename)
