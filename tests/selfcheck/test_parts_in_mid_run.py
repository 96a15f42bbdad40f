"""The system or a mock that dies or is replaced while it is judged: nothing was decided."""

import os
import signal
from pathlib import Path

import pytest

from tests.cli.installation import installation, running
from tests.selfcheck.test_ways_not_to_pass import BROKEN_RUN, LONG, pytest_child, readiness, why


@pytest.mark.parametrize("victim", ["province", "portal"])
def test_a_part_that_dies_in_mid_run(victim: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with (
        installation(tmp_path / "pair") as made,
        running("--sut", str(made.target), "--out", str(out), *LONG, cwd=tmp_path) as run,
    ):
        run.until(" 4/")
        getattr(made, victim).kill()
        code = run.end()
    answer = readiness(out)

    assert (code, answer["answer"], answer["counts"]["VIOLATED"]) == (BROKEN_RUN, "UNDECIDED", 0)
    assert victim == "province" or "MOCK" in str(answer["requirements"])
    assert "could not be asked" in why(out)


@pytest.mark.parametrize("replaced", ["province", "portal"])
def test_a_part_that_is_replaced_in_mid_run(replaced: str, copied: Path, tmp_path: Path) -> None:
    other = copied / "mocks" / "province" / "build.py"
    other.write_text(other.read_text(encoding="utf-8") + "\n# another build\n", encoding="utf-8")
    out = tmp_path / "out"
    with (
        installation(tmp_path / "pair") as made,
        running("--sut", str(made.target), "--out", str(out), *LONG, cwd=tmp_path) as run,
    ):
        run.until(" 4/")
        child = pytest_child(run.process.pid)
        os.kill(child, signal.SIGSTOP)
        getattr(made, replaced).kill()
        getattr(made, replaced).again(PYTHONPATH=str(copied))
        os.kill(child, signal.SIGCONT)
        code = run.end()
    answer = readiness(out)

    assert (code, answer["answer"], answer["counts"]["VIOLATED"]) == (BROKEN_RUN, "UNDECIDED", 0)
    assert "changed in mid-run" in why(out)
