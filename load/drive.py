"""One run: load on, watched; then rest, and the recount. What it leaves are `series` events (`harness/series.py`)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from harness.campaign import Campaign
from harness.exchange import Json
from harness.series import Series as Evidence
from harness.series import read_series
from load.arrivals import arrivals_of, ministry_work
from load.calls import Writer
from load.ministries import event_of, ministries_of
from load.payers import Payers
from load.plan import Limits, Plan
from load.recount import Story, recount, stories_of
from load.runner import Generators, Progress, run_load
from load.scenario import Scenario
from load.series import Series
from load.volume import Volume
from load.watch import Hands, Watch

TICK_S: Final = 0.5
STOPPED: Final = "stopped"
REST_TIMES: Final = 5
REST_MORE_S: Final = 10.0


@dataclass(frozen=True)
class Look:
    """What a line in the terminal shows: the generator's progress, what waits, how busy the portal's mock is.

    `lag_s` is the longest of the dossiers that the portal saw since the line before, from acceptance by their own word
    (whole seconds); None where it saw no new one.
    """

    progress: Progress
    waits: int | None
    busy: float
    synced: int
    lag_s: float | None


@dataclass
class Drive:
    """Drives the runs of one command. `append` takes each piece of evidence, `told` hears of a run once a second."""

    campaign: Campaign
    volume: Volume
    writer: Writer
    folder: Path
    append: Callable[[str, Mapping[str, Json]], None]
    told: Callable[[Look], None] = lambda _look: None
    generators: Generators = field(default_factory=Generators)
    limits: Limits = field(default_factory=Limits)
    hands: Hands = field(default_factory=dict)
    ca: str = ""
    _runs: int = 0
    _dossiers: int = 0

    def run(self, scenario: Scenario, *, times: float = 1.0) -> list[Evidence]:
        """Run a scenario at `times` its load; gives its evidence, which is on the record.

        Raises what the generator raises (`load.runner.run_load`), HarnessError where a mock's control API fails, and
        KeyboardInterrupt where the run was stopped by hand: the generator itself ends in good order first.
        """
        self._runs += 1
        plan = self._plan(scenario, times)
        work = ministry_work(self.volume, scenario, self.writer.seed + self._runs, times=times)
        ministries = ministries_of(self.campaign, work)
        watch = Watch(self.campaign, scenario, Payers(self.campaign), ministries, self.hands)

        def look(progress: Progress) -> None:
            watch.tick(progress.at_s)
            _, waits, busy = watch.waiting[-1]
            self.told(Look(progress, waits, busy, len(watch.seen), watch.lag_s))

        try:
            into = self.folder / f"run-{self._runs}"
            series = run_load(plan, into=into, generators=self.generators, progress=look)
        finally:
            watch.end()
        if series.document["ended"] == STOPPED:
            raise KeyboardInterrupt
        stories = stories_of(series.rows, lambda key: self.writer.online_code(int(key[1:])))
        self._rest(watch, scenario, {story.code: len(story.owed) for story in stories.values() if not story.doubtful})
        return self._keep(scenario, times, series, watch=watch, stories=stories)

    def _plan(self, scenario: Scenario, times: float) -> Plan:
        arrivals = arrivals_of(self.volume, scenario, self.writer.seed + self._runs, times=times)
        calls = tuple(self.writer.calls(arrivals, first=self._dossiers))
        self._dossiers += 1 + max((arrival.dossier for arrival in arrivals), default=0)
        return Plan(
            scenario.name, self.writer.seed, scenario.span_s, calls, self.limits, scenario.compression, ca=self.ca
        )

    def _rest(self, watch: Watch, scenario: Scenario, owed: Mapping[str, int]) -> None:
        """Until the system is at rest, but not for ever: then what stands there is recounted."""
        timers = self.campaign.access.timers

        def at_rest(left: float) -> bool | None:
            watch.tick(scenario.span_s, wait=min(left, TICK_S))
            return True if watch.at_rest(timers.quiet_s, owed) else None

        within = REST_TIMES * timers.sync_within_s + REST_MORE_S
        self.campaign.wait_at_most(at_rest, within=within, reason="nothing waits, and nobody is called")

    def _keep(
        self, scenario: Scenario, times: float, series: Series, *, watch: Watch, stories: Mapping[str, Story]
    ) -> list[Evidence]:
        """Put the evidence on the record."""
        started = datetime.fromisoformat(series.document["started_at"]).timestamp()
        accepted = {story.code: story.accepted_s for story in stories.values() if story.accepted_s is not None}
        there = watch.portal.view("dossiers")["dossiers"]
        tester = self.campaign.upper_tester
        told = recount(stories, tester, there, known=watch.known, platform=watch.payers.paid())
        rows = [
            [row.key, row.kind, row.planned_s, row.sent_s, row.done_s, row.status, row.outcome] for row in series.rows
        ]
        seen = {code: round(at - started, 3) for code, at in watch.seen.items()}
        events: list[dict[str, Json]] = [
            {"of": "calls", "scenario": scenario.name, "times": times, "document": series.document, "rows": rows},
            {"of": "sightings", "rows": [[code, at, seen.get(code)] for code, at in accepted.items()]},
            {**told, "waits": watch.outbox()},
            event_of(watch.ministries, tester),
        ]
        named = [{"id": f"{event['of']}-{self._runs}", **event} for event in events]
        named.append(watch.to_json(f"watch-{self._runs}", started))
        for event in named:
            self.append("series", event)
        return [read_series(event) for event in named]
