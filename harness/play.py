"""One campaign as the pytest child plays it: planned cases in, events of the record out."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from harness.assessment import RunKey, totals
from harness.campaign import Campaign, identity_of, open_campaign
from harness.earlier import ATTEMPT_ENDED, ENDED, STARTED, Earlier, earlier_in
from harness.errors import Ending, Refused
from harness.exchange import Json
from harness.ixit import Target, load_target
from harness.judge import Judge
from harness.marks import Marks
from harness.outcome import Outcome, ending_of, outcome_of
from harness.progress import tell_progress
from harness.record import RUN, RecordWriter, read_events
from harness.review import PHASE as REVIEW
from harness.sources import CAMPAIGN, digest_of
from harness.statement import ConformanceStatement, load_items, read_statement
from harness.verdict import Code, Verdict
from specs import FOLDER


@dataclass
class Play:
    """The state of a campaign: its record, its doors, and how the case at hand has gone so far.

    It is attempt `attempt` of `attempts` at every case; `earlier` is what the record held already. `code` is the digest
    of engine, specs and suites when the record was opened. `orphaned` where whoever started it is gone.
    """

    writer: RecordWriter
    campaign: Campaign
    planned: Mapping[str, tuple[str, ...]]
    marks: Marks
    code: str
    attempt: int = 1
    attempts: int = 1
    earlier: Earlier = field(default_factory=Earlier)
    phases: dict[str, list[Outcome]] = field(default_factory=dict)
    identity: Mapping[str, Json] | None = None
    certifying: bool = True
    collected: int = 0
    count: int = 0
    done: int = 0
    interrupted: str = ""
    orphaned: bool = False

    def note(self, item: pytest.Item) -> None:
        """An item came into being: from here on nobody can drop it unnoticed."""
        self.collected += self._is_to_play(item)

    def in_order(self, items: Sequence[pytest.Item]) -> list[pytest.Item]:
        """The selected cases in the order of the plan; an item that is in no plan stops everything."""
        known = list(self.planned)
        unplanned = [item.nodeid for item in items if case_id(item) not in self.planned]
        chosen = [item for item in items if self._is_to_play(item)]
        if unplanned:
            self.interrupted = f"{unplanned[0]} was collected but is in no plan"
            raise pytest.UsageError(self.interrupted)
        return sorted(chosen, key=lambda item: known.index(case_id(item)))

    def _is_to_play(self, item: pytest.Item) -> bool:
        """Whether the plan selects it, and it was not brought to its end before the run was killed."""
        key = RunKey(case_id(item), instance_of(item), self.attempt)
        return bool(self.planned.get(key.case)) and key not in self.earlier.ended

    def start(self) -> None:
        """Note who is being tested, and by which mocks: the same as in the campaigns before."""
        now = self._identity()
        self.identity = self.earlier.identity or now
        journal = {system: pco.position for system, pco in self.campaign.pcos.items()}
        told = {"identity": now, "journal": journal, "missed": self.earlier.missed(journal)}
        self.writer.append(STARTED, {"attempt": self.attempt, **told})

    def judge_of(self, item: pytest.Item) -> Judge:
        """The judge of one case run."""
        case = case_id(item)
        return Judge(case, instance_of(item), self.attempt, self.planned[case], self.writer.append, self.marks.of)

    def phase_ended(self, item: pytest.Item, when: str, exception: BaseException | None, judge: Judge | None) -> None:
        """Keep how a phase ended; close the case after the last one."""
        if when == "setup":
            run = {"case": case_id(item), "instance": instance_of(item), "attempt": self.attempt}
            self.writer.append("case-started", run)
        self.phases.setdefault(item.nodeid, []).append(ending_of(exception))
        if when == "teardown":
            self._close(item, judge)

    def _close(self, item: pytest.Item, judge: Judge | None) -> None:
        endings = self.phases.pop(item.nodeid)
        if item.get_closest_marker("xfail") or item.get_closest_marker("skipif"):
            endings.append(Outcome(Verdict.ERROR, Code.HARNESS, "xfail and skip have no place in a suite"))
        made = judge.judgements if judge else []
        outcome = outcome_of([judgement.verdict for judgement in made], endings)
        row = {
            "case": case_id(item),
            "instance": instance_of(item),
            "attempt": self.attempt,
            "verdict": outcome.verdict.value,
            "code": outcome.code.value if outcome.code else None,
            "message": outcome.message[:500],
            "judgements": len({json.dumps(judgement.to_json(), sort_keys=True) for judgement in made}),
        }
        self.writer.append("case-ended", row)
        self.done += 1
        try:
            tell_progress({**row, "done": self.done, "of": self.count})
        except BrokenPipeError as exc:
            self.orphaned = True
            raise KeyboardInterrupt from exc

    def finish(self) -> None:
        """Say whether the campaign came to its end, with the totals that must be found again; let the writer go.

        Where whoever started it was killed, it says nothing: so it is as if all had been killed, and can be resumed.
        """
        why = "" if self.orphaned else self.interrupted or self._cut_short() or self._changed()
        self.campaign.close()
        if why:
            self.writer.append(ENDED, {"completed": False, "why": why})
        elif self.attempt < self.attempts and not self.orphaned:
            self.writer.append(ATTEMPT_ENDED, {"attempt": self.attempt})
        elif not self.orphaned:
            self.writer.append(ENDED, {**totals(read_events(self.writer.folder)), "completed": True})
        self.writer.close()

    def _cut_short(self) -> str:
        """Why not every case that was left to play was played to its end; empty where all were, and any was."""
        wanted = any(requirements for case, requirements in self.planned.items() if not case.startswith(f"{REVIEW}/"))
        if wanted and not self.count and not any(key.attempt == self.attempt for key in self._played_before()):
            return "no case of the plan was left to play"
        if self.certifying and self.collected != self.count:
            return f"of {self.collected} collected case runs only {self.count} were left to play"
        return "" if self.done == self.count else f"only {self.done} of {self.count} collected case runs ended"

    def _played_before(self) -> list[RunKey]:
        return [key for key in self.earlier.ended if not key.case.startswith(f"{REVIEW}/")]

    def _identity(self) -> dict[str, Json]:
        """Who is being tested, and which process plays each national system."""
        mocks = {system: pco.identity() for system, pco in self.campaign.pcos.items()}
        played = {system: [row["build"], row["started"]] for system, row in mocks.items()}
        return {**identity_of(self.campaign.upper_tester.version()), "mocks": played}

    def _changed(self) -> str:
        """Why what was tested, or what judged it, is another at the end than at the start; empty where neither is."""
        code = digest_of(CAMPAIGN)
        if code != self.code:
            return f"engine, specs or suites changed in mid-run: {self.code} → {code}"
        try:
            now = self._identity()
        except Ending as exc:
            return f"at the end it could not be asked who was tested: {exc}"
        return "" if now == self.identity else f"what is tested changed in mid-run: {self.identity} → {now}"


def open_play(record: Path, sut: Path, attempt: int = 1) -> Play:
    """Take over an open record: its plan, its seed, and the doors that the target file names.

    Raises Refused where these doors cannot be opened, or the supplier's statement is another one by now.
    """
    run = json.loads((record / RUN).read_bytes())
    writer = RecordWriter(record)
    target = load_target(sut)
    earlier = earlier_in(read_events(record), target.mocks)
    statement = _same_statement(target, run)
    marks = Marks(writer.append)
    try:
        seed = earlier.seed(run["seed"])
        campaign = open_campaign(target, statement, seed=seed, append=marks, after=earlier.numbered)
    except Ending as exc:
        raise Refused(str(exc)) from exc
    campaign.time_budget_s = float(run["time_budget_s"])
    planned = {case["id"]: tuple(case["requirements"]) if case["selected"] else () for case in run["plan"]["cases"]}
    return Play(
        writer,
        campaign,
        planned,
        marks,
        run["harness"]["campaign"],
        attempt=attempt,
        attempts=run.get("repeat", 1),
        earlier=earlier,
        certifying=run["mode"] == "certification",
    )


def _same_statement(target: Target, run: Mapping[str, Json]) -> ConformanceStatement:
    """The supplier's statement. Raises Refused where it is not the one with which the record was opened."""
    statement = read_statement(load_items(FOLDER / "statement.toml"), target.answers)
    if dict(statement.answers) != run["statement"]:
        raise Refused("the statement is not the one with which the record was opened")
    return statement


def case_id(item: pytest.Item) -> str:
    """`phase/module::function`, as the plan writes it."""
    path = item.path
    return f"{path.parent.name}/{path.stem}::{getattr(item, 'originalname', item.name)}"


def instance_of(item: pytest.Item) -> str:
    """The parameter of a parametrised case, or an empty text."""
    call = getattr(item, "callspec", None)
    return str(call.id) if call else ""
