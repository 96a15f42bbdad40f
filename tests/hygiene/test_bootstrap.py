"""`scripts/bootstrap.py` and the Makefile refuse in one line, and pip is taken only as pinned."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.hygiene.sources import ROOT, plant

SCRIPT = ROOT / "scripts" / "bootstrap.py"


@pytest.fixture
def bootstrap() -> ModuleType:
    """The script as a module; importing it does nothing."""
    spec = importlib.util.spec_from_file_location("bootstrap", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_pin_of_pip_names_one_wheel(bootstrap: ModuleType) -> None:
    name, digests = bootstrap.read_pip_pin((ROOT / "locks" / "pip.txt").read_text(encoding="utf-8"))
    assert name.endswith("-py3-none-any.whl")
    assert all(len(digest) == 64 for digest in digests)


@pytest.mark.parametrize("text", ["", "pip==26.3\n", "--hash=sha256:" + "0" * 64])
def test_a_lock_without_pin_is_refused(bootstrap: ModuleType, text: str) -> None:
    with pytest.raises(bootstrap.Refused, match="names no pip"):
        bootstrap.read_pip_pin(text)


def test_other_bytes_under_the_pinned_name_are_refused(
    bootstrap: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, _ = bootstrap.read_pip_pin((ROOT / "locks" / "pip.txt").read_text(encoding="utf-8"))
    plant(tmp_path, {"pip/index.html": f'<a href="../{name}#sha256=00">{name}</a>', name: "not pip"})
    monkeypatch.setenv("PIP_INDEX_URL", tmp_path.as_uri())
    with pytest.raises(bootstrap.Refused, match=r"is not the file that locks/pip\.txt pins"):
        bootstrap.fetch_pip(tmp_path)


def test_an_index_without_the_wheel_is_refused(
    bootstrap: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(tmp_path, {"pip/index.html": '<a href="pip-1.0-py3-none-any.whl">old</a>'})
    monkeypatch.setenv("PIP_INDEX_URL", tmp_path.as_uri())
    with pytest.raises(bootstrap.Refused, match="offers no pip-"):
        bootstrap.fetch_pip(tmp_path)


def test_pip_is_not_led_astray(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_TARGET", "elsewhere")
    monkeypatch.setenv("PIP_INDEX_URL", "https://index.example/simple")
    settings = bootstrap.pip_settings()
    assert "PIP_TARGET" not in settings
    assert settings["PIP_INDEX_URL"] == "https://index.example/simple"


def test_an_unknown_lock_is_refused() -> None:
    done = subprocess.run([sys.executable, str(SCRIPT), "prod"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "usage: python3 scripts/bootstrap.py run|full|dev\n")


def test_an_old_interpreter_is_told_so_in_one_line(tmp_path: Path) -> None:
    aged = "import runpy, sys; sys.version_info = (3, 8, 18); sys.argv = ['bootstrap', 'run']; runpy.run_path({!r})"
    command = [sys.executable, "-c", aged.format(str(SCRIPT))]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={"PATH": str(tmp_path)})
    assert done.returncode == 2
    assert done.stderr.startswith("lienthong needs Python 3.11 or newer; PATH has only 3.8.18")
    assert done.stderr.count("\n") == 1


def test_make_test_without_chromium_says_what_to_install(tmp_path: Path) -> None:
    for program in ("sh", "make"):
        (tmp_path / program).symlink_to(str(shutil.which(program)))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    done = subprocess.run(
        ["make", "--no-print-directory", "test"],  # noqa: S607 - found on the PATH of this test
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env=environment | {"PATH": str(tmp_path)},
    )
    first, second = done.stderr.splitlines()
    assert done.returncode == 2
    assert "apt-get install chromium" in first
    assert second.startswith("make: ***")
    assert done.stdout == ""
