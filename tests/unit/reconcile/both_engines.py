"""One sample reconciled on DuckDB and on Spark, in a process of its own: Java ends with it. Prints what each found.

python -m tests.unit.reconcile.both_engines FOLDER
"""

import json
import sys
from pathlib import Path
from typing import Any, Final

from harness.reconcile.compare import reconcile
from harness.reconcile.engine import EngineName, open_engine
from harness.reconcile.rules import Rules
from harness.reconcile.side import FINDING
from tests.unit.reconcile.planting import LAG, Planted, Row, planted_world
from tests.unit.reconcile.worlds import NOW, export

COLUMNS: Final = ("code", "agency", "procedure", "status", "owner_name", "received_at", "due_at", "fee", "changed_at")
ENGINES: Final[tuple[EngineName, ...]] = ("duckdb", "spark")


def sample() -> Planted:
    """A dossier of each plant among some that agree."""
    return planted_world(11, sound=20, each=1)


def _few(rows: list[Row]) -> list[Row]:
    return [{name: row[name] for name in COLUMNS} for row in rows]


def _told(name: EngineName, folder: Path) -> dict[str, Any]:
    """Every finding, the samples, and the totals of the sample."""
    world = sample()
    sides = export("here", _few(world.left), folder / name), export("there", _few(world.right), folder / name)
    with open_engine(name, memory="1GB", folder=folder) as engine:
        made = reconcile(*sides, Rules(LAG), engine=engine, folder=folder / name, now=NOW, key=b"key")
    return {"counts": made.counts(*FINDING, "allowed"), "samples": made.samples, "totals": made.totals}


if __name__ == "__main__":
    sys.stdout.write(json.dumps({name: _told(name, Path(sys.argv[1])) for name in ENGINES}))
