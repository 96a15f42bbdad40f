"""Hours pass: compressed where the system's clock can be set, for real within the budget, and else it is said."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from harness.campaign import Campaign
from harness.errors import Inconclusive
from harness.exchange import Exchange
from harness.marks import Marks
from harness.passage import hours_pass, moment_is
from harness.statement import read_statement
from harness.upper_tester import SystemTime, Version
from harness.verdict import Code
from tests.unit.harness.evidence import FakeClock, make_exchange
from tests.unit.harness.test_campaign import ACCESS

AHEAD = timedelta(seconds=90)


@dataclass
class System:
    """A system whose clock is 90 s ahead of ours, and may be set or not."""

    ours: FakeClock
    capabilities: frozenset[str] = frozenset({"clock"})
    set: list[tuple[timedelta, float | None]] = field(default_factory=list)
    runs_at: float | None = None
    operator: str | None = None

    def version(self) -> Version:
        return Version("n", "1", "b", None, self.capabilities)

    def clock(self) -> SystemTime:
        return SystemTime(self.ours.now() + AHEAD, 1.0, make_exchange(1))

    def set_clock(self, now: datetime, *, rate: float | None = None) -> SystemTime:
        self.set.append((now - self.ours.now(), rate))
        return SystemTime(now, self.runs_at or rate or 1.0, make_exchange(1))


@dataclass
class Mock:
    """A mock's door: behaviours that are armed, and one exchange at each look."""

    clock: FakeClock
    append: Marks
    armed: dict[str, Any] = field(default_factory=dict)
    told: list[tuple[str, str]] = field(default_factory=list)
    exchanges: list[Exchange] = field(default_factory=list)

    def command(self, method: str, path: str, body: Any = None) -> Mapping[str, Any]:
        self.told.append((method, path))
        if method == "DELETE":
            return {"id": self.armed.pop(path.rpartition("/")[2])["name"]}
        self.armed[f"b-{len(self.told)}"] = body
        return {"id": f"b-{len(self.told)}"}

    def read(self, wait: float = 0.0) -> list[Exchange]:
        self.clock.seconds += wait
        exchange = make_exchange(len(self.exchanges) + 1)
        self.exchanges.append(exchange)
        self.append("exchange", exchange.raw)
        return [exchange]


@dataclass
class World:
    campaign: Campaign
    tester: System
    mock: Mock
    marks: Marks
    rows: list[tuple[str, Mapping[str, Any]]]

    def of(self, kind: str) -> list[Mapping[str, Any]]:
        return [row for found, row in self.rows if found == kind]


@pytest.fixture
def world() -> World:
    rows: list[tuple[str, Mapping[str, Any]]] = []
    clock, marks = FakeClock(0.0), Marks(lambda kind, row: rows.append((kind, row)))
    tester, mock = System(clock), Mock(clock, marks)
    campaign = Campaign(
        access=ACCESS,
        statement=read_statement({}, {}),
        upper_tester=tester,  # type: ignore[arg-type]  # as much of a tester as a passage asks
        pcos={"dvcqg": mock},  # type: ignore[dict-item]  # a door by script
        profiles={},
        append=marks,
        rng=random.Random(1),
        clock=clock,
        time_budget_s=1800.0,
    )
    return World(campaign, tester, mock, marks, rows)


def test_clocks_jump_and_are_set_back(world: World) -> None:
    with hours_pass(world.campaign, 72, reason="the deadline passes"):
        assert world.tester.set == [(AHEAD + timedelta(hours=72), None)]
        assert list(world.mock.armed.values()) == [{"name": "clock-skew", "arguments": {"seconds": 72 * 3600}}]

    assert world.tester.set[-1] == (AHEAD, None)
    assert world.mock.armed == {}
    assert [row["state"] for row in world.of("passage")] == ["begins", "ends"]
    assert world.of("passage")[0] == {"state": "begins", "hours": 72, "reason": "the deadline passes", "rate": None}
    assert world.of("wait") == []


def test_only_what_is_seen_meanwhile_is_marked(world: World) -> None:
    (before,) = world.mock.read()
    with hours_pass(world.campaign, 72, reason="x"):
        (inside,) = world.mock.read()
    (after,) = world.mock.read()

    mark = {"kind": "compressed", "hours": 72}
    assert world.marks.of([before.id, after.id]) == []
    assert world.marks.of([before.id, inside.id, inside.id]) == [mark]


