"""Whatever is planted, wherever, however it is handed over: all of it is found with its cause, and nothing else.

A few worlds here; `python -m benchmarks.reconcile.seeds` plays as many as one likes.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings

from harness.reconcile.engine import Engine, open_engine
from tests.unit.reconcile.layouts import LAYOUTS, Layout, expected_and_found


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with open_engine(memory="512MB") as engine:
        yield engine


@settings(max_examples=4, deadline=None, derandomize=True, phases=[Phase.generate])
@given(layout=LAYOUTS)
def test_what_is_planted_is_found_with_its_cause_and_nothing_is_invented(engine: Engine, layout: Layout) -> None:
    with tempfile.TemporaryDirectory() as folder:
        expected, found = expected_and_found(layout, engine, Path(folder))
    assert found == expected
