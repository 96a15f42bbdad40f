"""What is watched while load is on: when the portal sees which dossier, what waits, how busy the portal's mock is.

With every look, payers and ministries' systems do what is due.

Nothing of a message is kept but codes, instants and counts, so a run of an hour leaves rows and not a journal.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from harness.campaign import Campaign
from harness.checks.percentiles import percentile
from harness.checks.timing import VIETNAM, WIRE
from harness.errors import Inconclusive
from harness.exchange import Json
from harness.pco import ObservingPco
from load.ministries import Ministry, agree
from load.payers import Payers
from load.scenario import Event, Scenario

PORTAL: Final = "dvcqg"
PUSH: Final = "DongBoHoSoMC"
AWAY: Final[Mapping[str, Json]] = {"name": "unavailable", "operation": "*", "arguments": {"status": 503}}
UNIX: Final = datetime(1970, 1, 1, tzinfo=UTC)
LONGEST_TICK_S: Final = 2.0


Hands = Mapping[str, Callable[[], None]]
"""Who does what a scenario has for the system itself (`province-killed`, `province-started`), by event."""


@dataclass
class Watch:
    """Watches one run. `tick` is called about once a second; all instants are seconds since 1970."""

    campaign: Campaign
    scenario: Scenario
    payers: Payers
    ministries: Sequence[Ministry]
    hands: Hands = field(default_factory=dict)
    seen: dict[str, float] = field(default_factory=dict)
    waiting: list[tuple[float, int | None, float]] = field(default_factory=list)
    events: list[tuple[float, str]] = field(default_factory=list)
    called_at: float = 0.0
    lag_s: float | None = None
    """The longest of the dossiers that were first seen in the last look, by their own word; None: there were none."""
    _answers: list[float] = field(default_factory=list)
    _cpu: list[tuple[float, float]] = field(default_factory=list)
    _away: str = ""

    def __post_init__(self) -> None:
        self._cursor = int(self.portal.identity()["journal_next"]) - 1
        self.known = {row["MaHoSo"] for row in self.portal.view("dossiers")["dossiers"]}
        self._look_at_cpu()

    @property
    def portal(self) -> ObservingPco:
        """The portal's door."""
        return self.campaign.pcos[PORTAL]

    def tick(self, at_s: float, *, wait: float = 0.0) -> None:
        """Look at everything once, `at_s` seconds after second 0, and do what the scenario has for that moment.

        Blocks at most `wait` seconds for the portal's next call.
        """
        for event in self.scenario.events[len(self.events) :]:
            if event.at_s <= at_s:
                self._do(event)
        self.payers.tick()
        for ministry in self.ministries:
            ministry.tick(at_s)
        self._read_journal(wait)
        self._look_at_cpu()
        self.waiting.append((time.time(), self.outbox(), self.busy()))

    def outbox(self) -> int | None:
        """How many messages wait in the province; None where it does not say."""
        try:
            return self.campaign.upper_tester.outbox().pending
        except Inconclusive:
            return None  # the row shows that it did not say; what it answers to calls is judged elsewhere

    def busy(self) -> float:
        """The share of a core that the process of the portal's mock used between the last two looks."""
        return _share(self._cpu[-2], self._cpu[-1])

    def at_rest(self, quiet_s: float, owed: Mapping[str, int]) -> bool:
        """Whether nothing waits, the portal is not called any more, and the province has what the others did.

        `owed` is how many bills are to be paid at the platform, by dossier.
        """
        if time.time() - self.called_at <= quiet_s or self.waiting[-1][1] != 0:
            return False
        return self.payers.all_booked(owed) and agree(self.ministries, self.campaign.upper_tester)

    def end(self) -> None:
        """Bring the portal back where the run ended while it was away."""
        if self._away:
            self._do(Event(0.0, "portal-back"))

    def to_json(self, identity: str, started: float) -> dict[str, Json]:
        """The `series` event, with instants in seconds after `started`."""
        return {
            "id": identity,
            "of": "watch",
            "rows": [[round(at - started, 3), waits, round(busy, 3)] for at, waits, busy in self.waiting],
            "events": [[round(at - started, 3), what] for at, what in self.events],
            "mocks": {
                "cpu_share": round(_share(self._cpu[0], self._cpu[-1]), 3),
                "calls": len(self._answers),
                "answer_p99_ms": round(percentile(self._answers, 0.99), 3) if self._answers else None,
            },
        }

    def _do(self, event: Event) -> None:
        if event.what in self.hands:
            self.hands[event.what]()
        elif event.what == "portal-away":
            self._away = str(self.portal.command("POST", "/behaviours", dict(AWAY))["id"])
        else:
            self.portal.command("DELETE", f"/behaviours/{self._away}")
            self._away = ""
        self.events.append((time.time(), event.what))

    def _read_journal(self, wait: float) -> None:
        self.lag_s = None
        until = time.monotonic() + LONGEST_TICK_S
        while time.monotonic() < until:
            page = self.portal.page(self._cursor, wait=wait)
            for row in page["exchanges"]:
                self._take(row)
            if page["next"] == self._cursor:
                return
            self._cursor, wait = page["next"], 0.0

    def _take(self, row: Mapping[str, Json]) -> None:
        if row["direction"] != "from-sut":
            return
        started = datetime.fromisoformat(row["started"])
        ended = started + timedelta(milliseconds=row["elapsed_ms"] or 0.0)
        self.called_at = max(self.called_at, (ended - UNIX).total_seconds())
        self._answers.append(row["elapsed_ms"] or 0.0)
        if row["operation"] == PUSH and row["facts"].get("effect"):
            for pushed in row["request"]["body"]["data"]:
                if pushed["MaHoSo"] not in self.seen:
                    self.seen[pushed["MaHoSo"]] = (ended - UNIX).total_seconds()
                    self._look_at_lag(pushed, ended)

    def _look_at_lag(self, pushed: Mapping[str, Json], seen: datetime) -> None:
        try:
            accepted = datetime.strptime(pushed["NgayTiepNhan"], WIRE).replace(tzinfo=VIETNAM)
        except ValueError:
            return  # no instant; what a push says is judged elsewhere
        self.lag_s = max(self.lag_s or 0.0, (seen - accepted).total_seconds())

    def _look_at_cpu(self) -> None:
        self._cpu.append((time.time(), float(self.portal.identity()["cpu_s"])))


def _share(first: tuple[float, float], last: tuple[float, float]) -> float:
    return (last[1] - first[1]) / max(last[0] - first[0], 0.001)
