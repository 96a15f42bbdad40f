"""A partial record: what a command looked at by itself (`load`, `reconcile`), without the campaign of a run.

It is a record like any other: sealed, judged from evidence, made again by `rejudge`. It gives no answer, because it
looked at a part; its exit code is that of the answer table over the requirements that it looked at.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

from harness.assessment import totals
from harness.exchange import Json
from harness.judge import Judge
from harness.outcome import Outcome, ending_of, outcome_of
from harness.plan import PlannedCase, TestCase, TestPlan
from harness.policy import Policy
from harness.readiness import readiness_of
from harness.record import RecordWriter, SealedRecord, open_record, read_events, seal
from harness.requirement import Requirement

SCHEMA = "lienthong/partial/1"
MODE = "partial"
INTERRUPTED = "it was interrupted"


@dataclass(frozen=True)
class PartialCase:
    """A case of a command: `play` gets the judge, and ends as a case of a suite does."""

    id: str
    requirements: tuple[str, ...]
    purpose: str
    play: Callable[[Judge], None]


@dataclass(frozen=True)
class Part:
    """What a partial record is about: the command, its cases, and the requirements of its method.

    `left_out` are requirements of its method that it does not look at this time, with the reason.
    """

    name: str
    cases: Sequence[PartialCase]
    catalogue: Mapping[str, Requirement]
    left_out: Mapping[str, str] = field(default_factory=dict)

    @property
    def plan(self) -> TestPlan:
        """The cases as a plan: all are selected, so that nothing was left out by hand."""
        cases = [TestCase(case.id, self.name, case.requirements, case.purpose) for case in self.cases]
        return TestPlan(tuple(PlannedCase(case, True, "") for case in cases), dict(self.left_out), "certification")

    def to_json(self) -> dict[str, Json]:
        """What `run.json` says of it, in the words of a run."""
        planned = [
            {
                "id": case.id,
                "requirements": list(case.requirements),
                "phase": self.name,
                "purpose": case.purpose,
                "selected": True,
                "reason": "",
            }
            for case in self.cases
        ]
        return {
            "part": self.name,
            "mode": MODE,
            "plan": {"cases": planned, "not_applicable": dict(self.left_out)},
            "requirements": [dict(row.row) for row in self.catalogue.values()],
        }


@dataclass
class PartialRecord:
    """An open partial record. `append` takes evidence, `play` judges by it."""

    writer: RecordWriter
    part: Part
    told: Callable[[Mapping[str, Json]], None] = lambda _row: None
    done: int = 0

    def append(self, kind: str, data: Mapping[str, Json]) -> None:
        """Add one event."""
        self.writer.append(kind, data)

    def play(self) -> None:
        """Play every case, each to its end, and close each with its verdict; `told` hears of it."""
        for case in self.part.cases:
            self._play(case)

    def _play(self, case: PartialCase) -> None:
        key: dict[str, Json] = {"case": case.id, "instance": "", "attempt": 1}
        self.append("case-started", key)
        judge = Judge(case.id, "", 1, case.requirements, self.append)
        ending = _played(case, judge)
        outcome = outcome_of([judgement.verdict for judgement in judge.judgements], [ending])
        row = {
            **key,
            "verdict": outcome.verdict.value,
            "code": outcome.code.value if outcome.code else None,
            "message": outcome.message[:500],
            "judgements": len(judge.judgements),
        }
        self.append("case-ended", row)
        self.done += 1
        self.told({**row, "done": self.done, "of": len(self.part.cases)})

    def finish(self, why: str) -> None:
        """Close it: with the totals that must be found again, or with why it did not come to its end."""
        counted = {**totals(read_events(self.writer.folder)), "completed": True}
        self.append("campaign-ended", {"completed": False, "why": why} if why else counted)
        self.writer.close()


def _played(case: PartialCase, judge: Judge) -> Outcome:
    try:
        case.play(judge)
    except Exception as exc:  # noqa: BLE001 - whatever a case breaks on is ERROR of that case, as in a suite
        return ending_of(exc)
    return ending_of(None)


@contextmanager
def open_partial(
    folder: Path, part: Part, run: Mapping[str, Json], told: Callable[[Mapping[str, Json]], None] = lambda _row: None
) -> Iterator[PartialRecord]:
    """A record in an empty folder, open inside the block and sealed after it, whatever happens there.

    `run` is what `run.json` says beside the part: who was looked at, when, by which code. A Ctrl-C, or trouble that
    ends the block, is kept as why the record is short; trouble is raised on, a Ctrl-C is not.
    """
    record = PartialRecord(open_record(folder, {**run, **part.to_json()}), part, told)
    why = INTERRUPTED
    try:
        yield record
        why = ""
    except KeyboardInterrupt:
        told({"note": INTERRUPTED})
    except Exception as exc:  # raised on: the record only says why it is short
        why = f"it broke: {exc}"
        raise
    finally:
        record.finish(why)
        seal(folder, at=datetime.now(UTC))


def partial_result(
    part: Part, policy: Policy, record: SealedRecord | None, *, sut: Mapping[str, Json], today: date
) -> dict[str, Json]:
    """What became of what was looked at (`specs/schemas/partial.json`); a record of None is broken.

    The exit code is that of the answer table. There is no `answer`: a part decides nothing alone.
    """
    events = record.events if record else ()
    areas = {row.area for row in part.catalogue.values()}
    policy = replace(
        policy, min_applicable={area: least for area, least in policy.min_applicable.items() if area in areas}
    )
    whole = readiness_of(part.plan, part.catalogue, policy, events, sut=sut, today=today, intact=record is not None)
    named = {"schema": SCHEMA, "part": part.name, "mode": MODE}
    return {name: value for name, value in {**whole, **named}.items() if name != "answer"}
