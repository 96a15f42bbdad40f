"""What is written in the repository agrees with itself and names no machine of its authors."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.hygiene.sources import ROOT, files, plant

# Folders of the machines that this was written on; spelt in parts, so that this file does not find itself.
MACHINE = tuple("".join(parts) for parts in (("/wo", "rk/"), ("fa", "rm-"), ("/tm", "p/plan"), ("/ro", "ot/.")))
PIN = re.compile(r"^([A-Za-z0-9][\w.-]*)==(\S+)(?: *; *([^\\\n]+?))? *\\?$", re.MULTILINE)


def mentions(root: Path) -> list[str]:
    """`file: words` for every file that names such a folder."""
    found = []
    for path in files(root):
        text = path.read_bytes().decode("utf-8", errors="replace")
        found += [f"{path.relative_to(root)}: {word}" for word in MACHINE if word in text]
    return found


def pins(name: str) -> dict[tuple[str, str], str]:
    """(package, marker) → version of a lock."""
    text = (ROOT / "locks" / f"{name}.txt").read_text(encoding="utf-8")
    return {(package, marker): version for package, version, marker in PIN.findall(text)}


def project() -> dict[str, object]:
    """The `[project]` table."""
    table: dict[str, object] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return table


def test_no_text_names_a_folder_of_its_authors() -> None:
    assert mentions(ROOT) == []


@pytest.mark.parametrize("word", MACHINE)
def test_a_planted_folder_is_found(tmp_path: Path, word: str) -> None:
    plant(tmp_path, {"docs/guide.md": f"see {word}x\n", "docs/other.md": "nothing\n", ".git/config": word})
    assert mentions(tmp_path) == [f"docs/guide.md: {word}"]


def test_the_newest_entry_of_the_changelog_is_this_version() -> None:
    entries = re.findall(
        r"^## +\[?v?(\d+\.\d+\.\d+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert entries[:1] == [project()["version"]]


def test_the_licence_is_the_one_that_the_project_names() -> None:
    assert project()["license"] == "Apache-2.0"
    assert "Apache License\n                           Version 2.0" in (ROOT / "LICENSE").read_text(encoding="utf-8")


def test_the_dev_lock_holds_the_run_lock() -> None:
    run, dev = pins("run"), pins("dev")
    versions = {package: version for (package, _), version in dev.items()}
    assert len(run) > 40
    assert {package: version for (package, _), version in run.items()}.items() <= versions.items()


def test_every_dependency_is_locked() -> None:
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    declared = {"run": table["project"]["dependencies"], "dev": table["dependency-groups"]["dev"]}
    for lock, dependencies in declared.items():
        locked = {package for package, _ in pins(lock)}
        named = {re.split(r"[\[<>=~! ;]", dependency)[0].lower() for dependency in dependencies}
        assert named <= locked


def test_every_pin_carries_a_digest() -> None:
    for name in ("run", "dev", "pip"):
        text = (ROOT / "locks" / f"{name}.txt").read_text(encoding="utf-8")
        blocks = re.split(r"^(?=[A-Za-z0-9][\w.-]*==)", text, flags=re.MULTILINE)[1:]
        assert blocks
        assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []
