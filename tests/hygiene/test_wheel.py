"""The wheel carries the packages with all their data, and nothing else."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.hygiene.sources import ROOT, files

FOLDERS = ("cli", "harness", "load", "specs", "mocks", "reports", "tests/suites")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel as a release builds it, without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (built,) = folder.iterdir()
    return zipfile.ZipFile(built)


def test_it_holds_every_file_of_the_packages_and_no_other(wheel: zipfile.ZipFile) -> None:
    expected = {path.relative_to(ROOT).as_posix() for folder in FOLDERS for path in files(ROOT / folder)}
    held = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert held == expected


def test_it_holds_licence_and_command(wheel: zipfile.ZipFile) -> None:
    about = {Path(name).name: wheel.read(name).decode() for name in wheel.namelist() if ".dist-info/" in name}
    assert about["LICENSE"] == (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "lienthong = cli.main:main" in about["entry_points.txt"]


def test_no_installed_package_takes_a_name_of_ours() -> None:
    names = {folder.split("/")[0] for folder in FOLDERS}
    places = {Path(place) for place in sys.path if place.endswith("site-packages")}
    assert places
    assert [str(place / name) for place in places for name in names if (place / name).exists()] == []
