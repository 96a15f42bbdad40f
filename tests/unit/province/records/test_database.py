"""What the records promise, whichever database keeps them."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Executable, func, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from mocks.province.records import database as module
from mocks.province.records.database import Database, DatabaseAway
from mocks.province.records.errands import Errands, errands
from mocks.province.records.tables import counters
from tests.postgres import both_engines
from tests.unit.province.samples import NOON

ROW = {"chain": "c", "kind": "k", "about": {}, "since": NOON, "stage": 0}
AWKWARD: list[Any] = [
    "Đỗ Thị Hợp",  # as it is usually typed
    "Đỗ Thị Hợp",  # the same decomposed: kept apart
    "a\u0000b\u2028\U0001f600\\u0041'\"",
    {"z": 1, "a": 2, "": None},
    [2**53 + 1, -0.1, 1e300, True, None, []],
    "x" * 100_000,
]


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    made = Database(database_url)
    yield made
    made.close()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits long for what somebody else holds."""
    told = {
        kind: [word.replace("5000", "50").replace("5s", "50ms") for word in words]
        for kind, words in module.SETTINGS.items()
    }
    monkeypatch.setattr(module, "SETTINGS", told)


@both_engines
@pytest.mark.parametrize("value", AWKWARD, ids=range(len(AWKWARD)))
def test_what_was_written_is_read_again(database: Database, value: Any) -> None:
    with database.begin() as transaction:
        transaction.db.execute(insert(errands).values(ROW | {"about": {"it": value}}))
    with database.reading() as db:
        (kept,) = db.scalars(select(errands.c.about)).all()
    assert kept == {"it": value}
    assert list(kept["it"]) == list(value)


@both_engines
@pytest.mark.parametrize("zone", ["+07:00", "+00:00", "-05:00"])
def test_a_moment_is_the_same_moment_to_the_microsecond(database: Database, zone: str) -> None:
    at = datetime.fromisoformat(f"2026-12-31T23:59:59.999999{zone}")
    with database.begin() as transaction:
        transaction.db.execute(insert(errands).values(ROW | {"since": at}))
    with database.reading() as db:
        assert db.scalar(select(errands.c.since)) == at
        assert db.scalar(select(func.min(errands.c.since))) == at
        assert db.scalar(select(func.count()).where(errands.c.since > at - timedelta(microseconds=1))) == 1


@both_engines
def test_a_number_is_never_given_twice(database: Database) -> None:
    given = []
    for _ in range(2):
        with database.begin() as transaction:
            given.append(transaction.db.execute(insert(errands).values(ROW)).inserted_primary_key)
        database.clear()
    assert given[0] != given[1]


@both_engines
def test_chains_that_wait_since_the_same_moment_come_in_their_order(database: Database) -> None:
    queue = Errands(database)
    with database.begin() as transaction:
        for name in ("b", "c", "a", "b"):
            queue.queue(transaction, chain=name, kind="k", about={}, at=NOON)
    assert queue.waiting() == ["b", "c", "a"]


@both_engines
def test_who_looks_sees_one_moment(database: Database) -> None:
    with database.reading() as db:
        before = db.scalar(select(func.count()).select_from(errands))
        with database.begin() as transaction:
            transaction.db.execute(insert(errands).values(ROW))
        assert db.scalar(select(func.count()).select_from(errands)) == before == 0
    with database.reading() as db:
        assert db.scalar(select(func.count()).select_from(errands)) == 1


@both_engines
def test_what_follows_is_called_once_it_stands_and_not_where_it_was_taken_back(database: Database) -> None:
    called: list[int] = []

    def count() -> None:
        with database.reading() as db:
            called.append(db.scalar(select(func.count()).select_from(errands)) or 0)

    def write() -> None:
        with database.begin() as transaction:
            transaction.db.execute(insert(errands).values(ROW))
            transaction.afterwards.append(count)
            if called:
                raise OSError("changed our mind")

    write()
    with pytest.raises(OSError, match="changed"):
        write()
    assert called == [1]
    with database.reading() as db:
        assert db.scalar(select(func.count()).select_from(errands)) == 1


@both_engines
def test_of_two_writers_one_waits_and_no_update_is_lost(database_url: str) -> None:
    """Both read a counter and add one, each in its own process as far as the database can tell."""
    key = {"agency": "H56.14", "day": "2026-11-22"}
    with ExitStack() as stack:
        both = [stack.enter_context(closing(Database(database_url))) for _ in range(2)]
        with both[0].begin() as transaction:
            transaction.db.execute(insert(counters).values(last=0, **key))
        together = threading.Barrier(2)

        def add(database: Database) -> None:
            together.wait()
            for _ in range(20):
                with database.begin() as transaction:
                    last = transaction.db.scalar(select(counters.c.last).with_for_update())
                    transaction.db.execute(counters.update().values(last=(last or 0) + 1))

        threads = [threading.Thread(target=add, args=(database,)) for database in both]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with both[0].reading() as db:
            assert db.scalar(select(counters.c.last)) == 40


@both_engines
def test_what_somebody_else_holds_too_long_is_told_as_trouble(impatient: None, database_url: str) -> None:
    with closing(Database(database_url)) as one, closing(Database(database_url)) as other, one.begin() as transaction:
        key = {"agency": "H56.14", "day": "2026-11-22"}
        transaction.db.execute(insert(counters).values(last=0, **key))
        with pytest.raises(DatabaseAway), other.begin() as late:
            late.db.execute(insert(counters).values(last=0, **key))


def run(database: Database, *statements: Executable) -> None:
    with database.begin() as transaction:
        for statement in statements:
            transaction.db.execute(statement)


@both_engines
def test_a_clash_and_a_mistake_are_no_trouble_of_the_database(database: Database) -> None:
    row = insert(counters).values(agency="H56.14", day="2026-11-22", last=0)
    with pytest.raises(IntegrityError):
        run(database, row, row)
    with pytest.raises(DBAPIError):
        run(database, text("SELECT * FROM no_such_table"))


@both_engines
def test_an_error_does_not_tell_what_was_written(database: Database) -> None:
    row = insert(errands).values(ROW | {"number": 1, "about": {"name": "Nguyễn Bí Mật"}})
    with pytest.raises(IntegrityError) as clash:
        run(database, row, row)
    assert "Bí Mật" not in str(clash.value)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("mysql://root:not-told@127.0.0.1/x", "mysql is none of sqlite, postgresql"),
        ("province.sqlite3", "no sqlite:///FILE and no postgresql"),
        ("postgresql://province:not-told@127.0.0.1:9/x", "does not open"),
        ("sqlite:////no/such/folder/x.sqlite3", "does not open"),
    ],
)
def test_what_cannot_be_opened_is_named_without_its_password(url: str, why: str) -> None:
    with pytest.raises(OSError, match=why) as refusal:
        Database(url)
    assert "not-told" not in str(refusal.value)
    assert refusal.value.filename


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.sqlite3").write_text("not a database, but long enough to be taken for one" * 10)
    with pytest.raises(OSError, match="does not open") as refusal:
        Database(f"sqlite:///{tmp_path / 'x.sqlite3'}")
    assert "x.sqlite3" in str(refusal.value.filename)
