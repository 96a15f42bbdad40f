"""What is seen while load is on: how late the portal sees dossiers."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from harness.exchange import Json
from load.payers import Payers
from load.scenario import load_scenario
from load.watch import PORTAL, PUSH, Watch

MINUTE = "2026-11-23T09:00"  # in UTC; in Việt Nam it is 16:00


class Portal:
    """Stands for the portal's control port: `journal` is what the province sends."""

    def __init__(self) -> None:
        self.journal: list[Mapping[str, Json]] = []

    def identity(self) -> Mapping[str, Json]:
        return {"journal_next": len(self.journal) + 1, "cpu_s": 0.0}

    def view(self, name: str) -> Mapping[str, Json]:
        return {name: []}

    def page(self, since: int, *, wait: float) -> Mapping[str, Json]:
        assert wait == 0
        return {"exchanges": self.journal[since:], "next": len(self.journal)}


class Campaign:
    """Of a campaign, what a watch uses."""

    def __init__(self, portal: Portal) -> None:
        self.pcos: Mapping[str, Any] = {PORTAL: portal}
        self.upper_tester = self

    def outbox(self) -> Any:
        return type("Told", (), {"pending": 0})


def push(code: str, accepted: str, *, at_s: float, effect: Sequence[str] = ("added",)) -> Mapping[str, Json]:
    row = {"MaHoSo": code, "NgayTiepNhan": accepted}
    return {
        "direction": "from-sut",
        "started": f"{MINUTE}:{at_s:06.3f}+00:00",
        "elapsed_ms": 500.0,
        "operation": PUSH,
        "facts": {"effect": [*effect]},
        "request": {"body": {"data": [row]}},
    }


@pytest.mark.parametrize(
    ("came", "lag"),
    [
        ([], None),
        ([push("a", "20261123160001", at_s=3)], 2.5),
        ([push("a", "20261123160001", at_s=3), push("b", "20261123160000", at_s=4)], 4.5),
        ([push("a", "20261123160001", at_s=3), push("a", "20261123160001", at_s=30)], 2.5),
        ([push("a", "20261123160059", at_s=3)], 0.0),
        ([push("a", "20260231160000", at_s=3)], None),
        ([push("a", "20261123160001", at_s=3, effect=())], None),
    ],
    ids=["nothing", "one", "the longest", "seen once", "a clock ahead", "no day of a calendar", "refused"],
)
def test_the_lag_is_that_of_the_dossiers_seen_in_the_last_look(
    came: list[Mapping[str, Json]], lag: float | None
) -> None:
    portal = Portal()
    campaign: Any = Campaign(portal)
    watch = Watch(campaign, load_scenario("peak-hour"), Payers(campaign), ())
    portal.journal += came
    watch.tick(1.0)
    assert watch.lag_s == lag

    watch.tick(2.0)
    assert watch.lag_s is None
