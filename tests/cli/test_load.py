"""`load` from end to end on the reference installation: a short run that is carried, one in which dossiers are lost.

Processes, HTTP and databases are real; only the scenarios are shorter than those that are served.
"""

import json
import re
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import cli.load
from cli.load import LoadOptions, load_system
from cli.load_target import confirmed_doors
from cli.reference import LOAD, TESTER
from harness.errors import Refused
from harness.ixit import load_target
from harness.record import load_record
from harness.rejudge import rejudge
from load.scenario import Event, Phase, Scenario, load_scenario
from tests.cli.command import command, environment
from tests.cli.installation import SECRETS, part, prepared

PEAK = replace(load_scenario("peak-hour"), phases=(Phase(8, "peak", 4),), life_s=3)
AWAY = (Event(1, "portal-away", 960), Event(7, "portal-back"))
OUTAGE = replace(load_scenario("backlog-drain"), phases=(Phase(8, "peak", 4),), life_s=3, events=AWAY)


def played(scenario: Scenario, out: Path, monkeypatch: pytest.MonkeyPatch, fault: str | None = None) -> dict[str, Any]:
    """What `load` leaves of a scenario."""
    monkeypatch.setattr(cli.load, "load_scenario", lambda _name: scenario)
    code = load_system(LoadOptions(scenario.name, out=out, seed=7, fault=fault, json_only=True))
    result: dict[str, Any] = json.loads((out / "partial.json").read_bytes())
    assert result["exit_code"] == code
    return result


def test_an_honest_province_keeps_every_dossier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever time this machine takes: nothing is lost, doubled or out of order, and all can be made again."""
    result = played(PEAK, tmp_path / "out", monkeypatch)
    rows, record = result["requirements"], load_record(tmp_path / "out" / "record")

    assert [rows[name]["status"] for name in ("VOL-006", "VOL-007")] == ["DEMONSTRATED"] * 2
    assert result["exit_code"] in {0, 12}
    assert {case["verdict"] for row in rows.values() for case in row["cases"]} <= {"PASS", "INCONC", "FAIL"}
    assert rejudge(record) == []
    recount = next(row for row in record.data("series") if row["of"] == "recount")
    assert len(recount["dossiers"]) > 10
    assert any(row["paid"] for row in recount["dossiers"])
    assert any(row["platform"] for row in recount["dossiers"])
    assert rows["VOL-010"]["status"] == "DEMONSTRATED"
    assert len(next(row for row in record.data("series") if row["of"] == "ministries")["rows"]) > 3
    assert "VOL-006" in (tmp_path / "out" / "load.html").read_text(encoding="utf-8")
    assert (tmp_path / "out" / "load.openmetrics").read_text(encoding="utf-8").endswith("# EOF\n")


def test_dossiers_that_are_lost_while_the_portal_is_away_are_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full queue forgets what was confirmed: exit 10, with what is missed, dossiers or steps of them."""
    result = played(OUTAGE, tmp_path / "out", monkeypatch, "lost-when-full")
    missed = {row["id"]: row["observed"] for row in result["blocking"]}

    assert result["exit_code"] == 10, missed
    assert missed.keys() <= {"VOL-006", "VOL-007"}
    assert any("H56" in observed or "times" in observed for observed in missed.values()), missed


def test_only_what_agrees_is_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The token must stand at the address itself; a target without [load] is not loaded at all."""
    made = prepared(tmp_path)
    monkeypatch.setenv(TESTER, SECRETS[TESTER])
    monkeypatch.setenv(LOAD, SECRETS[LOAD])
    target = load_target(made.target)
    with pytest.raises(Refused, match="does not answer"):
        confirmed_doors(target)
    with part(made.province.words, made.province.secrets):
        doors = confirmed_doors(target)
        assert doors.filing == f"{target.access.inbound}/nhanhosodvcqg"
        monkeypatch.setenv(LOAD, "another")
        with pytest.raises(Refused, match="does not show the token"):
            confirmed_doors(target)
    with pytest.raises(Refused, match=r"\[load\]"):
        confirmed_doors(replace(target, load=None))


def test_a_run_that_is_stopped_leaves_a_sealed_record_that_did_not_end(tmp_path: Path) -> None:
    """SIGTERM, as Ctrl-C: the generator ends, what was started is stopped, and the answer is that there is none."""
    words = ("load", "--scenario", "peak-hour", "--seed", "7", "--out", "out", "--lang", "en")
    with subprocess.Popen(
        command(*words), cwd=tmp_path, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        next(line for line in process.stderr if re.search(r"sent +\d+ .* at the portal +[1-9]\d*  lag +\d+ s", line))
        process.terminate()
        process.stderr.read()

    assert process.returncode == 20
    (ended,) = load_record(tmp_path / "out" / "record").data("campaign-ended")
    assert ended == {"completed": False, "why": "it was interrupted"}


def test_what_cannot_be_done_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="kill and start"):
        load_system(LoadOptions("failover", sut=tmp_path / "province.toml", out=tmp_path / "out"))
    with pytest.raises(Refused, match="reference installation"):
        load_system(LoadOptions("spike", sut=tmp_path / "province.toml", fault="slow-leak", out=tmp_path / "out"))
    made = prepared(tmp_path / "province")
    with pytest.raises(Refused, match="dossiers are expected in 60 s of it: too few"):
        load_system(LoadOptions("peak-hour", sut=made.target, times=0.01, out=tmp_path / "out"))
    with pytest.raises(Refused, match="dossiers are expected in 20 s of it: too few"):
        load_system(LoadOptions("peak-hour", sut=made.target, times=0.01, within=20, out=tmp_path / "out"))
    assert not (tmp_path / "out").exists()
    with pytest.raises(Refused, match="no scenario is called"):
        load_system(LoadOptions("rush-hour", out=tmp_path / "out"))
