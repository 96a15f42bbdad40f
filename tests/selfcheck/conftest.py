"""What several self-checks run against: one portal with one province, and a copy of our own code that may be spoilt."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.command import ROOT
from tests.cli.installation import Installation, installation

PACKAGES = ("cli", "harness", "specs", "mocks", "reports", "tests/suites")


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A portal and an honest province, shared by a module."""
    with installation(tmp_path_factory.mktemp("pair")) as made:
        yield made


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our packages once more; what is imported comes from here where PYTHONPATH names it."""
    folder = tmp_path_factory.mktemp("copy")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package)
    return folder


@pytest.fixture
def copy(copied: Path) -> Iterator[Path]:
    """The copy, with honest suites again afterwards."""
    yield copied
    shutil.rmtree(copied / "tests" / "suites")
    shutil.copytree(ROOT / "tests" / "suites", copied / "tests" / "suites")
