# ruff: noqa: INP001, T201 - a script that prints
"""Small worlds, one after another: what is planted, where, in which order, form and chunks is drawn anew each time.

python -m benchmarks.reconcile.seeds [WORLDS [ENGINE]]      stops at the first that is not found exactly, and shows it
"""

import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import cast

from hypothesis import given, settings

from harness.reconcile.engine import EngineName, open_engine
from tests.unit.reconcile.layouts import LAYOUTS, Layout, expected_and_found

ENGINE_FOR = 50
"""Worlds on one engine, which keeps the tables of all of them."""


def main() -> None:
    """Print how many worlds were played, and what was planted in them."""
    number, name = (*sys.argv[1:], *("200", "duckdb")[len(sys.argv) - 1 :])
    worlds, kinds = int(number), Counter[str]()
    for begun in range(0, worlds, ENGINE_FOR):
        with open_engine(cast("EngineName", name), memory="1GB") as engine:

            @settings(max_examples=min(ENGINE_FOR, worlds - begun), deadline=None, database=None)
            @given(layout=LAYOUTS)
            def play(layout: Layout) -> None:
                with tempfile.TemporaryDirectory() as folder:
                    expected, found = expected_and_found(layout, engine, Path(folder))
                if found != expected:
                    raise AssertionError(layout)
                kinds.update(layout.plants)

            play()
    print(
        f"{worlds} worlds on {name}, {sum(kinds.values())} differences of {len(kinds)} kinds: all found, none invented"
    )


if __name__ == "__main__":
    main()
