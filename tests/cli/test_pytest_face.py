"""`pytest tests/suites --sut FILE` is `lienthong run` with another face: the same codes and files, never greener."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.cli.command import LONGEST_S, ROOT, Done, environment, lienthong
from tests.cli.honest_run import honest_run
from tests.cli.installation import SECRETS, Installation, installation

SUITES = "tests/suites"
NOT_SHOWN, USAGE = 11, 4


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A portal and an honest province."""
    with installation(tmp_path_factory.mktemp("pair")) as made:
        yield made


def pytest_face(*words: str, env: Mapping[str, str] | None = None) -> Done:
    """`pytest WORDS` in the checkout."""
    command = [sys.executable, "-P", "-m", "pytest", "-p", "no:cacheprovider", *words]
    own = environment({**SECRETS, **(env or {})})
    done = subprocess.run(command, cwd=ROOT, env=own, capture_output=True, text=True, timeout=LONGEST_S, check=False)
    return Done(done.returncode, done.stdout, done.stderr)


def files(out: Path) -> set[str]:
    return {str(path.relative_to(out)) for path in out.rglob("*") if path.is_file()}


def test_both_faces_say_the_same(pair: Installation, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    run = honest_run(tmp_path_factory)
    done = pytest_face(SUITES, "--sut", str(pair.target), "--out", str(tmp_path / "out"))
    answers = [json.loads((out / "readiness.json").read_text("utf-8")) for out in (tmp_path / "out", run.out)]

    assert (done.code, run.done.code) == (0, 0), done.stdout + done.stderr
    assert files(tmp_path / "out") == files(run.out)
    assert answers[0]["mode"] == answers[1]["mode"] == "certification"
    for answer in answers:
        answer["requirements"] = {name: row["status"] for name, row in answer["requirements"].items()}
    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    ("words", "env"),
    [
        ([SUITES, "-k", "test_sign_in"], {}),
        ([SUITES, "-x", "-k", "test_sign_in"], {}),
        ([f"{SUITES}/connect/test_sign_in.py"], {}),
        ([f"{SUITES}/connect"], {}),
        ([SUITES, "-k", "test_sign_in", "--deselect", f"{SUITES}/fault/test_session.py"], {}),
        ([f"{SUITES}/connect/test_sign_in.py"], {"PYTEST_ADDOPTS": f"--deselect {SUITES}/fault/test_session.py"}),
    ],
    ids=["-k", "-x", "a file", "a folder", "--deselect", "PYTEST_ADDOPTS"],
)
def test_what_chooses_is_never_green(
    words: list[str], env: Mapping[str, str], pair: Installation, tmp_path: Path
) -> None:
    done = pytest_face(*words, "--sut", str(pair.target), "--out", str(tmp_path / "out"), env=env)
    answer = json.loads((tmp_path / "out" / "readiness.json").read_text(encoding="utf-8"))

    assert (done.code, answer["answer"], answer["mode"]) == (NOT_SHOWN, "NO_GO", "diagnostic")
    assert answer["requirements"]["CONN-009"]["status"] == "DEMONSTRATED"
    assert {case["verdict"] for case in answer["requirements"]["CONN-003"]["cases"]} <= {"NONE"}


def test_a_whole_run_with_options_from_the_environment_decides_nothing(pair: Installation, tmp_path: Path) -> None:
    out = tmp_path / "out"
    left_out = {"PYTEST_ADDOPTS": f"--deselect {SUITES}/fault --deselect {SUITES}/behaviour"}
    done = pytest_face(SUITES, "--sut", str(pair.target), "--out", str(out), env=left_out)
    answer = json.loads((out / "readiness.json").read_text(encoding="utf-8"))

    assert (done.code, answer["answer"], answer["mode"]) == (NOT_SHOWN, "NO_GO", "diagnostic")


def test_without_a_province_nothing_is_judged() -> None:
    done = pytest_face(SUITES)

    assert done.code == 2
    assert "the suites judge a province: pytest tests/suites --sut province.toml" in done.stdout + done.stderr
    assert "passed" not in done.stdout


def test_a_list_of_cases_starts_nothing(pair: Installation, tmp_path: Path) -> None:
    done = pytest_face(SUITES, "--collect-only", "--sut", str(pair.target), "--out", str(tmp_path / "out"))

    assert done.code == 0
    assert "mode certification" in done.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["tests/unit"], USAGE, "none of the suites"),
        ([SUITES, "--deselect", "nothing"], 2, "leaves out no case"),
        ([f"{SUITES}/nowhere"], USAGE, "unrecognized arguments"),
    ],
)
def test_refusals_stay_refusals(words: list[str], code: int, told: str, pair: Installation) -> None:
    done = pytest_face(*words, "--sut", str(pair.target))

    assert done.code == code
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_stray_configuration_of_pytest_changes_nothing(pair: Installation, tmp_path: Path) -> None:
    """Neither deselecting nor renaming reaches a run that is started beside it."""
    leave_out = "addopts = -k nothing_at_all --collect-only\npython_functions = never_*\npython_files = never.py\n"
    (tmp_path / "pytest.ini").write_text(f"[pytest]\n{leave_out}", encoding="utf-8")
    (tmp_path / "setup.cfg").write_text(f"[tool:pytest]\n{leave_out}", encoding="utf-8")
    (tmp_path / "conftest.py").write_text("raise SystemExit(0)\n", encoding="utf-8")
    for name in ("secrets", "cli", "harness", "pytest", "sitecustomize"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(0)\n", encoding="utf-8")
    words = ("--sut", str(pair.target), "--select", "connect/*", "--out", "out", "--json")
    done = lienthong("run", *words, cwd=tmp_path, env=SECRETS)

    for name in ("CONN-001", "CONN-009", "CONN-010"):
        assert {case["verdict"] for case in done.json["requirements"][name]["cases"]} == {"PASS"}
