"""What a campaign offers its cases: waits on the record, quiescence, fences, doors of the right mocks."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import respx

from harness.campaign import Campaign, open_campaign
from harness.errors import HarnessError, Inconclusive
from harness.exchange import Exchange
from harness.fence import raise_fence, seen
from harness.ixit import ExtraInformation, Timers, UpperTesterAccess
from harness.statement import read_statement
from harness.verdict import Code
from specs.redaction import redact
from tests.unit.harness.evidence import FENCE, FakeClock, fence, make_exchange
from tests.unit.harness.test_ixit import TEXT, target_of

TIMERS = Timers(sync_within_s=10, quiet_s=40, read_timeout_s=5, first_pause_s=1)
ACCESS = ExtraInformation("H56.14", "VN", "u", "P", UpperTesterAccess("http", "http://127.0.0.1:1", None), TIMERS)
PORTAL = {
    "system": "dvcqg",
    "profile": "dvcqg-2025",
    "redaction_key": "00ff",
    "journal_next": 1,
    "started": "2026-01-05T08:00:00+07:00",
}


@dataclass
class Journal:
    """An observing door by script: at which seconds which exchanges come. A poll lasts as long as it may."""

    clock: FakeClock
    script: list[tuple[float, Exchange]] = field(default_factory=list)
    exchanges: list[Exchange] = field(default_factory=list)

    def read(self, wait: float = 0.0) -> list[Exchange]:
        until = self.clock.seconds + min(wait, 25.0)
        if self.script and self.script[0][0] <= until:
            at, exchange = self.script.pop(0)
            self.clock.seconds = max(self.clock.seconds, at)
            self.exchanges.append(exchange)
            return [exchange]
        self.clock.seconds = until
        return []


@pytest.fixture
def rows() -> list[tuple[str, Mapping[str, Any]]]:
    return []


@pytest.fixture
def journal() -> Journal:
    return Journal(FakeClock(0.0))


@pytest.fixture
def campaign(rows: list[Any], journal: Journal) -> Campaign:
    return Campaign(
        access=ACCESS,
        statement=read_statement({}, {}),
        upper_tester=None,  # type: ignore[arg-type]  # nobody acts here
        pcos={"dvcqg": journal},  # type: ignore[dict-item]  # a door by script
        profiles={},
        append=lambda kind, row: rows.append((kind, row)),
        rng=random.Random(1),
        clock=journal.clock,
    )


def test_waits_are_on_the_record(campaign: Campaign, rows: list[Any]) -> None:
    assert campaign.wait_at_most(lambda _: None, within=0.5, reason="nothing comes") is None
    assert campaign.wait_until(lambda _: "there", within=0.5, reason="it comes") == "there"
    assert [(kind, row["reason"], row["met"]) for kind, row in rows] == [
        ("wait", "nothing comes", False),
        ("wait", "it comes", True),
    ]


def test_only_a_timeout_is_passed_over(campaign: Campaign) -> None:
    def broken(_left: float) -> None:
        raise Inconclusive(Code.PRECONDITION, "no dossier")

    with pytest.raises(Inconclusive, match="no dossier"):
        campaign.wait_at_most(broken, within=1, reason="x")


def test_a_personal_value_is_told_as_the_doors_keep_it(campaign: Campaign) -> None:
    kept = redact({"name": "Đặng Thị Đỗ Quyên"}, {"properties": {"name": {"x-personal-data": "name"}}}, campaign.key)

    assert campaign.as_kept("Đặng Thị Đỗ Quyên", "name") == kept.value["name"] != "Đặng Thị Đỗ Quyên"


def test_quiescence_lasts_as_long_as_it_says(campaign: Campaign, journal: Journal) -> None:
    """40 seconds, though one poll lasts 25 at most."""
    campaign.quiescence()

    assert journal.clock.seconds >= 40


def test_quiescence_counts_from_the_last_call(campaign: Campaign, journal: Journal) -> None:
    journal.script = [(30.0, make_exchange(1))]
    campaign.quiescence()

    assert journal.clock.seconds >= 70
    assert journal.script == []


def test_a_system_that_never_rests_is_inconclusive(campaign: Campaign, journal: Journal) -> None:
    journal.script = [(float(second), make_exchange(second)) for second in range(1, 300)]

    with pytest.raises(Inconclusive) as caught:
        campaign.quiescence()

    assert caught.value.code is Code.TIMEOUT
    assert journal.clock.seconds < 120


def test_a_flood_does_not_outlast_the_wait(campaign: Campaign, journal: Journal) -> None:
    """Each poll brings something, never what was waited for: the wait ends all the same."""
    journal.script = [(second / 10, make_exchange(second)) for second in range(1, 1000)]

    assert campaign.wait_at_most(seen(journal, FENCE), within=5, reason="the fence") is None  # type: ignore[arg-type]  # a door by script
    assert journal.clock.seconds < 10


def test_a_fence_must_arrive_after_it_was_raised(campaign: Campaign, journal: Journal) -> None:
    journal.exchanges = [fence(1)]

    with pytest.raises(Inconclusive, match="the fence dossier arrives"):
        raise_fence(campaign, journal, lambda: "fence", lambda _: FENCE)  # type: ignore[arg-type]  # a door by script


def test_a_fence_ends_in_quiescence(campaign: Campaign, journal: Journal) -> None:
    journal.script = [(1.0, fence(1))]

    assert raise_fence(campaign, journal, lambda: "fence", lambda _: FENCE) == FENCE  # type: ignore[arg-type]  # a door by script
    assert journal.clock.seconds >= 41


@pytest.mark.parametrize(
    ("identity", "code"),
    [
        ({"system": "dvcqg", "profile": "dvcqg-2024"}, Code.CONFIG),
        ({"system": "vneid"}, Code.CONFIG),
        ({"redaction_key": "no hex"}, Code.MOCK),
        ({"redaction_key": None}, Code.MOCK),
        ({"journal_next": "x"}, Code.MOCK),
    ],
)
def test_another_mock_than_the_one_named_is_ours(tmp_path: Path, identity: dict[str, Any], code: Code) -> None:
    target = target_of(tmp_path, TEXT)
    with respx.mock:
        respx.get("http://127.0.0.1:3/control/1/identity").respond(200, json=PORTAL | identity)
        with pytest.raises(HarnessError) as caught:
            open_campaign(target, read_statement({}, {}), seed=1, append=lambda _kind, _row: None)

    assert caught.value.code is code


def test_a_campaign_knows_whose_numbers_its_people_have(tmp_path: Path) -> None:
    target = target_of(tmp_path, TEXT + '[people]\nscheme = "prefix"\n')
    with respx.mock:
        respx.get("http://127.0.0.1:3/control/1/identity").respond(200, json=PORTAL)
        opened = open_campaign(target, read_statement({}, {}), seed=1, append=lambda _kind, _row: None)
    opened.close()

    assert opened.people == target.people
    assert opened.people.name == "prefix"
