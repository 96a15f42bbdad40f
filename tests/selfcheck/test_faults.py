"""Each named fault of the reference province alone violates exactly its requirements; the faultless province passes.

A test that has never failed proves nothing. In `make test` each requirement that blocks is seen to fail: the
faults for it play the cases that they can touch, in diagnostic mode. `make selfcheck-full` plays every fault against
every case, and keeps the kill matrix that this is held against.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from harness.record import load_record
from harness.rejudge import rejudge
from tests.cli.honest_run import honest_run
from tests.selfcheck.bench import Bench, bench
from tests.selfcheck.deviations import MOST_OBSCURED, SETTLED, Deviation, collateral, enough_of_them, misses
from tests.selfcheck.matrix import Matrix, load_matrix
from tests.selfcheck.rows import make_row

VIOLATED, NOT_SHOWN = 10, 11


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """One national side for all the provinces of this module."""
    with bench(tmp_path_factory.mktemp("bench")) as made:
        yield made


@pytest.fixture(scope="module")
def matrix() -> Matrix:
    """The kill matrix as it was kept."""
    return load_matrix()


def test_the_honest_province_passes(tmp_path_factory: pytest.TempPathFactory) -> None:
    """GO, everything demonstrated, every verdict with evidence, and the record judges the same again."""
    run = honest_run(tmp_path_factory)
    answer = run.done.json
    requirements = answer["requirements"].values()

    assert (run.done.code, answer["answer"]) == (0, "GO"), answer["reason"]
    assert {row["status"] for row in requirements} <= SETTLED
    assert all(row["evidence"] for row in requirements if row["status"] == "DEMONSTRATED")
    assert rejudge(load_record(run.out / "record")) == []


@pytest.mark.parametrize("deviation", enough_of_them(), ids=lambda one: one.name)
def test_a_deviation_breaks_exactly_its_requirements(
    deviation: Deviation, stand: Bench, matrix: Matrix, tmp_path: Path
) -> None:
    """Violated is what it names, hidden what it is known to hide, with its code; and the judgements fall that fell."""
    stand.mount(deviation)
    done = stand.judge(tmp_path / "out", *_choosing(deviation))
    record = load_record(tmp_path / "out" / "record")
    row = make_row(done.json, record)

    assert len(deviation.obscures) <= MOST_OBSCURED
    assert (misses(deviation, row), collateral(deviation, row, deviation.touched)) == ([], []), _explain(done.json)
    assert done.code == (VIOLATED if deviation.blocks else NOT_SHOWN)
    if kept := matrix.rows.get(deviation.name):
        assert row.killed == kept.killed, "not what the kill matrix says: make selfcheck-full"
    _tells_enough(done.json, deviation)
    assert rejudge(record) == []


def _choosing(deviation: Deviation) -> list[str]:
    """The options that select the cases which a deviation can touch."""
    return [word for name in deviation.touched for word in ("--select", name)]


def _tells_enough(readiness: dict[str, Any], deviation: Deviation) -> None:
    """Each violated requirement is listed with clause, expected, observed, evidence and the next step."""
    listed = {item["id"]: item for item in (*readiness["blocking"], *readiness["open"])}
    for name in deviation.breaks:
        item = listed[name]
        assert all(item[part] for part in ("clause", "expected", "observed", "evidence"))
        assert all(item["next_step"][language] for language in ("vi", "en"))


def _explain(readiness: dict[str, Any]) -> str:
    chosen = [item for item in (*readiness["blocking"], *readiness["open"]) if item["evidence"]]
    return json.dumps([{part: item[part] for part in ("id", "expected", "observed")} for item in chosen], indent=1)
