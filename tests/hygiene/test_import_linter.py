"""import-linter guards the same arrows with another engine; it is seen to fail on a planted violation."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hygiene.sources import ROOT, modules, plant


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter as `make check` does, on the tree in `folder`."""
    program = str(Path(sys.executable).with_name("lint-imports"))
    return subprocess.run([program, "--no-logo", "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The packages and the configuration, without data and without the rest of the checkout."""
    for module in modules(ROOT):
        target = tmp_path / module.place
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(module.path, target)
    shutil.copyfile(ROOT / "pyproject.toml", tmp_path / "pyproject.toml")
    return tmp_path


def test_the_checkout_keeps_the_contracts() -> None:
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("place", "source"),
    [
        ("mocks/planted.py", "import harness.verdict\n"),
        ("harness/planted.py", "import mocks\n"),
        ("reports/planted.py", "import mocks\n"),
        ("specs/planted.py", "import harness\n"),
        ("tests/suites/planted.py", "import mocks\n"),
        ("harness/planted.py", "import cli\n"),
    ],
)
def test_a_planted_violation_is_refused(copy: Path, place: str, source: str) -> None:
    done = lint_imports(plant(copy, {place: source}))
    assert done.returncode == 1, done.stdout + done.stderr
    assert place.removesuffix(".py").replace("/", ".") in done.stdout
