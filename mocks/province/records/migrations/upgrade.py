"""Brings a database to the tables that this program needs, or refuses it."""

import errno
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

FOLDER: Final = Path(__file__).parent
ONE_AT_A_TIME: Final = 7_301_926
"""The number of PostgreSQL's advisory lock that migrations hold: any, as long as it stays the same."""


class Refused(OSError):
    """The tables in the database are not ours to change; the message says whose they are."""

    def __init__(self, why: str) -> None:
        super().__init__(errno.EINVAL, why)


def upgrade(db: Connection) -> None:
    """Run the revisions that the database lacks, within the transaction of `db`: all of them or none.

    Of two processes that start at once, one waits for the other. Raises Refused.
    """
    if db.dialect.name == "postgresql":  # SQLite lets nobody else write since the transaction began
        db.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": ONE_AT_A_TIME})
    scripts = revisions()
    context = MigrationContext.configure(db, opts={"fn": _steps(scripts), "transactional_ddl": True})
    _check(db, context.get_current_heads(), scripts)
    with Operations.context(context):
        context.run_migrations()


def revisions() -> ScriptDirectory:
    """All revisions that this program has."""
    return ScriptDirectory(FOLDER)


def _steps(scripts: ScriptDirectory) -> Any:
    """What Alembic asks: which steps lead from where the database stands (one revision a part) to the newest."""

    def steps(at: Any, _context: MigrationContext) -> Iterable[Any]:
        return scripts._upgrade_revs("heads", at)  # noqa: SLF001 - Alembic's own recipe for running without env.py

    return steps


def _check(db: Connection, at: tuple[str, ...], scripts: ScriptDirectory) -> None:
    known = {script.revision for script in scripts.walk_revisions()}
    if unknown := sorted(set(at) - known):
        raise Refused(f"its tables are newer than this program (revision {', '.join(unknown)}): start a newer program")
    if not at and (others := inspect(db).get_table_names()):
        raise Refused(f"it holds tables that are not of this program ({', '.join(sorted(others)[:3])})")
