"""From what a record holds to a status per requirement. Pure: order, repetition and grouping of events do not matter.

The input is the plan, the judgements, and how each case run ended with the number of judgements it made. A run from
which a judgement, or the evidence of one, is missing counts as a run that did not speak.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias

from harness.exchange import Json
from harness.verdict import Code, Verdict, worst

EVIDENCE_KINDS = frozenset({"exchange", "statement-line", "stimulus", "series", "snapshot", "recount", "attestation"})
"""Events of a record that a judgement may cite."""


class Status(Enum):
    """What is known of one requirement."""

    DEMONSTRATED = "DEMONSTRATED"
    VIOLATED = "VIOLATED"
    NOT_DEMONSTRATED = "NOT_DEMONSTRATED"
    NOT_APPLICABLE = "NOT_APPLICABLE"
    ATTESTED = "ATTESTED"


@dataclass(frozen=True, order=True)
class RunKey:
    """One run of one case: its instance (a parameter, or "") and its attempt (from 1)."""

    case: str
    instance: str
    attempt: int


@dataclass(frozen=True)
class CaseResult:
    """A case over all its runs: the verdict, the code, and how many of its runs failed."""

    id: str
    verdict: Verdict
    code: Code | None
    runs: int
    failed: int


@dataclass(frozen=True)
class RequirementResult:
    """Status of one requirement with its cases and the evidence that its judgements cite."""

    id: str
    status: Status
    cases: tuple[CaseResult, ...]
    evidence: tuple[str, ...]
    failures: tuple[Mapping[str, Json], ...] = ()


@dataclass(frozen=True)
class Facts:
    """What the events of a record say, put into an order that does not depend on theirs."""

    judgements: Mapping[RunKey, tuple[Mapping[str, Json], ...]]
    endings: Mapping[RunKey, tuple[Mapping[str, Json], ...]]
    evidence: frozenset[str]
    ended: bool
    why: str = ""


_Rows: TypeAlias = Mapping[RunKey, tuple[Mapping[str, Json], ...]]


@dataclass
class _Gathering:
    judgements: dict[RunKey, list[Mapping[str, Json]]] = field(default_factory=dict)
    endings: dict[RunKey, list[Mapping[str, Json]]] = field(default_factory=dict)


def _key(data: Mapping[str, Json]) -> RunKey:
    return RunKey(data["case"], data["instance"], data["attempt"])


def gather(events: Iterable[Mapping[str, Json]]) -> Facts:
    """Read the events. Repeated events count once; totals that do not agree mean that the campaign did not end."""
    rows, evidence, closings = _Gathering(), set(), []
    for event in events:
        data = event["data"]
        if event["kind"] == "judgement":
            known = rows.judgements.setdefault(_key(data), [])
            if data not in known:
                known.append(data)
        elif event["kind"] == "case-ended":
            closed = rows.endings.setdefault(_key(data), [])
            if data not in closed:
                closed.append(data)
        elif event["kind"] in EVIDENCE_KINDS:
            evidence.add(data["id"])
        elif event["kind"] == "campaign-ended":
            closings.append(data)
    judgements = {key: tuple(made) for key, made in rows.judgements.items()}
    endings = {key: tuple(made) for key, made in rows.endings.items()}
    counted = {**_count(judgements, endings, evidence), "completed": True}
    why = min((str(row["why"]) for row in closings if "why" in row), default="")
    if not why and any(row != counted for row in closings):
        why = "what the record holds is not what the campaign counted"
    return Facts(judgements, endings, frozenset(evidence), bool(closings) and not why, why)


def totals(events: Iterable[Mapping[str, Json]]) -> dict[str, int]:
    """How many case runs, judgements and pieces of evidence the events hold; a campaign closes with these."""
    facts = gather(events)
    return _count(facts.judgements, facts.endings, facts.evidence)


def _count(judgements: _Rows, endings: _Rows, evidence: Collection[str]) -> dict[str, int]:
    return {
        "cases": len(endings),
        "judgements": sum(len(made) for made in judgements.values()),
        "evidence": len(evidence),
    }


def spoke(judgement: Mapping[str, Json], evidence: Collection[str]) -> Verdict:
    """What a judgement is worth: FAIL always; PASS only while all that it cites is there, else NONE."""
    verdict = Verdict(judgement["verdict"])
    cited = judgement["evidence"]
    if verdict is Verdict.PASS and not (cited and all(name in evidence for name in cited)):
        return Verdict.NONE
    return verdict


def run_verdict(key: RunKey, facts: Facts) -> tuple[Verdict, Code | None]:
    """The verdict of one run. A run that is not closed, or lacks a judgement that it made, cannot be PASS."""
    made, endings = facts.judgements.get(key, ()), facts.endings.get(key, ())
    verdicts = [spoke(judgement, facts.evidence) for judgement in made]
    closed = [Verdict(ending["verdict"]) for ending in endings]
    verdict = worst([*verdicts, *closed])
    whole = bool(closed) and all(ending["judgements"] == len(made) for ending in endings)
    if verdict is Verdict.PASS and not (whole and verdicts and Verdict.NONE not in verdicts):
        return Verdict.NONE, None
    codes = [ending["code"] for ending in endings if Verdict(ending["verdict"]) is verdict and ending["code"]]
    return verdict, Code(min(codes)) if codes else None


def case_result(case: str, facts: Facts) -> CaseResult:
    """A case over its runs. NONE without a run; a NONE run keeps a case from PASS; differing attempts are FLAKY."""
    keys = sorted(key for key in {*facts.judgements, *facts.endings} if key.case == case)
    results = [run_verdict(key, facts) for key in keys]
    verdicts = [verdict for verdict, _ in results]
    verdict = worst(verdicts)
    if verdict is Verdict.PASS and (Verdict.NONE in verdicts or not _attempts_are_whole(keys)):
        verdict = Verdict.NONE
    codes = [code for found, code in results if found is verdict and code]
    code = min(codes) if codes else None
    if verdict is Verdict.INCONC and _differ(keys, verdicts):
        code = Code.FLAKY
    return CaseResult(case, verdict, code, len(keys), sum(found is Verdict.FAIL for found in verdicts))


def _attempts_are_whole(keys: Sequence[RunKey]) -> bool:
    """Whether each instance was attempted from 1 on without a gap: a missing attempt may have failed."""
    attempts: dict[str, set[int]] = {}
    for key in keys:
        attempts.setdefault(key.instance, set()).add(key.attempt)
    return all(found == set(range(1, len(found) + 1)) for found in attempts.values())


def _differ(keys: Sequence[RunKey], verdicts: Sequence[Verdict]) -> bool:
    by_instance: dict[str, set[Verdict]] = {}
    for key, verdict in zip(keys, verdicts, strict=True):
        by_instance.setdefault(key.instance, set()).add(verdict)
    return any(len(found) > 1 for found in by_instance.values())


def requirement_result(
    requirement: str, cases: Sequence[str], facts: Facts, *, applicable: bool, by_person: bool = False
) -> RequirementResult:
    """The status of one requirement from its selected cases (the case of a static review included where it spoke)."""
    judged = [row for made in facts.judgements.values() for row in made if row["requirement"] == requirement]
    judged.sort(key=lambda row: (row["case"], row["instance"], row["attempt"], row["check"], row["observed"]))
    failures = tuple(row for row in judged if row["verdict"] == Verdict.FAIL.value)
    evidence = tuple(sorted({name for row in judged for name in row["evidence"]}))
    results = tuple(case_result(case, facts) for case in sorted(set(cases)))
    if failures:
        status = Status.VIOLATED
    elif not applicable:
        status = Status.NOT_APPLICABLE
    elif results and all(_demonstrates(result, requirement, facts) for result in results):
        status = Status.ATTESTED if by_person else Status.DEMONSTRATED
    else:
        status = Status.NOT_DEMONSTRATED
    return RequirementResult(requirement, status, results, evidence, failures)


def _demonstrates(result: CaseResult, requirement: str, facts: Facts) -> bool:
    """Every run of the case passed and spoke of the requirement."""
    keys = [key for key in facts.endings if key.case == result.id]
    spoken = all(any(row["requirement"] == requirement for row in facts.judgements.get(key, ())) for key in keys)
    return result.verdict is Verdict.PASS and spoken
