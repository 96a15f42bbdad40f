"""The import arrows and the absence of cycles; each rule is also seen to fail on a planted tree."""

from pathlib import Path

import pytest

from tests.hygiene.arrows import ALLOWED, forbidden_imports, import_cycle
from tests.hygiene.sources import PACKAGES, ROOT, modules, plant


def test_every_package_has_its_arrows() -> None:
    assert set(ALLOWED) == set(PACKAGES)


def test_the_packages_are_there() -> None:
    seen = {package for package in PACKAGES if modules(ROOT, packages=(package,))}
    assert seen >= set(PACKAGES) - {"load"}  # the load generator has no module yet


def test_no_import_goes_against_an_arrow() -> None:
    assert list(forbidden_imports(ROOT)) == []


@pytest.mark.parametrize(
    ("place", "source"),
    [
        ("mocks/portal.py", "import harness.verdict\n"),
        ("mocks/portal.py", "from harness import verdict\n"),
        ("mocks/portal.py", "from reports.view import View\n"),
        ("harness/judge.py", "def judge():\n    from mocks import portal\n"),
        ("harness/judge.py", "import importlib\nimportlib.import_module('mocks.portal')\n"),
        ("harness/checks/fields.py", "from ...reports import view\n"),
        ("reports/view.py", "import mocks\n"),
        ("reports/view.py", "import cli.main\n"),
        ("specs/profile.py", "from harness.errors import HarnessError\n"),
        ("tests/suites/test_sync.py", "from mocks import portal\n"),
        ("tests/suites/test_sync.py", "from tests.unit import something\n"),
        ("harness/plan.py", "from tests.suites import test_sync\n"),
        ("load/runner.py", "import locust\n"),
        ("load/runner.py", "import mocks\n"),
        ("cli/run.py", "from tests.unit import something\n"),
    ],
)
def test_a_planted_import_against_an_arrow_is_found(tmp_path: Path, place: str, source: str) -> None:
    found = list(forbidden_imports(plant(tmp_path, {place: source})))
    assert [entry.split(":")[0] for entry in found] == [place]


@pytest.mark.parametrize(
    ("place", "source"),
    [
        ("cli/run.py", "from harness import plan\nfrom mocks import portal\nimport reports.view\n"),
        ("mocks/portal.py", "from specs.profile import load_profile\nfrom . import journal\n"),
        ("harness/judge.py", "import httpx\nfrom specs import FOLDER\nfrom harness.verdict import Verdict\n"),
        ("tests/suites/test_sync.py", "from harness.checks import status_is\n"),
        ("load/locustfiles/open.py", "import locust\n"),
    ],
)
def test_imports_along_the_arrows_are_let_through(tmp_path: Path, place: str, source: str) -> None:
    assert list(forbidden_imports(plant(tmp_path, {place: source}))) == []


def test_there_is_no_import_cycle() -> None:
    assert import_cycle(ROOT) == []


@pytest.mark.parametrize(
    "late", ["from harness import a\n", "def f():\n    from harness.a import x\n", "from . import a\n"]
)
def test_a_planted_cycle_is_found(tmp_path: Path, late: str) -> None:
    sources = {"harness/__init__.py": "", "harness/a.py": "import harness.b\nx = 1\n", "harness/b.py": late}
    assert set(import_cycle(plant(tmp_path, sources))) == {"harness.a", "harness.b"}


def test_modules_that_share_a_base_are_no_cycle(tmp_path: Path) -> None:
    sources = {"specs/a.py": "", "specs/b.py": "from specs import a\n", "harness/c.py": "from specs import a, b\n"}
    assert import_cycle(plant(tmp_path, sources)) == []
