"""Ways not to pass, each seen not to pass: through the real command, on a copy of our code where it must be spoilt."""

import json
import os
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.cli.command import Done, lienthong
from tests.cli.installation import SECRETS, Installation, children, installation, running
from tests.selfcheck.planted import BROKEN, SILENT, VIOLATING, Planted, changing, module

LONG = ("--select", "connect/*", "--select", "fault/test_answers::*spelt")
CONNECT = ("--select", "connect/*")
VIOLATED, NOT_SHOWN, BROKEN_RUN = 10, 11, 20


def judged(pair: Installation, out: Path, *words: str, sut: Path | None = None, copy: Path | None = None) -> Done:
    """`lienthong run`, with the code of the copy where one is given."""
    env = {**SECRETS, **({"PYTHONPATH": str(copy)} if copy else {})}
    target = str(sut or pair.target)
    return lienthong("run", "--sut", target, "--out", str(out), "--json", *words, cwd=out.parent, env=env)


def planted(cases: Sequence[Planted], pair: Installation, out: Path, copy: Path, *words: str, **named: Any) -> Done:
    """The same, of nothing but cases that are planted into the copy."""
    (copy / "tests/suites/connect/test_planted.py").write_text(module(*cases), encoding="utf-8")
    return judged(pair, out, "--select", "connect/test_planted::*", *words, copy=copy, **named)


def why(out: Path) -> str:
    """What the sealed record says of the end of its campaign."""
    assert (out / "record" / "manifest.json").is_file()
    events = [json.loads(line) for line in (out / "record" / "journal.jsonl").read_text().splitlines()]
    return " | ".join(str(row["data"].get("why", "")) for row in events if row["kind"] == "campaign-ended")


def readiness(out: Path) -> dict[str, Any]:
    """The answer as it lies in the folder."""
    made: dict[str, Any] = json.loads((out / "readiness.json").read_text(encoding="utf-8"))
    return made


def test_honest_suites_pass_and_a_selection_decides_nothing(pair: Installation, copied: Path, tmp_path: Path) -> None:
    done = judged(pair, tmp_path / "out", *CONNECT, copy=copied)

    assert (done.code, done.json["answer"], done.json["mode"]) == (NOT_SHOWN, "NO_GO", "diagnostic"), done.stderr
    for name in ("CONN-001", "CONN-009", "CONN-010"):
        assert {case["verdict"] for case in done.json["requirements"][name]["cases"]} == {"PASS"}


@pytest.mark.parametrize(
    ("cases", "code"),
    [(BROKEN[:-1], BROKEN_RUN), (SILENT, NOT_SHOWN), ((*VIOLATING, BROKEN[-1]), VIOLATED)],
    ids=["broken", "silent", "violating"],
)
def test_planted_cases(cases: tuple[Planted, ...], code: int, pair: Installation, copy: Path, tmp_path: Path) -> None:
    done = planted(cases, pair, tmp_path / "out", copy)
    found = {
        row.name: (
            done.json["requirements"][row.requirement]["status"],
            [(case["verdict"], case["code"]) for case in done.json["requirements"][row.requirement]["cases"]],
        )
        for row in cases
    }

    assert found == {row.name: (row.status, [(row.verdict, row.code)]) for row in cases}
    assert done.code == code


