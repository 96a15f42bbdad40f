"""Three days pass at a real province and a real portal, and it is today again afterwards."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from harness.campaign import open_campaign
from harness.checks.timing import VIETNAM
from harness.fence import seen
from harness.ixit import load_target
from harness.marks import Marks
from harness.passage import hours_pass
from harness.statement import read_statement
from tests.contract.upper_testers.conftest import HTTP, TOKEN
from tests.suites import office, portal
from tests.unit.harness.test_ixit import TEXT
from tests.unit.province.processes import TOKEN as CONTROL
from tests.unit.province.processes import run_portal, run_province, running
from tests.unit.province.samples import options_for

HOURS = 72


def target_text(*, tester: str, national: str, control: str) -> str:
    """The target file of these processes."""
    text = TEXT.replace('"http://127.0.0.1:2"', f'"{national}"').replace('"http://127.0.0.1:3"', f'"{control}"')
    return text.replace(HTTP, f'url = "{tester}"\ntoken_env = "TESTER_TOKEN"')


def test_three_days_pass_and_it_is_today_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TESTER_TOKEN", TOKEN)
    monkeypatch.setenv("TOKEN", CONTROL)
    rows: list[tuple[str, Any]] = []
    marks = Marks(lambda kind, row: rows.append((kind, row)))
    with (
        running(run_portal, {}) as there,
        running(run_province, options_for(tmp_path / "data", there["national"], token=TOKEN)) as province,
    ):
        path = tmp_path / "province.toml"
        told = {"national": there["national"], "control": there["control"]}
        path.write_text(target_text(tester=province["url"].removesuffix("/upper-tester/1"), **told), encoding="utf-8")
        campaign = open_campaign(load_target(path), read_statement({}, {}), seed=1, append=marks)
        door, later = campaign.pcos[portal.SYSTEM], datetime.now(VIETNAM) + timedelta(hours=HOURS)
        with hours_pass(campaign, HOURS, reason="three days pass"):
            done = campaign.upper_tester.accept(office.application(campaign.rng, "2.001019"))
            pushed = campaign.wait_until(seen(door, portal.push(done.dossier)), within=20, reason="it arrives")
            assert door.command("GET", "/behaviours")["behaviours"][0]["name"] == "clock-skew"
        today = campaign.upper_tester.clock().now - datetime.now(UTC)
        assert door.command("GET", "/behaviours")["behaviours"] == []
        campaign.close()

    assert f"-{later:%y%m%d}-" in done.dossier
    assert pushed.body["data"][0]["NgayTiepNhan"].startswith(f"{later:%Y%m%d}")
    assert abs(today) < timedelta(seconds=2)
    assert marks.of([pushed.id]) == [{"kind": "compressed", "hours": HOURS}]
