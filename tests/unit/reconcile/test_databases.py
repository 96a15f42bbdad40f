"""Queries of real servers: typed columns become rows of the shape, nothing can be written, no secret is told."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from harness.errors import Refused
from harness.reconcile.snapshot import take_snapshot
from tests.mariadb import running_mariadb
from tests.postgres import running_postgres
from tests.unit.reconcile.test_readers import EIGHT, NEEDED, rows
from tests.unit.reconcile.worlds import declare

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


@pytest.mark.parametrize("kind", SERVERS)
def test_a_query_is_read_in_a_transaction_that_may_only_read(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, driver, writing, refusal = SERVERS[kind]
    with run() as address:
        engine = create_engine(f"{driver}:{address.partition(':')[2]}")
        with engine.begin() as connection:
            connection.execute(text(TABLE))
            connection.execute(text(ROWS))
            connection.execute(text("CREATE SEQUENCE numbers"))
        engine.dispose()
        monkeypatch.setenv("EXPORT_DB", address)
        read = {"kind": kind, "address_env": "EXPORT_DB", "query": "SELECT * FROM dossiers ORDER BY code;"}
        snapshot = take_snapshot(declare("export", read, tmp_path, columns=COLUMNS), tmp_path)
        for query, why in ((writing, refusal), ("DELETE FROM dossiers", kind)):
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