@pytest.mark.parametrize(
    ("hook", "code"),
    [
        (
            "def pytest_collection_modifyitems(items):\n    items[:] = [x for x in items if 'agency' not in x.name]\n",
            NOT_SHOWN,
        ),
        ("def pytest_collection_modifyitems(items):\n    items.clear()\n", BROKEN_RUN),
        (
            "def pytest_ignore_collect(collection_path):\n    return 'sign_in' in collection_path.name or None\n",
            NOT_SHOWN,
        ),
        (
            "def pytest_ignore_collect(collection_path):\n    return 'test_' in collection_path.name or None\n",
            BROKEN_RUN,
        ),
        ("def pytest_runtest_protocol(item):\n    return True\n", BROKEN_RUN),
        ("def pytest_runtest_call(item):\n    import os\n    os._exit(0)\n", BROKEN_RUN),
        ("def pytest_runtest_call(item):\n    item.session.shouldstop = 'enough'\n", BROKEN_RUN),
    ],
    ids=["drops some", "drops all", "ignores a module", "ignores every module", "plays nothing", "leaves", "stops"],
)
def test_a_hook_of_the_suites(hook: str, code: int, pair: Installation, copy: Path, tmp_path: Path) -> None:
    conftest = copy / "tests/suites/conftest.py"
    conftest.write_text(conftest.read_text(encoding="utf-8") + "\n\n" + hook, encoding="utf-8")
    done = judged(pair, tmp_path / "out", *CONNECT, copy=copy)

    assert done.code == code, done.json["reason"]
    assert done.json["requirements"]["CONN-010"]["status"] == "NOT_DEMONSTRATED"
    assert (code == BROKEN_RUN) == bool(why(tmp_path / "out"))


@pytest.mark.parametrize(
    "text",
    [
        "from tests.suites.connect.test_sign_in import test_it_signs_in_with_its_account_in_the_body\n",
        "raise RuntimeError('it cannot be imported')\n",
    ],
    ids=["collected in no plan", "cannot be collected"],
)
def test_a_module_that_the_plan_does_not_know(text: str, pair: Installation, copy: Path, tmp_path: Path) -> None:
    (copy / "tests/suites/connect/test_planted.py").write_text(text, encoding="utf-8")
    done = judged(pair, tmp_path / "out", *CONNECT, copy=copy)

    assert done.code == BROKEN_RUN, done.json["reason"]
    assert why(tmp_path / "out")


@pytest.mark.parametrize("line", ['"portal.sync" = false', ""], ids=["false", "left out"])
def test_a_mandatory_item_that_is_not_claimed(line: str, pair: Installation, tmp_path: Path) -> None:
    sut = pair.variant("mandatory", portal_sync=line)
    done = judged(pair, tmp_path / "out", "--select", "CONN-001", sut=sut)

    assert (done.code, done.json["answer"]) == (VIOLATED, "NO_GO")
    assert done.json["requirements"]["CONN-001"]["status"] == "VIOLATED"


def test_a_statement_without_any_item_claimed(pair: Installation, tmp_path: Path) -> None:
    names = ("portal.sync", "channel.online", "channel.postal", "vneid", "national-store", "foreign-codes")
    lines = {name.replace(".", "_").replace("-", "_"): f'"{name}" = false' for name in names}
    done = judged(pair, tmp_path / "out", "--select", "CONN-001", sut=pair.variant("nothing", **lines))

    assert (done.code, done.json["answer"]) == (VIOLATED, "NO_GO")


def test_a_statement_that_claims_nothing_optional(pair: Installation, tmp_path: Path) -> None:
    names = ("channel.online", "channel.postal", "vneid", "national-store", "foreign-codes")
    lines = {name.replace(".", "_").replace("-", "_"): f'"{name}" = false' for name in names}
    done = judged(pair, tmp_path / "out", sut=pair.variant("optional", **lines))

    assert (done.code, done.json["answer"]) == (NOT_SHOWN, "NO_GO")
    assert "too few apply in SYNC" in done.json["reason"]


def test_a_province_that_is_connected_to_nothing(tmp_path: Path) -> None:
    with installation(tmp_path / "pair", portal_of_province="http://127.0.0.1:9") as made:
        done = judged(made, tmp_path / "out", *CONNECT)
        journal = made.control("identity").json()["journal_next"]

    codes = {case["code"] for row in done.json["requirements"].values() for case in row["cases"]}
    assert (done.code, done.json["answer"], journal) == (NOT_SHOWN, "NO_GO", 1)
    assert "PRECONDITION" in codes
    assert done.json["counts"]["VIOLATED"] == 0


