"""Each named fault of the reference province alone: exactly its requirements are violated, and the answer follows.

The faultless province passes. A test that has never failed proves nothing; here each of them fails.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from harness.policy import load_policy
from harness.record import load_record
from harness.rejudge import rejudge
from harness.requirement import load_catalogue
from mocks.province.faults.catalogue import FaultRow, load_faults
from specs import FOLDER

CATALOGUE = load_catalogue(FOLDER / "requirements")
POLICY = load_policy(FOLDER / "policies" / "first-light.toml", CATALOGUE)
LONGEST_S = 120
MOST_OBSCURED = 3


def judged(out: Path, *words: str) -> tuple[int, dict[str, Any]]:
    """Run the demo as a process of its own; gives its exit code and what it printed."""
    command = [sys.executable, "-m", "cli.main", "demo", "--out", str(out), "--json", *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST_S, check=False)
    try:
        readiness = json.loads(done.stdout)
    except json.JSONDecodeError:
        readiness = {}
    if "requirements" not in readiness:
        pytest.fail(f"no verdict (exit {done.returncode}):\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
    return done.returncode, readiness


def test_the_honest_province_passes(tmp_path: Path) -> None:
    """GO, everything demonstrated, every verdict with evidence, and the record judges the same again."""
    code, readiness = judged(tmp_path)
    statuses = {row["status"] for row in readiness["requirements"].values()}

    assert (code, readiness["answer"]) == (0, "GO"), readiness["reason"]
    assert statuses == {"DEMONSTRATED"}
    assert all(row["evidence"] for row in readiness["requirements"].values())
    assert rejudge(load_record(tmp_path / "record")) == []


@pytest.mark.parametrize("row", load_faults(), ids=lambda row: row.fault.value)
def test_a_fault_breaks_exactly_its_requirements(row: FaultRow, tmp_path: Path) -> None:
    """Violated is what the fault names; all else stays demonstrated but for what it is known to hide, with its code."""
    code, readiness = judged(tmp_path, "--fault", row.fault.value)
    found = {name: requirement["status"] for name, requirement in readiness["requirements"].items()}
    expected = dict.fromkeys(found, "DEMONSTRATED")
    expected |= dict.fromkeys(row.obscures, "NOT_DEMONSTRATED") | dict.fromkeys(row.breaks, "VIOLATED")

    assert len(row.obscures) <= MOST_OBSCURED
    assert _differing(found, expected) == {}, _explain(readiness, _differing(found, expected))
    for name, reason in row.obscures.items():
        assert reason in {case["code"] for case in readiness["requirements"][name]["cases"]}
    blocks = any(POLICY.is_blocking(CATALOGUE[name]) for name in row.breaks)
    assert (code, readiness["answer"]) == ((10, "NO_GO") if blocks else (12, "CONDITIONAL_GO"))
    _tells_enough(readiness, row)
    assert rejudge(load_record(tmp_path / "record")) == []


def _tells_enough(readiness: dict[str, Any], row: FaultRow) -> None:
    """Each violated requirement is listed with clause, expected, observed, evidence and the next step."""
    listed = {item["id"]: item for item in (*readiness["blocking"], *readiness["open"])}
    for name in row.breaks:
        item = listed[name]
        assert all(item[part] for part in ("clause", "expected", "observed", "evidence"))
        assert all(item["next_step"][language] for language in ("vi", "en"))


def _differing(found: dict[str, str], expected: dict[str, str]) -> dict[str, tuple[str, str]]:
    return {name: (found[name], expected[name]) for name in found if found[name] != expected[name]}


def _explain(readiness: dict[str, Any], names: dict[str, Any]) -> str:
    rows = [item for item in (*readiness["blocking"], *readiness["open"]) if item["id"] in names]
    return "\n".join(f"{row['id']}: expected {row['expected']}; observed {row['observed']}" for row in rows)
