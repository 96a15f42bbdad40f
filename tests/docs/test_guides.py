"""What the pages tell people to type is run, and their figures are those of the commands."""

import ast
import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from cli.target_file import Answers, target_text
from harness.policy import load_policy
from harness.requirement import load_catalogue
from specs import FOLDER as SPECS
from tests.docs.pages import LANGUAGES, blocks, pages
from tests.docs.script import run_page, script_of
from tests.hygiene.sources import ROOT

GUIDES = ROOT / "docs" / "guides"
FIRST, CONNECT, SANDBOX = GUIDES / "first-run.md", GUIDES / "connect-your-province.md", GUIDES / "sandbox.md"
ACTS = GUIDES / "connect-your-acts.md"
READERS = ("for-auditors.md", "in-a-pipeline.md")
READMES = ("README.md", "README.vi.md")
PATIENCE_S = 300  # three pages with two demos, on a machine that does other work too
GIVEN = "<!-- given: handed-over -->"


def listed(what: str) -> list[dict[str, Any]]:
    """What `lienthong WHAT --json` prints."""
    command = [sys.executable, "-m", "cli.main", what, "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    rows: list[dict[str, Any]] = json.loads(done.stdout)
    return rows


def fresh(folder: Path) -> Path:
    folder.mkdir()
    return folder


@pytest.mark.timeout(PATIENCE_S)
def test_the_first_guide_and_those_that_read_its_record(tmp_path: Path) -> None:
    first = fresh(tmp_path / "first-run")
    assert "none differ" in run_page(FIRST, first)
    for name in READERS:
        assert GIVEN in (GUIDES / name).read_text(encoding="utf-8")
        folder = fresh(tmp_path / Path(name).stem)
        shutil.copytree(first / "second", folder / "handed-over")
        said = run_page(GUIDES / name, folder)
        assert "SYNC-004" in said or "the chain holds" in said


@pytest.mark.timeout(PATIENCE_S)
def test_the_guide_that_connects_a_province(tmp_path: Path) -> None:
    assert "cases, mode certification" in run_page(CONNECT, fresh(tmp_path / "connect"))


@pytest.mark.timeout(PATIENCE_S)
def test_the_guide_that_connects_the_acts(tmp_path: Path) -> None:
    folder = fresh(tmp_path / "acts")
    said = run_page(ACTS, folder)
    assert '"now":"2030-01-02T08:00:0' in said
    readiness = json.loads((folder / "runs" / "python" / "readiness.json").read_text(encoding="utf-8"))
    assert readiness["requirements"]["CONN-001"]["status"] == "DEMONSTRATED"


def test_the_guide_to_the_national_side(tmp_path: Path) -> None:
    """The only page that starts mocks on the default ports: those must be free."""
    said = run_page(SANDBOX, fresh(tmp_path / "sandbox"))
    assert said.startswith("TraCuuHoSo malformed [{'pointer': '', 'rule': 'required'")


def test_the_readmes_print_the_figures_that_they_state(tmp_path: Path) -> None:
    scripts = {script_of(ROOT / name) for name in READMES}
    assert len(scripts) == 1, "the two READMEs run different commands"
    said = run_page(ROOT / "README.md", fresh(tmp_path / "readme"))
    requirements, faults = listed("requirements"), listed("faults")
    areas = dict(Counter(row["area"] for row in requirements))
    assert said.splitlines() == [f"{len(requirements)} {areas}", str(len(faults))]


@pytest.mark.parametrize("name", READMES)
def test_the_figures_in_the_text_are_those_of_the_catalogue(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    requirements = listed("requirements")
    catalogue = load_catalogue(SPECS / "requirements")
    policy = load_policy(SPECS / "policies" / "first-light.toml", catalogue)
    blocking = sum(policy.is_blocking(row) for row in catalogue.values())
    areas = Counter(row["area"] for row in requirements)
    ours = {len(requirements), blocking, len(listed("faults")), *areas.values()}
    (section,) = [part for part in re.split(r"^## ", text, flags=re.MULTILINE) if "```sh\n" in part]
    stated = {int(figure) for figure in re.findall(r"(?<![\w.])\d+(?![\w.-])", section.split("```")[0])}
    assert stated == ours


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_block_says_what_it_is(page: Path) -> None:
    for block in blocks(page):
        assert block.language in LANGUAGES
        if block.language == "python":
            ast.parse(block.text)
        if block.language == "toml":
            tomllib.loads(block.text)


def test_every_guide_is_run() -> None:
    assert {path.name for path in GUIDES.glob("*.md")} == {FIRST.name, CONNECT.name, ACTS.name, SANDBOX.name, *READERS}


def test_the_target_file_in_the_guide_is_the_one_that_init_writes() -> None:
    written = tomllib.loads(target_text(Answers()))
    (shown,) = [tomllib.loads(block.text) for block in blocks(CONNECT) if block.language == "toml"]
    assert _missing(shown, written) == []


def _missing(shown: dict[str, Any], written: dict[str, Any]) -> list[str]:
    names = []
    for name, value in shown.items():
        if isinstance(value, dict) and isinstance(written.get(name), dict):
            names += [f"{name}.{inner}" for inner in _missing(value, written[name])]
        elif written.get(name) != value:
            names.append(name)
    return names


def test_every_command_of_make_exists() -> None:
    known = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {
        word for page in pages() for word in re.findall(r"`make ([a-z]+)`|\$ make ([a-z]+)", page.read_text("utf-8"))
    }
    assert {word for pair in named for word in pair if word} <= known
