"""What the province remembers."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from mocks.province.portal.report import KIND, PUSHED, reporting
from mocks.province.records.codes import make_code
from mocks.province.records.database import Database, Transaction
from mocks.province.records.dossier import Act, NotAllowed, Status
from mocks.province.records.dossiers import Dossiers, Duplicate, UnknownDossier
from mocks.province.records.errands import Errands
from mocks.province.records.tables import counters
from tests.postgres import both_engines
from tests.unit.province.samples import ACTS, NOON, make_accept

Accept = Callable[..., str]
pytestmark = both_engines


class Records:
    """What the province remembers, each act with an errand of its dossier's chain."""

    def __init__(self, url: str) -> None:
        self.database = Database(url)
        self.errands = Errands(self.database)
        self.dossiers = Dossiers(self.database)
        self.dossiers.listeners.append(reporting(self.errands))


@pytest.fixture
def records(database_url: str) -> Iterator[Records]:
    made = Records(database_url)
    yield made
    made.database.close()


@pytest.fixture
def accept(records: Records) -> Accept:
    def run(*, at: datetime = NOON, agency: str = "H56.14", code: str | None = None) -> str:
        body: Any = make_accept()
        return records.dossiers.accept(body, at=at, agency=agency, make_code=make_code, code=code).code

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


def test_an_act_that_is_not_allowed_leaves_no_trace(records: Records, accept: Accept) -> None:
    code = accept()
    act(records, code, "process")
    assert records.errands.pending()[0] == 2
    with pytest.raises(NotAllowed):
        act(records, code, "return")
    assert records.errands.pending()[0] == 2
    assert records.dossiers.find(code).last.status is Status.IN_PROCESS


def test_a_registered_dossier_waits_until_it_is_taken_in(records: Records, accept: Accept) -> None:
    accept()
    body: Any = make_accept()
    for code in ("H56.14-261122-9002", "H56.14-261122-9001"):
        records.dossiers.register(body, code=code, at=NOON)
    with pytest.raises(Duplicate):
        records.dossiers.register(body, code="H56.14-261122-9001", at=NOON)
    assert [row.code for row in records.dossiers.registered()] == ["H56.14-261122-9001", "H56.14-261122-9002"]
    act(records, "H56.14-261122-9001", "take-in")
    assert [row.code for row in records.dossiers.registered()] == ["H56.14-261122-9002"]


def test_each_act_keeps_the_due_date_that_it_made(records: Records, accept: Accept) -> None:
    code = accept()
    act(records, code, "process", "apologise")
    dossier = records.dossiers.find(code)
    assert dossier.due == datetime.fromisoformat(ACTS["apologise"]["due"])
    assert dossier.as_of(2).due == dossier.acts[0].due < dossier.due
    assert [row.name for row in dossier.acts] == ["accept", "process", "apologise"]


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


def test_errands_come_out_oldest_first_and_survive(records: Records, accept: Accept, database_url: str) -> None:
    first, second = accept(), accept(at=NOON - timedelta(hours=1))
    act(records, first, "process", "finish")
    errand = records.errands.next(chain(first))
    assert errand is not None
    assert (errand.kind, errand.about, errand.stage) == (KIND, {"dossier": first, "act": 1}, 0)
    records.errands.advance(errand, PUSHED)
    again = Records(database_url)
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
