"""Queries of real servers: typed columns become rows of the shape, nothing can be written, no secret is told."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import BigInteger, Column, Connection, DateTime, MetaData, String, Table, create_engine, text
from sqlalchemy.types import TypeEngine

from harness.errors import Refused
from harness.reconcile.compare import reconcile
from harness.reconcile.engine import open_engine
from harness.reconcile.rules import Rules
from harness.reconcile.snapshot import take_snapshot
from tests.mariadb import running_mariadb
from tests.postgres import running_postgres
from tests.unit.reconcile.both_engines import COLUMNS as FEW
from tests.unit.reconcile.both_engines import sample
from tests.unit.reconcile.planting import LAG
from tests.unit.reconcile.test_readers import EIGHT, NEEDED, rows
from tests.unit.reconcile.worlds import NOW, declare, export, found

TABLE = (
    "CREATE TABLE dossiers (code VARCHAR(40), agency VARCHAR(20), procedure_code VARCHAR(20), status INTEGER,"
    " received_at TIMESTAMP NULL, owner_name VARCHAR(90), fee DECIMAL(18, 2))"
)
ROWS = (
    "INSERT INTO dossiers VALUES ('H61.1-260101-0001', 'H61.1', '1.001000', 9, '2026-01-01 08:00:00',"
    " 'Lê Thị Hòa', 5000),"
    " ('H61.1-260101-0002', 'H61.1', '1.001000', 9, NULL, 'Đỗ Văn An', 0.5)"
)
COLUMNS = {name: name for name in NEEDED} | {"procedure": "procedure_code", "owner_name": "owner_name", "fee": "fee"}


MOMENTS = ("received_at", "due_at", "changed_at")
TYPES: Mapping[str, TypeEngine[Any]] = {"fee": BigInteger(), **dict.fromkeys(MOMENTS, DateTime())}


def at_home(moment: datetime) -> datetime:
    """By the clocks of Vietnam, as a server of there keeps it."""
    return moment + timedelta(hours=7)


@contextmanager
def _postgresql() -> Iterator[str]:
    with running_postgres() as server, server.new_database() as address:
        yield address


SERVERS: dict[str, tuple[Callable[[], AbstractContextManager[str]], str, str, str]] = {
    "postgresql": (
        _postgresql,
        "postgresql+psycopg",
        "SELECT d.*, NEXTVAL('numbers') AS n FROM dossiers d",
        "read-only transaction",
    ),
    "mariadb": (
        running_mariadb,
        "mariadb+pymysql",
        "SELECT d.*, NEXTVAL(numbers) AS n FROM dossiers d",
        "READ ONLY transaction",
    ),
}
"""By kind: a server, the driver, a query that writes, and how it is refused."""


@dataclass(frozen=True)
class Server:
    """A running server with a database of ours, that takes rows."""

    kind: str
    address: str

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        engine = create_engine(f"{SERVERS[self.kind][1]}:{self.address.partition(':')[2]}")
        with engine.begin() as connection:
            yield connection
        engine.dispose()


@pytest.fixture(scope="module", params=SERVERS)
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    with SERVERS[request.param][0]() as address:
        yield Server(request.param, address)


def test_a_query_is_read_in_a_transaction_that_may_only_read(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    *_, writing, refusal = SERVERS[server.kind]
    with server.writing() as connection:
        for statement in (TABLE, ROWS, "CREATE SEQUENCE numbers"):
            connection.execute(text(statement))
    monkeypatch.setenv("EXPORT_DB", server.address)
    read = {"kind": server.kind, "address_env": "EXPORT_DB", "query": "SELECT * FROM dossiers ORDER BY code;"}
    snapshot = take_snapshot(declare("export", read, tmp_path, columns=COLUMNS), tmp_path)
    for query, why in ((writing, refusal), ("DELETE FROM dossiers", server.kind)):
        with pytest.raises(Refused, match=why):
            take_snapshot(declare("export", read | {"query": query}, tmp_path, columns=COLUMNS), tmp_path)
    again = take_snapshot(declare("export", read, tmp_path, columns=COLUMNS), tmp_path)
    found = rows(snapshot)
    assert [(row["code"], row["received_at"], row["owner_name"], row["fee"]) for row in found] == [
        ("H61.1-260101-0001", EIGHT, "Lê Thị Hòa", 5000)
    ]
    assert [(row.row, row.column) for row in snapshot.refused] == [(2, "received_at")]
    assert snapshot.digest == again.digest
    assert "@" not in snapshot.source


def test_what_is_planted_is_found_in_the_rows_of_a_server(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = sample()
    with server.writing() as connection:
        table = Table("handed_over", MetaData(), *(Column(name, TYPES.get(name, String(60))) for name in FEW))
        table.create(connection)
        connection.execute(
            table.insert(), [row | {name: at_home(row[name]) for name in MOMENTS} for row in world.right]
        )
    monkeypatch.setenv("EXPORT_DB", server.address)
    read = {"kind": server.kind, "address_env": "EXPORT_DB", "query": "SELECT * FROM handed_over"}
    right = take_snapshot(declare("there", read, tmp_path, columns=FEW), tmp_path)
    left = export("here", world.left, tmp_path)
    with open_engine(memory="512MB") as engine:
        made = reconcile(left, right, Rules(LAG), engine=engine, folder=tmp_path, now=NOW, key=b"key")
    assert found(made) == sorted(world.expected)


def test_an_address_that_is_none_is_refused_without_telling_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXPORT_DB", "my secret")
    read = {"kind": "mariadb", "address_env": "EXPORT_DB", "query": "SELECT 1"}
    with pytest.raises(Refused, match="EXPORT_DB holds is no address") as caught:
        take_snapshot(declare("export", read, tmp_path, columns=COLUMNS), tmp_path)
    assert "my secret" not in str(caught.value)


def test_a_national_host_is_no_database_of_a_province(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXPORT_DB", "postgresql://reader@db.dichvucong.gov.vn/export")
    read = {"kind": "postgresql", "address_env": "EXPORT_DB", "query": "SELECT 1"}
    with pytest.raises(Refused, match="public national host"):
        take_snapshot(declare("export", read, tmp_path, columns=COLUMNS), tmp_path)
