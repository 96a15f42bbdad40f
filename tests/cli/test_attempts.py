"""A campaign played several times in one record, and a run that is killed and goes on, before a running province."""

import fcntl
import json
import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cli.verify import verify_record
from harness.ledger import read_ledger
from tests.cli.command import REFUSED, lienthong
from tests.cli.installation import SECRETS, Installation, children, installation, running

FEW = ("--select", "fault/test_answers::test_success*")
RELEASED_WITHIN_S = 60.0
NOT_SHOWN, INTEGRITY = 11, 21


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A portal and an honest province."""
    with installation(tmp_path_factory.mktemp("pair")) as made:
        yield made


def events(out: Path, *kinds: str) -> list[dict[str, Any]]:
    lines = (out / "record" / "journal.jsonl").read_bytes().splitlines()
    return [event["data"] for event in map(json.loads, lines) if event["kind"] in kinds]


def came_to(root: Path) -> list[str]:
    """What the ledger of an output root says of its records."""
    ledger = read_ledger(root)
    assert ledger is not None
    return [entry.came_to for entry in ledger.entries]


def verdicts(out: Path) -> Counter[tuple[int, str]]:
    """How the runs of cases ended, by attempt; the static review aside."""
    ended = (row for row in events(out, "case-ended") if not row["case"].startswith("review/"))
    return Counter((row["attempt"], row["verdict"]) for row in ended)


def test_every_case_is_played_as_often_as_asked(pair: Installation, tmp_path: Path) -> None:
    out = tmp_path / "out"
    words = ("run", "--sut", str(pair.target), "--out", str(out), *FEW, "--repeat", "2", "--json")
    done = lienthong(*words, cwd=tmp_path, env=SECRETS)
    played = verdicts(out)
    ids = [row["id"] for row in events(out, "exchange")]

    assert done.code == NOT_SHOWN, done.stderr
    assert played[1, "PASS"] == played[2, "PASS"] == sum(played.values()) // 2 > 2
    assert len(ids) == len(set(ids))
    assert came_to(tmp_path) == ["NO_GO"]
    assert [row["attempt"] for row in events(out, "campaign-started", "attempt-ended")] == [1, 1, 2]
    assert done.json["requirements"]["CONN-005"]["status"] == "DEMONSTRATED"
    assert "attempts" not in done.json["requirements"]["CONN-005"]
    assert verify_record(out / "record", keys=(), report=None, policy=None, json_only=True) == 0


@pytest.mark.parametrize("whole", [True, False], ids=["all of it", "the command alone"])
def test_a_killed_run_goes_on_in_its_record(pair: Installation, tmp_path: Path, *, whole: bool) -> None:
    out = tmp_path / "out"
    words = ("--sut", str(pair.target), "--out", str(out), *FEW)
    with running(*words, cwd=tmp_path) as run:
        run.until(" 1/")
        campaign = [number for number, line in children(run.process.pid) if "harness.pytest_plugin" in line]
        for number in [run.process.pid, *(campaign if whole else ())]:
            os.kill(number, signal.SIGKILL)
        run.end()
    wait_until_released(out / "record")
    before = len(events(out, "case-ended"))

    assert campaign
    assert came_to(tmp_path) == ["unfinished"]
    assert verify_record(out / "record", keys=(), report=None, policy=None, json_only=True) == INTEGRITY
    if whole:
        other = lienthong("run", "--resume", *words, "--policy", "trial-run", cwd=tmp_path, env=SECRETS)
        assert other.code == REFUSED
        assert "this is not the run that was killed (command" in other.stderr
    done = lienthong("run", "--resume", *words, "--json", cwd=tmp_path, env=SECRETS)
    assert "requirements" in done.json, done.stderr
    (told,) = events(out, "resumed")
    ended = Counter((row["case"], row["instance"]) for row in events(out, "case-ended"))
    assert done.json["mode"] == "diagnostic"
    assert before < len(ended)
    assert came_to(tmp_path) == [done.json["answer"]]
    assert set(ended.values()) == {1}
    assert verdicts(out)[1, "ERROR"] == len(told["cut"]) <= 1
    assert sum(verdicts(out).values()) == verdicts(out)[1, "PASS"] + len(told["cut"])
    assert len(events(out, "campaign-started")) == 2
    assert events(out, "campaign-ended")[0]["completed"] is True
    assert verify_record(out / "record", keys=(), report=None, policy=None, json_only=True) == 0


def wait_until_released(record: Path) -> None:
    """Wait until the campaign of a command that was killed has noticed and let its record go."""
    until = time.monotonic() + RELEASED_WITHIN_S
    with (record / "journal.jsonl").open("rb") as journal:
        while time.monotonic() < until:
            try:
                fcntl.flock(journal, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                time.sleep(0.05)  # between two looks at a lock, up to RELEASED_WITHIN_S
            else:
                return
    pytest.fail("the campaign goes on though nobody waits for it")
