"""One sample reconciled on DuckDB and on Spark, in a process of its own: Java ends with it. Prints what each found.

Each gets it in other forms and in another order.

python -m tests.unit.reconcile.both_engines FOLDER
"""

import json
import random
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from harness.reconcile.compare import reconcile
from harness.reconcile.engine import EngineName, open_engine
from harness.reconcile.rules import Rules
from harness.reconcile.side import FINDING
from tests.unit.reconcile.planting import LAG, Planted, planted_world
from tests.unit.reconcile.worlds import NOW, export

COLUMNS: Final = (
    "code",
    "agency",
    "procedure",
    "status",
    "channel",
    "owner_name",
    "received_at",
    "due_at",
    "fee",
    "changed_at",
)
FORMS: Final[Mapping[EngineName, tuple[str, str]]] = {"duckdb": ("csv", "sqlite"), "spark": ("parquet", "jsonl")}


def sample() -> Planted:
    """A dossier of each plant among some that agree, in these columns, and what is found in them."""
    world = planted_world(11, sound=20, each=1)
    seen = {"", *COLUMNS}
    expected = [row for row in world.expected if row[2] in seen and row[1] != "received_before_submitted"]
    left, right = ([{name: row[name] for name in COLUMNS} for row in rows] for rows in (world.left, world.right))
    return Planted(left, right, expected)


def _told(name: EngineName, folder: Path) -> dict[str, Any]:
    """Every finding, the samples, and the totals of the sample."""
    world, order = sample(), random.Random(name)
    (one, other), own = FORMS[name], folder / name
    left = export("here", order.sample(world.left, len(world.left)), own, form=one)
    right = export("there", order.sample(world.right, len(world.right)), own, form=other)
    with open_engine(name, memory="1GB", folder=folder) as engine:
        made = reconcile(left, right, Rules(LAG), engine=engine, folder=own, now=NOW, key=b"key")
    return {"counts": made.counts(*FINDING, "allowed"), "samples": made.samples, "totals": made.totals}


if __name__ == "__main__":
    sys.stdout.write(json.dumps({name: _told(name, Path(sys.argv[1])) for name in FORMS}))
