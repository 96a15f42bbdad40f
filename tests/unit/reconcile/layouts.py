"""How differences may be hidden: which, how often, among how many, in which order, form and chunks."""

from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from hypothesis import strategies as st

from harness.reconcile import csv_file, databases, files
from harness.reconcile.compare import reconcile
from harness.reconcile.engine import Engine
from harness.reconcile.rules import Rules
from tests.unit.reconcile.planting import LAG, PLANTS, make_world
from tests.unit.reconcile.worlds import NOW, WRITERS, Found, export, found


@dataclass(frozen=True)
class Layout:
    """One world. `plants` stand in it once for each time that they are named, at places that `seed` draws.

    Each side is handed over in a form; CSV is read in `block` bytes, everything else in `batch` rows.
    """

    seed: int
    sound: int
    plants: tuple[str, ...]
    left: str
    right: str
    block: int
    batch: int


LAYOUTS = st.builds(
    Layout,
    seed=st.integers(0, 2**32),
    sound=st.integers(1, 40),
    plants=st.lists(st.sampled_from(sorted(PLANTS)), min_size=1, max_size=15).map(tuple),
    left=st.sampled_from(sorted(WRITERS)),
    right=st.sampled_from(sorted(WRITERS)),
    block=st.sampled_from((1 << 11, 1 << 13, 1 << 22)),
    batch=st.integers(1, 60),
)


def expected_and_found(layout: Layout, engine: Engine, folder: Path) -> tuple[list[Found], list[Found]]:
    """What was planted, and what is found of it; `folder` is empty."""
    world = make_world(layout.seed, sound=layout.sound, plants=layout.plants)
    with (
        patch.object(csv_file, "BLOCK", layout.block),
        patch.object(files, "BATCH", layout.batch),
        patch.object(databases, "BATCH", layout.batch),
    ):
        left = export("here", world.left, folder, form=layout.left)
        right = export("there", world.right, folder, form=layout.right)
    made = reconcile(left, right, Rules(LAG), engine=engine, folder=folder, now=NOW, key=b"key")
    return sorted(world.expected), found(made)
