"""A checkout that was made from `locks/run.txt` holds what a run imports; the tests themselves have every extra."""

import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.hygiene.locked import ROOMS, doors_left_open, locked, unlocked_imports
from tests.hygiene.sources import ROOT, Module, modules, plant

RUN, FULL, DEV = (locked(ROOT / "locks" / f"{name}.txt") for name in ("run", "full", "dev"))


@pytest.fixture(scope="module")
def ours() -> list[Module]:
    """Our modules, each parsed once."""
    return modules(ROOT)


def test_what_is_imported_is_installed(ours: list[Module]) -> None:
    assert list(unlocked_imports(ours, run=RUN, full=FULL)) == []


def test_what_needs_an_extra_is_imported_when_it_is_wanted(ours: list[Module]) -> None:
    assert list(doors_left_open(ours, run=RUN)) == []


def test_every_room_is_there(ours: list[Module]) -> None:
    names = {module.name for module in ours}
    assert [room for room in ROOMS if room not in names] == []


def test_packages_that_are_taken_out_of_the_lock_are_missed(ours: list[Module]) -> None:
    taken = {"aiohttp", "jsonschema", "lxml", "typst"}
    missed = unlocked_imports(ours, run=RUN - taken, full=FULL)
    assert {row.split()[1].partition(".")[0] for row in missed} == taken


@pytest.mark.parametrize(
    ("place", "text", "found"),
    [
        ("mocks/a.py", "import openpyxl\n", ["mocks/a.py:1 openpyxl"]),
        ("mocks/a.py", "def f():\n    from duckdb import connect\n", ["mocks/a.py:2 duckdb.connect"]),
        (
            "harness/reconcile/a.py",
            "import ibis\nimport pyspark.sql\nimport hypothesis\n",
            ["harness/reconcile/a.py:3 hypothesis"],
        ),
        ("specs/a.py", "import no_such_package\n", ["specs/a.py:1 no_such_package"]),
        ("cli/a.py", "import json\nimport harness.verdict\nimport lxml.etree\n", []),
    ],
)
def test_a_planted_import_is_found(tmp_path: Path, place: str, text: str, found: list[str]) -> None:
    assert list(unlocked_imports(modules(plant(tmp_path, {place: text})), run=RUN, full=FULL)) == found


def test_a_door_that_is_left_open_is_found(tmp_path: Path) -> None:
    sources = {
        "harness/reconcile/__init__.py": "",
        "harness/reconcile/first.py": "import duckdb\n",
        "harness/reconcile/second.py": "from harness.reconcile.first import x\n",
        "harness/reconcile/light.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import ibis\n",
        "cli/at_once.py": "import json\nfrom harness.reconcile import light, second\n",
        "cli/later.py": "def f():\n    from harness.reconcile import second\n",
    }
    assert list(doors_left_open(modules(plant(tmp_path, sources)), run=RUN)) == [
        "cli/at_once.py:2 harness.reconcile.second"
    ]


def test_the_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = [row for rows in project["project"]["optional-dependencies"].values() for row in rows]
    for rows, lock in (
        (project["project"]["dependencies"], RUN),
        (extras, FULL),
        (project["dependency-groups"]["dev"], DEV),
    ):
        assert {Requirement(row).name for row in rows} <= lock
    assert RUN <= FULL <= DEV
