"""Static conformance review: a mandatory capability answered no, or left out, fails its requirement without traffic."""

from collections.abc import Callable, Mapping

from harness.checks.statement import capability_is_claimed
from harness.errors import Nonconformity
from harness.exchange import Json
from harness.judge import Judge
from harness.outcome import outcome_of
from harness.plan import TestCase
from harness.statement import ConformanceStatement, Item

PHASE = "review"


def review_cases(items: Mapping[str, Item]) -> list[TestCase]:
    """One case for each m item: its line is judged before there is any traffic."""
    return [
        TestCase(f"{PHASE}/statement::{item.id}", PHASE, (item.requirement,), f"The supplier claims {item.id}.")
        for item in items.values()
        if item.requirement is not None
    ]


def review_statement(
    statement: ConformanceStatement, cases: list[TestCase], append: Callable[[str, Mapping[str, Json]], None]
) -> None:
    """Judge every m item on the supplier's own line. All are judged, also after one has failed."""
    for case in cases:
        line = statement.line(case.id.removeprefix(f"{PHASE}/statement::"))
        append("statement-line", {"id": line.id, "item": line.item, "status": line.status, "answer": line.answer})
        run = {"case": case.id, "instance": "", "attempt": 1}
        append("case-started", run)
        judge = Judge(case.id, "", 1, case.requirements, append)
        message = ""
        try:
            judge(case.requirements[0], capability_is_claimed(line))
        except Nonconformity as exc:
            message = str(exc)
        outcome = outcome_of([made.verdict for made in judge.judgements], [])
        ending = {"verdict": outcome.verdict.value, "code": None, "message": message, "judgements": 1}
        append("case-ended", {**run, **ending})
