"""What the record says of each planned case: its runs, their attempts and their judgements."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from harness.assessment import RunKey, case_result, gather, run_verdict
from reports.evidence import EvidenceIndex, Link
from reports.marks import pointers_of
from reports.messages import Text, say
from reports.outside import Json, pretty, text_of, visible
from reports.steps import Step

VERDICTS = ("PASS", "FAIL", "INCONC", "ERROR", "NONE")
# What a reader must see of several: a run without an end is worse than a pass, for silence is not a pass.
GRAVITY = ("PASS", "NONE", "INCONC", "FAIL", "ERROR")


@dataclass(frozen=True)
class JudgementView:
    """One judgement as recorded. `evidence` links lead to what was seen, `pointers` (half, pointer) into its bodies."""

    anchor: str
    case: str
    instance: str
    attempt: int
    requirement: str
    verdict: str
    check: str
    version: str
    arguments: str
    expected: Text
    observed: Text
    evidence: tuple[Link, ...]
    pointers: tuple[tuple[str, str], ...]
    marks: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Attempt:
    """One attempt at a case; NONE where the record holds no end of it and nothing in it failed."""

    number: int
    verdict: str
    code: str
    message: Text


@dataclass(frozen=True)
class CaseRun:
    """A case with one set of parameters. Verdict, code and message are those of its gravest attempt.

    `steps` are those of all attempts.
    """

    instance: str
    verdict: str
    code: str
    message: Text
    attempts: tuple[Attempt, ...]
    judgements: tuple[JudgementView, ...]
    steps: tuple[Step, ...]

    @property
    def failed_attempts(self) -> int:
        """How many attempts ended in FAIL."""
        return sum(attempt.verdict == "FAIL" for attempt in self.attempts)


@dataclass(frozen=True)
class CaseView:
    """A case with the verdict that the assessment gives it. `runs` is empty where it was not to run."""

    id: str
    requirements: tuple[str, ...]
    phase: str
    purpose: str
    selected: bool
    reason: str
    verdict: str
    code: str
    runs: tuple[CaseRun, ...]

    @property
    def area(self) -> str:
        """The area of the first requirement that the case verifies."""
        return self.requirements[0].partition("-")[0]


def read_judgements(rows: Sequence[Mapping[str, Json]], index: EvidenceIndex) -> tuple[JudgementView, ...]:
    """The judgements in the order of the record; the anchor of each is its place in that order."""
    return tuple(
        JudgementView(
            anchor=f"j-{number}",
            case=row["case"],
            instance=row["instance"],
            attempt=row["attempt"],
            requirement=row["requirement"],
            verdict=row["verdict"],
            check=visible(row["check"]),
            version=visible(row["version"]),
            arguments=pretty(row["arguments"]) if row["arguments"] else "",
            expected=text_of(row["expected"]),
            observed=text_of(row["observed"]),
            evidence=tuple(index.link(name) for name in row["evidence"]),
            pointers=tuple(pointers_of(row["arguments"])),
            marks=tuple(_read_mark(mark) for mark in row.get("marks", ())),
        )
        for number, row in enumerate(rows, 1)
    )


def _read_mark(mark: Mapping[str, Json]) -> Text:
    """How the evidence came about, in words."""
    hours = f"{mark['hours']:g}" if "hours" in mark else ""
    return say(f"mark.{mark['kind']}", by=visible(mark.get("by") or ""), hours=hours)


def read_cases(
    planned: Sequence[Mapping[str, Json]],
    events: Sequence[Mapping[str, Json]],
    judgements: Sequence[JudgementView],
    steps: Mapping[RunKey, tuple[Step, ...]],
) -> tuple[CaseView, ...]:
    """Every planned case in the order of the plan, then those that speak without being planned (the static review)."""
    trace = _Trace(events, judgements, steps)
    known = {row["id"] for row in planned}
    return (
        *(trace.planned(row) for row in planned),
        *(trace.unplanned(case) for case in trace.keys if case not in known),
    )


class _Trace:
    """What the record holds of every run, as the assessment reads it. `keys` is by case and instance."""

    def __init__(
        self,
        events: Sequence[Mapping[str, Json]],
        judgements: Sequence[JudgementView],
        steps: Mapping[RunKey, tuple[Step, ...]],
    ) -> None:
        self._facts = gather(events)
        self._steps = steps
        started = (event["data"] for event in events if event["kind"] == "case-started")
        begun = [RunKey(data["case"], data["instance"], data["attempt"]) for data in started]
        self.keys: dict[str, dict[str, set[RunKey]]] = {}
        for key in (*begun, *self._facts.endings, *self._facts.judgements):
            self.keys.setdefault(key.case, {}).setdefault(key.instance, set()).add(key)
        self._judgements: dict[tuple[str, str], list[JudgementView]] = {}
        for row in judgements:
            self._judgements.setdefault((row.case, row.instance), []).append(row)

    def planned(self, row: Mapping[str, Json]) -> CaseView:
        """A case of the plan; one run without a result where it was selected and left no trace."""
        result = case_result(row["id"], self._facts)
        runs = self._runs(row["id"])
        if row["selected"] and not runs:
            runs = (CaseRun("", "NONE", "", say("section.not_ended"), (), (), ()),)
        return CaseView(
            id=visible(row["id"]),
            requirements=tuple(row["requirements"]),
            phase=visible(row["phase"]),
            purpose=visible(row["purpose"]),
            selected=row["selected"],
            reason=visible(row["reason"]),
            verdict=result.verdict.value,
            code=result.code.value if result.code else "",
            runs=runs,
        )

    def unplanned(self, case: str) -> CaseView:
        """A case that is in no plan: it speaks by its judgements."""
        runs = self._runs(case)
        requirements = dict.fromkeys(row.requirement for run in runs for row in run.judgements)
        verdict = max((run.verdict for run in runs), key=GRAVITY.index)
        return CaseView(visible(case), tuple(requirements), "", "", True, "", verdict, "", runs)

    def _runs(self, case: str) -> tuple[CaseRun, ...]:
        return tuple(
            self._run(case, instance, [self._attempt(RunKey(case, instance, number)) for number in _numbers(keys)])
            for instance, keys in self.keys.get(case, {}).items()
        )

    def _run(self, case: str, instance: str, attempts: Sequence[Attempt]) -> CaseRun:
        gravest = max(attempts, key=lambda attempt: GRAVITY.index(attempt.verdict))
        judged = tuple(self._judgements.get((case, instance), ()))
        keys = (RunKey(case, instance, attempt.number) for attempt in attempts)
        steps = tuple(step for key in keys for step in self._steps.get(key, ()))
        return CaseRun(
            visible(instance), gravest.verdict, gravest.code, gravest.message, tuple(attempts), judged, steps
        )

    def _attempt(self, key: RunKey) -> Attempt:
        verdict, code = run_verdict(key, self._facts)
        endings = self._facts.endings.get(key)
        if endings is None:
            return Attempt(key.attempt, verdict.value, "", say("section.not_ended"))
        messages = [text_of(ending["message"]) for ending in endings if ending["message"]]
        told = messages[0] if messages else Text("", "")
        return Attempt(key.attempt, verdict.value, code.value if code else "", told)


def _numbers(keys: Iterable[RunKey]) -> range:
    """Every attempt from the first to the last that left a trace: one that is missing may have failed."""
    return range(1, max(key.attempt for key in keys) + 1)
