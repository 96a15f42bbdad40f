"""The province loses power in mid-campaign and comes back: nothing that a clerk was told is lost or doubled."""

import json
import time
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import httpx

from cli.reference import TESTER
from tests.cli.command import lienthong
from tests.cli.installation import SECRETS, Installation, installation, running, seen_dossiers

CONFIRMED = {"/dossiers": 201, "/process": 200, "/supplement": 200, "/finish": 200, "/return": 200}
"""The acts whose statuses are followed; dossiers on which others were done are left aside."""
OBLIGED = "6"
"""Told of a dossier that a tax notice has reached, which is no act of a clerk: it is left aside too."""
DRAINED_WITHIN_S = 30.0


def confirmed_acts(record: Path) -> tuple[dict[str, list[str]], Counter[str]]:
    """What the upper tester confirmed, and what it was asked and left without an answer.

    The first are the statuses of each dossier, in their order; the second is how many acts on it nobody knows of: the
    province may have done them before it was killed, or not.
    """
    acts: dict[str, list[str]] = {}
    unknown: Counter[str] = Counter()
    others: set[str] = set()
    for line in (record / "journal.jsonl").read_text(encoding="utf-8").splitlines():
        event = json.loads(line)
        row: dict[str, Any] = event["data"]
        if event["kind"] != "exchange" or row["system"] != "upper-tester" or row["request"]["method"] != "POST":
            continue
        act = "/" + row["request"]["path"].rpartition("/")[2]
        wanted = CONFIRMED.get(act)
        if wanted is None:
            others.add(unquote(row["request"]["path"].split("/")[-2]))
        elif row["response"] is None:
            unknown[unquote(row["request"]["path"].split("/")[-2])] += 1
        elif row["response"]["status"] == wanted:
            acts.setdefault(row["response"]["body"]["dossier"], []).append(row["response"]["body"]["status"])
    followed = {code: _without_repeats(done) for code, done in acts.items() if code not in others}
    return followed, unknown


def drained(made: Installation, acts: dict[str, list[str]]) -> dict[str, dict[str, Any]]:
    """What the portal holds, once as many statuses have come as were confirmed, or time is up."""
    until = time.monotonic() + DRAINED_WITHIN_S
    while True:
        held = {row["MaHoSo"]: row for row in seen_dossiers(made)}
        if all(len(held.get(code, {}).get("statuses", ())) >= len(acts[code]) for code in acts):
            return held
        if time.monotonic() > until:
            return held
        time.sleep(0.2)  # between two looks at the portal, up to DRAINED_WITHIN_S


def waits(made: Installation) -> int:
    """Wait until messages wait in the province, so that the loss of power meets it with work undone."""
    until = time.monotonic() + DRAINED_WITHIN_S
    bearer = {"Authorization": f"Bearer {SECRETS[TESTER]}"}
    while time.monotonic() < until:
        outbox = httpx.get(f"{made.answers.tester}/upper-tester/1/outbox", headers=bearer, trust_env=False).json()
        if outbox["pending"] > 1:
            return int(outbox["pending"])
        time.sleep(0.02)  # short, so that the kill meets the work undone
    return 0


def test_a_province_that_is_killed_and_started_again(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with installation(tmp_path / "pair") as made:
        with running("--sut", str(made.target), "--out", str(out), cwd=tmp_path) as run:
            run.until("test_an_existing_dossier_is_known_by_code")  # what follows: the portal is away for a while
            pending = waits(made)
            made.province.kill()
            made.province.again()
            code = run.end()
        acts, unknown = confirmed_acts(out / "record")
        held = drained(made, acts)
    acts = {name: done for name, done in acts.items() if OBLIGED not in held.get(name, {}).get("statuses", ())}
    answer = json.loads((out / "readiness.json").read_text(encoding="utf-8"))

    assert pending > 1
    assert len(acts) > 10
    assert sorted(set(acts) - set(held)) == []
    assert {name: held[name]["adds"] for name in acts} == dict.fromkeys(acts, 1)
    told = {name: _without_repeats(held[name]["statuses"]) for name in acts}
    assert {name: statuses[: len(acts[name])] for name, statuses in told.items()} == acts
    assert Counter({name: len(statuses) - len(acts[name]) for name, statuses in told.items()}) <= unknown
    assert answer["exit_code"] == code
    demonstrated = {row["status"] for row in answer["requirements"].values()} == {"DEMONSTRATED"}
    assert (answer["answer"] == "GO") == demonstrated
    print(f"after the kill: {answer['answer']} ({code}): {answer['reason']}")  # noqa: T201 - kept with the test's output
    assert lienthong("rejudge", str(out / "record"), cwd=tmp_path).code == 0


def _without_repeats(statuses: list[str]) -> list[str]:
    """The same content may be sent again after a crash; a status may not come back after another."""
    return [status for place, status in enumerate(statuses) if place == 0 or statuses[place - 1] != status]