def test_a_moment_of_the_calendar_is_set_in_the_province_alone(world: World) -> None:
    """The province shows the moment and is set back; the mocks keep their time, and the mark tells the hours."""
    moment = world.campaign.clock.now() + AHEAD - timedelta(hours=30)

    with moment_is(world.campaign, moment, reason="a Monday"):
        world.mock.read()

    assert world.tester.set == [(AHEAD - timedelta(hours=30), None), (AHEAD, None)]
    assert world.mock.told == []
    assert [row["hours"] for row in world.of("passage")] == [-30, -30]


def test_a_moment_of_the_calendar_needs_a_clock_that_can_be_set(world: World) -> None:
    """Without the capability the case is open, and says what it needs."""
    world.tester.capabilities = frozenset()
    moment = datetime.fromisoformat("2026-03-02T10:00:00+07:00")

    with (
        pytest.raises(Inconclusive, match="02/03/2026 10:00") as open_case,
        moment_is(world.campaign, moment, reason="a Monday"),
    ):
        pytest.fail("the block must not run")
    assert open_case.value.code is Code.PRECONDITION


def test_a_running_clock_runs_faster_for_as_long_as_it_takes(world: World) -> None:
    with hours_pass(world.campaign, 1, reason="the nightly job", rate=3600.0):
        took = world.campaign.clock.monotonic()
        assert 1.0 <= took < 1.5
        assert [rate for _, rate in world.tester.set] == [3600.0, 1.0]

    assert world.tester.set[-1] == (AHEAD, 1.0)
    assert world.of("wait")[0]["reason"] == "1 h at rate 3600"


def test_a_clock_that_takes_no_rate_is_inconclusive_and_set_back(world: World) -> None:
    world.tester.runs_at = 1.0
    with (
        pytest.raises(Inconclusive, match="runs at 1, not at 3600"),
        hours_pass(world.campaign, 1, reason="x", rate=3600.0),
    ):
        pytest.fail("nothing has passed")
    assert world.tester.set[-1] == (AHEAD, 1.0)
    assert [row["state"] for row in world.of("passage")] == ["begins", "ends"]


def test_clocks_are_set_back_when_the_block_ends_badly(world: World) -> None:
    with pytest.raises(Inconclusive, match="no dossier"), hours_pass(world.campaign, 72, reason="x"):
        raise Inconclusive(Code.PRECONDITION, "no dossier")
    assert world.tester.set[-1] == (AHEAD, None)
    assert world.mock.armed == {}


def test_without_a_clock_the_hours_pass_for_real(world: World) -> None:
    world.tester.capabilities = frozenset()
    with hours_pass(world.campaign, 0.25, reason="a quarter passes"):
        assert world.campaign.clock.monotonic() >= 900
        (inside,) = world.mock.read()

    assert world.tester.set == []
    assert world.mock.told == []
    assert [(row["reason"], row["met"]) for row in world.of("wait")] == [("a quarter passes", True)]
    assert world.marks.of([inside.id]) == []


def test_beyond_the_budget_it_is_said_how_long_it_takes(world: World) -> None:
    world.tester.capabilities = frozenset()
    with (
        pytest.raises(Inconclusive, match=r"needs 72 hours \(the deadline passes\)") as caught,
        hours_pass(world.campaign, 72, reason="the deadline passes"),
    ):
        pytest.fail("nothing has passed")
    assert caught.value.code is Code.PRECONDITION
    assert world.campaign.clock.monotonic() == 0


def test_whoever_acts_by_hand_is_on_every_judgement(world: World) -> None:
    for number, by in enumerate(["A, clerk", "A, clerk", "B, officer"], 1):
        world.marks("stimulus", {"id": f"stimulus-{number:06d}", "kind": "manual", "by": by})
    world.marks("stimulus", {"id": "stimulus-000009", "kind": "python", "by": "clerk:Clerk"})

    assert world.marks.of(["dvcqg-000001"]) == [
        {"kind": "manual", "by": "A, clerk"},
        {"kind": "manual", "by": "B, officer"},
    ]
