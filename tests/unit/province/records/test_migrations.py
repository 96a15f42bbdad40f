"""What the revisions make of a database, and which databases they leave alone."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    create_engine,
    inspect,
    make_url,
    text,
)

from mocks.province import parts
from mocks.province.records.database import Database
from mocks.province.records.migrations import __main__ as command
from mocks.province.records.migrations import upgrade
from mocks.province.records.tables import METADATA, Instant
from tests.postgres import Postgres, both_engines

SAME = {String, Text, Integer, BigInteger, Boolean, JSON, Instant, LargeBinary}
SPOILT = """
from alembic import op
import sqlalchemy as sa
revision, down_revision, depends_on, branch_labels = "records_0999", "{before}", None, None
def upgrade():
    op.create_table("half", sa.Column("a", sa.Integer()))
    raise OSError("no more")
"""


@pytest.fixture
def empty(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database without any table."""
    if engine == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite3'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.new_database() as address:
        yield address


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the revisions in which a test may write."""
    copy = tmp_path / "migrations"
    shutil.copytree(upgrade.FOLDER, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(upgrade, "FOLDER", copy)
    monkeypatch.setattr(command, "FOLDER", copy)
    return copy / "versions"


def tables(url: str) -> set[str]:
    engine = create_engine(url)
    try:
        return set(inspect(engine).get_table_names())
    finally:
        engine.dispose()


def change(url: str, statement: str) -> None:
    engine = create_engine(url)
    try:
        with engine.begin() as db:
            db.execute(text(statement))
    finally:
        engine.dispose()


def missing(url: str) -> list[object]:
    """What tells the database from METADATA."""
    engine = create_engine(url)
    try:
        with engine.connect() as db:
            return list(compare_metadata(MigrationContext.configure(db), METADATA))
    finally:
        engine.dispose()


@both_engines
def test_the_revisions_lead_to_the_tables_of_all_parts(database_url: str) -> None:
    Database(database_url).close()
    assert parts.PARTS
    assert missing(database_url) == [], (
        "a table has no revision: python -m mocks.province.records.migrations PART TABLE…"
    )


@pytest.mark.parametrize("table", METADATA.sorted_tables, ids=lambda table: str(table.name))
def test_a_column_means_the_same_in_both(table: Table) -> None:
    for column in table.columns:
        assert type(column.type) in SAME, f"{column}: {column.type!r}"
        assert getattr(column.type, "length", None) is None, f"{column}: SQLite does not hold anybody to a length"


@both_engines
def test_a_newer_database_is_refused(database_url: str) -> None:
    Database(database_url).close()
    change(database_url, "INSERT INTO alembic_version VALUES ('payment_9999')")
    with pytest.raises(OSError, match="newer than this program") as refusal:
        Database(database_url)
    assert "payment_9999" in str(refusal.value)
    assert refusal.value.filename == make_url(database_url).render_as_string()


@both_engines
def test_a_database_of_somebody_else_is_refused_and_left_alone(empty: str) -> None:
    change(empty, "CREATE TABLE invoices (number integer)")
    with pytest.raises(OSError, match=r"not of this program.*invoices"):
        Database(empty)
    assert tables(empty) == {"invoices"}


@both_engines
def test_two_processes_that_start_at_once_do_not_collide(empty: str) -> None:
    together, troubles = threading.Barrier(4), list[Exception]()

    def open_it() -> None:
        together.wait()
        try:
            Database(empty).close()
        except Exception as trouble:  # noqa: BLE001 - a thread tells nobody by itself
            troubles.append(trouble)

    threads = [threading.Thread(target=open_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []
    assert tables(empty) >= {"dossiers", "errands"}


@both_engines
def test_a_revision_that_fails_leaves_nothing_behind(folder: Path, empty: str) -> None:
    last = max(path.stem for path in folder.glob("records_*.py"))
    spoilt = folder / "records_0999.py"
    spoilt.write_text(SPOILT.format(before=last), encoding="utf-8")
    with pytest.raises(OSError, match="no more"):
        Database(empty)
    assert tables(empty) == set()
    spoilt.unlink()
    Database(empty).close()
    assert tables(empty) >= {"dossiers", "errands"}


@both_engines
def test_the_command_writes_what_is_missing(folder: Path, empty: str) -> None:
    """A part that has no revision yet gets its first one; a database from before it is brought forward."""
    for path in set(folder.glob("*_*.py")) - set(folder.glob("records_*.py")) - {folder / "__init__.py"}:
        path.unlink()
    Database(empty).close()
    before = tables(empty)
    assert command.write_revision("rest", frozenset()) == folder / "rest_0001.py"
    Database(empty).close()
    assert tables(empty) > before
    assert missing(empty) == []
    with pytest.raises(SystemExit, match="nothing to write"):
        command.write_revision("rest", frozenset())
