# ruff: noqa: INP001, T201 - a script that prints
"""Small worlds, one after another: what is planted, where, in which order, form and chunks is drawn anew each time.

python -m benchmarks.reconcile.seeds [WORLDS]      stops at the first in which not exactly that is found, and shows it
"""

import sys
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import given, settings

from harness.reconcile.engine import open_engine
from tests.unit.reconcile.layouts import LAYOUTS, Layout, expected_and_found

ENGINE_FOR = 50
"""Worlds on one engine, which keeps the tables of all of them."""


def main() -> None:
    """Print how many worlds were played, and what was planted in them."""
    worlds, kinds = int(sys.argv[1]) if len(sys.argv) > 1 else 200, Counter[str]()
    for begun in range(0, worlds, ENGINE_FOR):
        with open_engine(memory="1GB") as engine:

            @settings(max_examples=min(ENGINE_FOR, worlds - begun), deadline=None, database=None)
            @given(layout=LAYOUTS)
            def play(layout: Layout) -> None:
                with tempfile.TemporaryDirectory() as folder:
                    expected, found = expected_and_found(layout, engine, Path(folder))
                if found != expected:
                    raise AssertionError(layout)
                kinds.update(layout.plants)

            play()
    print(f"{worlds} worlds, {sum(kinds.values())} differences of {len(kinds)} kinds: all found, none invented")


if __name__ == "__main__":
    main()