@pytest.mark.parametrize("changed", ["tests/suites/portal.py", "specs/created.toml"])
def test_code_that_is_changed_in_mid_run(changed: str, pair: Installation, copy: Path, tmp_path: Path) -> None:
    file, out = copy / changed, tmp_path / "out"
    before = file.read_text(encoding="utf-8")
    case = changing(f"with open({str(file)!r}, 'a') as file:\n    file.write('\\n')")
    done = planted(case, pair, out, copy)
    file.write_text(before, encoding="utf-8")

    assert (done.code, done.json["answer"]) == (BROKEN_RUN, "UNDECIDED")
    assert "engine, specs or suites changed in mid-run" in why(out)


def test_a_statement_that_is_changed_in_mid_run(pair: Installation, copy: Path, tmp_path: Path) -> None:
    """The second attempt would be played with other claims than the plan."""
    sut, out = pair.variant("mid-run"), tmp_path / "out"
    other = pair.variant("mid-run-changed", vneid='"vneid" = false')
    assert other.read_text(encoding="utf-8") != sut.read_text(encoding="utf-8")
    case = changing(f"os.replace({str(other)!r}, {str(sut)!r})")
    done = planted(case, pair, out, copy, "--repeat", "2", sut=sut)

    assert (done.code, done.json["answer"]) == (BROKEN_RUN, "UNDECIDED")
    assert "ended with code 4 before its time (see pytest.log)" in why(out)
    assert "the statement is not the one with which the record was opened" in (out / "pytest.log").read_text()


def pytest_child(parent: int) -> int:
    """The campaign's pytest, a child of the run."""
    return next(pid for pid, line in children(parent) if "-m pytest" in line)


@pytest.mark.parametrize("how", ["Ctrl-C", "Ctrl-C to the command alone", "SIGTERM", "SIGKILL of the campaign"])
def test_a_run_that_is_stopped(how: str, pair: Installation, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with running("--sut", str(pair.target), "--out", str(out), cwd=tmp_path) as run:
        run.until(" 4/")
        match how:
            case "Ctrl-C":
                run.interrupt_group()
            case "SIGKILL of the campaign":
                os.kill(pytest_child(run.process.pid), signal.SIGKILL)
            case _:
                run.process.send_signal(signal.SIGTERM if how == "SIGTERM" else signal.SIGINT)
        code = run.end()

    assert (code, readiness(out)["answer"], readiness(out)["mode"]) == (BROKEN_RUN, "UNDECIDED", "certification")
    assert ("SIGKILL" if "SIGKILL" in how else "interrupted") in why(out)
    assert (out / "report.html").is_file()
    assert lienthong("rejudge", str(out / "record"), cwd=tmp_path).code == 0


def test_the_province_is_not_shown_the_token(pair: Installation) -> None:
    process = Path("/proc") / str(pair.province.process.pid)
    shown = (process / "environ").read_bytes() + (process / "cmdline").read_bytes()

    assert SECRETS["LIENTHONG_TESTER_TOKEN"].encode() in shown
    assert SECRETS["LIENTHONG_CONTROL_TOKEN"].encode() not in shown


def test_the_referee_is_out_of_reach(pair: Installation) -> None:
    before = pair.control("identity").json()["journal_next"] - 1
    paths = ("identity", "journal", "behaviours", "dossiers", "sessions/expire", "nowhere")
    asked = [
        pair.control(path, token=token)
        for path in paths
        for token in ("", "guess", SECRETS["LIENTHONG_PORTAL_PASSWORD"])
    ]

    assert {answer.status_code for answer in asked} == {401}
    assert len({answer.text for answer in asked}) == 1
    rows = pair.control(f"journal?after={before}").json()["exchanges"]
    shown = [row["facts"]["shut_out"] for row in rows if "shut_out" in row["facts"]]
    assert shown == ["no token", "a wrong token", "a wrong token"] * len(paths)
    assert "control-token" not in json.dumps(rows)
    seen = httpx.get(f"{pair.answers.national}/control/1/identity", trust_env=False)
    honest = httpx.get(f"{pair.answers.national}/nowhere", trust_env=False)
    assert (seen.status_code, seen.text) == (honest.status_code, honest.text)
