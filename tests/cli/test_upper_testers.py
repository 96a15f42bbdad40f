"""A run whose upper tester is a supplier's class, or a person at a real terminal; beside a real portal and province."""

import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from cli.reference import TESTER
from tests.cli.command import LONGEST_S, command, environment, lienthong, one_line_refusal
from tests.cli.installation import SECRETS, Installation, installation
from tests.contract.upper_testers.person import NAME, ROLE, Operator

CLERK = Path(__file__).resolve().parents[1] / "contract" / "upper_testers"
TABLE = re.compile(r"\[access\.upper_tester\].*?(?=\n\[)", re.DOTALL)
MANUAL = 'kind = "manual"\ndeadline_s = 60'
CHOSEN = ("--select", "CONN-001")
DAY_S = 200
OPEN = 11
"""A diagnostic run leaves the blocking requirements that it did not look at."""


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installation(tmp_path_factory.mktemp("installation")) as made:
        yield made


def variant(there: Installation, name: str, table: str) -> Path:
    """The target file with another table for the upper tester, and a declared build."""
    text, count = TABLE.subn(lambda _: f"[access.upper_tester]\n{table}\n", there.target.read_text(encoding="utf-8"))
    assert count == 1
    path = there.folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def declared(path: Path) -> Path:
    """The target file with a build, for nobody can be asked."""
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("[sut]\n", '[sut]\nbuild = "sha256:declared"\n', 1), encoding="utf-8")
    return path


def events(out: Path, kind: str) -> list[Mapping[str, Any]]:
    lines = (out / "record" / "journal.jsonl").read_text(encoding="utf-8").splitlines()
    return [row["data"] for row in map(json.loads, lines) if row["kind"] == kind]


def readiness(out: Path) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads((out / "readiness.json").read_text(encoding="utf-8"))
    return found


def test_a_person_acts_and_every_judgement_says_so(there: Installation, tmp_path: Path) -> None:
    sut, out = declared(variant(there, "manual", MANUAL)), tmp_path / "out"
    person = Operator(f"{there.answers.tester}/upper-tester/1", SECRETS[TESTER])
    try:
        done = subprocess.run(
            command("run", "--sut", str(sut), "--out", str(out), *CHOSEN),
            cwd=tmp_path,
            env=environment(SECRETS),
            stdin=person.theirs,
            stderr=person.theirs,
            stdout=subprocess.DEVNULL,
            timeout=LONGEST_S,
            check=False,
        )
    finally:
        person.close()

    assert done.returncode == OPEN, person.seen
    who = f"{NAME}, {ROLE}"
    found = readiness(out)["requirements"]["CONN-001"]
    assert found["status"] == "DEMONSTRATED"
    assert found["marks"] == [f"stimulus: manual, by {who}"]
    stimuli = events(out, "stimulus")
    assert [row["operation"] for row in stimuli] == ["version", "accept", "accept", "version"]
    assert {row["by"] for row in stimuli} == {who}
    assert all(
        row["marks"] == [{"kind": "manual", "by": who}]
        for row in events(out, "judgement")
        if row["case"][:6] != "review"
    )
    page = (out / "report.html").read_text(encoding="utf-8")
    assert f"tác động thủ công, do {who} thực hiện" in page
    assert f"stimulus: manual, by {who}" in page
    again = lienthong("rejudge", str(out / "record"), cwd=tmp_path)
    assert (again.code, "none differ" in again.stdout) == (0, True)


def test_without_a_terminal_nobody_can_be_asked(there: Installation, tmp_path: Path) -> None:
    sut = declared(variant(there, "nobody", MANUAL))
    done = lienthong("run", "--sut", str(sut), "--out", str(tmp_path / "out"), *CHOSEN, cwd=tmp_path, env=SECRETS)
    one_line_refusal(done, "asks a person, and there is no terminal")
    assert not (tmp_path / "out").exists()


@pytest.mark.timeout(DAY_S)
def test_a_class_acts_and_every_byte_of_it_is_on_the_record(there: Installation, tmp_path: Path) -> None:
    url = f"{there.answers.tester}/upper-tester/1"
    table = f'kind = "python"\nurl = "{url}"\npath = "{CLERK}"\nclass = "clerk:Clerk"\nsettings.token_env = "{TESTER}"'
    sut, out = variant(there, "python", table), tmp_path / "out"

    day = ("--select", "SYNC-011", "--select", "SYNC-013")  # checks that compare with what was asked, and when
    words = ("run", "--sut", str(sut), "--out", str(out), *CHOSEN, *day)
    done = lienthong(*words, cwd=tmp_path, env=SECRETS, longest_s=DAY_S)

    assert done.code == OPEN, done.stderr
    found = readiness(out)["requirements"]
    for name in ("CONN-001", "SYNC-011", "SYNC-013"):
        assert (found[name]["status"], "marks" in found[name]) == ("DEMONSTRATED", False)
    assert any(name.startswith("stimulus-") for name in found["SYNC-013"]["evidence"])
    again = lienthong("rejudge", str(out / "record"), cwd=tmp_path)
    assert (again.code, "none differ" in again.stdout) == (0, True)
    crossed = [name for row in events(out, "stimulus") if row["operation"] == "accept" for name in row["crossed"]]
    seen = {row["id"]: row for row in events(out, "exchange") if row["system"] == "sut"}
    assert len(crossed) == len([row for row in events(out, "stimulus") if row["operation"] == "accept"]) > 2
    assert all(seen[name]["request"]["path"] == "/upper-tester/1/dossiers" for name in crossed)
    assert SECRETS[TESTER] not in (out / "record" / "journal.jsonl").read_text(encoding="utf-8")


def test_a_class_that_is_not_there_is_refused(there: Installation, tmp_path: Path) -> None:
    table = f'kind = "python"\nurl = "{there.answers.tester}"\nclass = "nothing.there:Clerk"'
    sut = variant(there, "missing", table)
    done = lienthong("run", "--sut", str(sut), "--out", str(tmp_path / "out"), *CHOSEN, cwd=tmp_path, env=SECRETS)
    one_line_refusal(done, "the upper tester nothing.there:Clerk", "No module named 'nothing'")
