"""Writes the next revision of a part: `python -m mocks.province.records.migrations PART [TABLE ...]`.

It holds what METADATA has and the revisions lack, for all tables or for those named. Read it before you keep it.
"""

import subprocess
import sys
from pathlib import Path
from typing import Any, Literal

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.operations.ops import MigrateOperation, UpgradeOps
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, create_engine
from sqlalchemy.types import TypeDecorator

from mocks.province import parts
from mocks.province.records.migrations.upgrade import FOLDER, revisions, upgrade
from mocks.province.records.tables import METADATA

BASE = "records"
REVISION = '''\
"""{summary}."""

import sqlalchemy as sa
from alembic import op

revision = "{name}"
down_revision = {before!r}
branch_labels = {label!r}
depends_on = {base!r}


def upgrade() -> None:
    """Bring the tables from the revision before to this one."""
    {calls}
{functions}'''
FUNCTION = """

def _change_{table}() -> None:
    {body}
"""


def write_revision(part: str, tables: frozenset[str]) -> Path:
    """Write the next revision of `part`, with the differences in `tables` (none: in all); gives its file."""
    scripts = revisions()
    own = sorted(script.revision for script in scripts.walk_revisions() if script.revision.startswith(f"{part}_"))
    bases = sorted(script.revision for script in scripts.walk_revisions() if script.revision.startswith(f"{BASE}_"))
    name = f"{part}_{len(own) + 1:04d}"
    changes = differences(tables)
    text = REVISION.format(
        summary=f"Changes of {', '.join(changes)}",
        name=name,
        before=own[-1] if own else None,
        label=None if own else (part,),
        base=None if part == BASE else bases[-1],
        calls="\n    ".join(f"_change_{table}()" for table in changes),
        functions="".join(FUNCTION.format(table=table, body=body) for table, body in changes.items()),
    )
    file = FOLDER / "versions" / f"{name}.py"
    file.write_text(text, encoding="utf-8")
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", str(file)], check=True)
    return file


def differences(tables: frozenset[str]) -> dict[str, str]:
    """The code that leads from the newest revisions to METADATA, table by table in the order of their keys."""
    with create_engine("sqlite://").begin() as db:
        upgrade(db)
        found = produce_migrations(_comparing(db, tables), METADATA).upgrade_ops
    if found is None or found.is_empty():
        raise SystemExit(f"nothing to write: the revisions have all that {parts.__name__} asks for")
    steps: dict[str, list[MigrateOperation]] = {}
    for step in found.ops:
        steps.setdefault(step.table_name, []).append(step)  # type: ignore[attr-defined]  # each of them is about a table
    return {table: _code(UpgradeOps(ops=group)) for table, group in steps.items()}


def _code(changes: UpgradeOps) -> str:
    lines = render_python_code(changes, render_as_batch=True, render_item=_plainly).splitlines()
    return "\n".join(line for line in lines if not line.lstrip().startswith("# ###")).strip()


def _comparing(db: Connection, tables: frozenset[str]) -> MigrationContext:
    def wanted(name: str | None, kind: str, _parents: Any) -> bool:
        return kind != "table" or not tables or name in tables

    def compared(thing: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:  # noqa: FBT001 - Alembic calls it so
        return wanted(name, kind, thing)

    return MigrationContext.configure(db, opts={"include_name": wanted, "include_object": compared})


def _plainly(kind: str, thing: Any, _context: Any) -> str | Literal[False]:
    """A type of ours as what it is kept as: a revision must not change when our code does."""
    if kind == "type" and isinstance(thing, TypeDecorator):
        return f"sa.{type(thing.impl_instance).__name__}()"
    return False


if __name__ == "__main__":
    written = write_revision(sys.argv[1], frozenset(sys.argv[2:]))
    sys.stdout.write(f"{written}: read it, give it a summary that says what changes\n")
