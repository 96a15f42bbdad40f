"""What the install script of a bundle takes: a whole bundle, an empty folder. Packing needs an index: `make bundle`."""

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hygiene.sources import ROOT

SCRIPT = ROOT / "scripts" / "install_offline.py"
REFUSED = 2


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A folder with the list of its files, as `make bundle` packs it; its one wheel is none."""
    folder = tmp_path / "bundle"
    (folder / "wheels").mkdir(parents=True)
    (folder / "wheels" / "pip-0-py3-none-any.whl").write_bytes(b"none")
    (folder / "lock.txt").write_text("lienthong==0\n", encoding="utf-8")
    shutil.copy(SCRIPT, folder / "install.py")
    sums = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n"
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]
    (folder / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")
    return folder


def installed(bundle: Path, target: Path) -> subprocess.CompletedProcess[str]:
    """What the script of the bundle did."""
    command = [sys.executable, "-I", "-B", str(bundle / "install.py"), str(target)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda folder: (folder / "lock.txt").write_text("other==1\n"), "lock.txt is not the file that was packed"),
        (lambda folder: (folder / "wheels" / "more-1.whl").write_bytes(b""), "wheels/more-1.whl is in no list"),
        (lambda folder: (folder / "lock.txt").unlink(), "lock.txt is missing"),
    ],
    ids=["changed", "added", "taken away"],
)
def test_a_bundle_that_is_not_whole(change: Callable[[Path], object], why: str, bundle: Path, tmp_path: Path) -> None:
    change(bundle)
    done = installed(bundle, tmp_path / "there")

    assert (done.returncode, done.stderr) == (REFUSED, f"install: {why}\n")
    assert not (tmp_path / "there").exists()


def test_a_folder_that_holds_something(bundle: Path, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "mine").touch()

    assert installed(bundle, tmp_path / "there").returncode == REFUSED
    assert [path.name for path in (tmp_path / "there").iterdir()] == ["mine"]


def test_trouble_of_pip_is_told(bundle: Path, tmp_path: Path) -> None:
    done = installed(bundle, tmp_path / "there")

    assert done.returncode == 1
    assert "install: Command" in done.stderr
