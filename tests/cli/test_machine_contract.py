"""What pipelines hold on to: JSON by published schemas, files, exit codes, and a command line that answers at once."""

import json
import shutil
import statistics
import time
import tomllib
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from harness.ixit import load_target
from specs import FOLDER
from tests.cli.command import Done, lienthong, one_line_refusal

COMMANDS = (
    "demo",
    "run",
    "init",
    "doctor",
    "faults",
    "requirements",
    "attest",
    "rejudge",
    "load",
    "load-worker",
    "mocks",
    "mocks serve",
    "province",
)


INTEGRITY = 21
HELP_WITHIN_S = 1.0


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the run of this module lies."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def demo(folder: Path) -> Done:
    """One run of the demo, whose results several tests look at."""
    return lienthong("demo", "--out", str(folder / "out"), "--json", cwd=folder)


def valid(value: Any, schema: str) -> None:
    """Hold a value against `specs/schemas`."""
    document = json.loads((FOLDER / "schemas" / f"{schema}.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(document).validate(value)


@pytest.mark.parametrize("name", ["faults", "requirements"])
def test_lists_are_valid(name: str, tmp_path: Path) -> None:
    done = lienthong(name, "--json", cwd=tmp_path)

    assert (done.code, done.stderr) == (0, "")
    valid(done.json, name)
    assert done.json


def test_the_answer_is_valid_and_alone_on_stdout(demo: Done, folder: Path) -> None:
    assert (demo.code, demo.stderr) == (0, "")
    valid(demo.json, "readiness")
    assert demo.json == json.loads((folder / "out" / "readiness.json").read_text(encoding="utf-8"))
    assert demo.json["exit_code"] == demo.code
    assert (folder / "out" / "report.html").stat().st_size > 1000


def test_junit_agrees_with_the_answer(demo: Done, folder: Path) -> None:
    suites = ET.fromstring((folder / "out" / "junit.xml").read_text(encoding="utf-8"))  # noqa: S314 - our own file
    cases = suites.findall(".//testcase")
    wrong, skipped = suites.findall(".//failure") + suites.findall(".//error"), suites.findall(".//skipped")
    verdicts = {case["id"]: case["verdict"] for row in demo.json["requirements"].values() for case in row["cases"]}

    assert (int(suites.get("tests", "0")), int(suites.get("failures", "1")), int(suites.get("errors", "1"))) == (
        len(cases),
        0,
        0,
    )
    assert (wrong, len(skipped)) == ([], demo.json["counts"]["NOT_APPLICABLE"])
    assert len(cases) >= len(verdicts) == demo.json["counts"]["cases"]


@pytest.mark.parametrize("command", [*COMMANDS, "province serve", ""])
def test_help_of_every_command(command: str, tmp_path: Path) -> None:
    done = lienthong(*command.split(), "--help", cwd=tmp_path)

    assert (done.code, done.stderr) == (0, "")
    assert f"Usage: lienthong {command}".strip() in done.stdout


def test_help_is_quick(tmp_path: Path, record_property: Any) -> None:
    taken = []
    for _ in range(5):
        started = time.perf_counter()
        lienthong("--help", cwd=tmp_path)
        taken.append(time.perf_counter() - started)
    median = statistics.median(taken)
    record_property("help_median_s", round(median, 3))
    print(f"lienthong --help: median {median:.3f} s of {len(taken)}")  # noqa: T201 - the figure is the point

    assert median < HELP_WITHIN_S


def test_a_plan_starts_and_creates_nothing(tmp_path: Path) -> None:
    lienthong("init", "province.toml", cwd=tmp_path)
    told = lienthong("run", "--sut", "province.toml", "--plan", "--out", "out", cwd=tmp_path)
    made = lienthong("run", "--sut", "province.toml", "--plan", "--json", "--select", "CONN", cwd=tmp_path)

    assert (told.code, made.code, told.stderr, made.stderr) == (0, 0, "", "")
    assert "mode certification" in told.stdout
    assert made.json["mode"] == "diagnostic"
    assert {row["selected"] for row in made.json["cases"]} == {True, False}
    assert all(row["reason"] for row in made.json["cases"] if not row["selected"])
    assert [path.name for path in tmp_path.iterdir()] == ["province.toml"]


def test_init_writes_what_run_reads_and_overwrites_nothing(tmp_path: Path) -> None:
    first = lienthong("init", cwd=tmp_path)
    text = (tmp_path / "province.toml").read_text(encoding="utf-8")
    second = lienthong("init", cwd=tmp_path)

    assert first.code == 0
    assert load_target(tmp_path / "province.toml").sut == tomllib.loads(text)["sut"]
    one_line_refusal(second, "province.toml exists", "another name")
    assert (tmp_path / "province.toml").read_text(encoding="utf-8") == text
    one_line_refusal(lienthong("init", "nowhere/province.toml", cwd=tmp_path), "nowhere/province.toml")


def test_rejudge_of_a_good_record(demo: Done, folder: Path) -> None:
    done = lienthong("rejudge", "out/record", "--json", cwd=folder)

    assert (done.code, done.stderr) == (0, "")
    assert (done.json["intact"], done.json["differences"]) == (True, [])
    assert done.json["judgements"] > 0


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("run.json", b'"seed":1', b'"seed":2'),
        ("journal.jsonl", b'"PASS"', b'"FAIL"'),
        ("manifest.json", b'"head":"', b'"head":"0'),
        ("manifest.json", b"{", b"["),
        ("journal.jsonl", b"{", b"["),
    ],
)
def test_rejudge_of_a_changed_record(
    name: str, old: bytes, new: bytes, demo: Done, folder: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "record"
    shutil.copytree(folder / "out" / "record", copy)
    (copy / name).chmod(0o644)
    content = (copy / name).read_bytes()
    assert old in content
    (copy / name).write_bytes(content.replace(old, new, 1))
    done = lienthong("rejudge", "record", "--json", cwd=tmp_path)

    assert done.code == INTEGRITY, done.stderr
    assert (done.json["intact"], bool(done.json["why"]), done.stderr) == (False, True, "")


@pytest.mark.parametrize("missing", ["manifest.json", "journal.jsonl"])
def test_rejudge_of_a_record_without(missing: str, demo: Done, folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder / "out" / "record", tmp_path / "record")
    (tmp_path / "record" / missing).unlink()
    done = lienthong("rejudge", "record", cwd=tmp_path)

    assert (done.code, done.stderr) == (INTEGRITY, "")


def test_rejudge_of_no_record(tmp_path: Path) -> None:
    one_line_refusal(lienthong("rejudge", ".", "--json", cwd=tmp_path), "holds no record")
    one_line_refusal(lienthong("rejudge", "nowhere", "--json", cwd=tmp_path), "holds no record")
