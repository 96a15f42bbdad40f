"""What a pipeline counts: case runs, cases that were not to run, requirements without a case, challenges; the answer.

Every format for machines shows exactly these, so that none can leave out what another one tells.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reports.beside import ChallengeView
from reports.cases import CaseRun, CaseView, JudgementView
from reports.messages import say
from reports.model import CHALLENGED, Report, RequirementView

ANSWER_AREA = "readiness"
VERDICT_OUTCOMES = ("PASS", "FAIL", "INCONC", "ERROR", "NONE", "NOT_SELECTED", "NOT_APPLICABLE", CHALLENGED)
ANSWER_OUTCOMES = ("GO", "CONDITIONAL_GO", "NO_GO", "UNDECIDED")


@dataclass(frozen=True)
class Item:
    """One line of a report for machines.

    `outcome` is one of VERDICT_OUTCOMES, for the answer one of ANSWER_OUTCOMES. `code` says why INCONC or ERROR.
    `explanation` tells the failures at length. `run` is None where nothing ran.
    """

    name: str
    area: str
    requirements: tuple[str, ...]
    outcome: str
    code: str = ""
    message: str = ""
    explanation: str = ""
    purpose: str = ""
    run: CaseRun | None = None

    @property
    def word(self) -> str:
        """Outcome and code: `INCONC:TIMEOUT`."""
        return f"{self.outcome}:{self.code}" if self.code else self.outcome

    @property
    def failures(self) -> tuple[JudgementView, ...]:
        """The judgements that found a rule broken."""
        return tuple(row for row in self.run.judgements if row.verdict == "FAIL") if self.run else ()


def items_of(report: Report) -> tuple[Item, ...]:
    """Area by area in the order of the catalogue: cases, requirements without a case, challenges; then the answer."""
    by_id = {row.id: row for row in report.requirements}
    areas = dict.fromkeys([*(row.id for row in report.areas), *(case.area for case in report.cases)])
    items: list[Item] = []
    for area in areas:
        items += [item for case in report.cases if case.area == area for item in _of_case(case, by_id)]
        items += [_untested(row) for row in report.requirements if row.area == area and not row.cases]
        items += [_disputed(row, by) for row in report.requirements if row.area == area for by in row.challenged]
    return (*items, answer_item(report))


def answer_item(report: Report) -> Item:
    """The answer as an item of its own, so that a pipeline which only counts cannot be green without a GO."""
    decision = report.decision
    message = f"{decision.answer}, exit code {decision.exit_code}: {decision.meaning.en}"
    if report.beside:
        without = f"{report.beside.answer} ({report.beside.exit_code})"
        ids = [*(row.id for row in report.beside.waivers), *(row.id for row in report.beside.challenges)]
        message += f" With {', '.join(ids) or 'nothing that counts here'}; the record alone comes to {without}."
        if report.beside.expected is not None:
            message += f" {say('beside.expected', **report.beside.expectations).en}"
    return Item("answer", ANSWER_AREA, (), decision.answer, message=message)


def _of_case(case: CaseView, by_id: Mapping[str, RequirementView]) -> Iterator[Item]:
    if not case.selected:
        inapplicable = all(by_id[id].status == "NOT_APPLICABLE" for id in case.requirements)
        outcome = "NOT_APPLICABLE" if inapplicable else "NOT_SELECTED"
        yield Item(case.id, case.area, case.requirements, outcome, message=case.reason, purpose=case.purpose)
    for run in case.runs:
        yield _of_run(case, run, by_id)


def _of_run(case: CaseView, run: CaseRun, by_id: Mapping[str, RequirementView]) -> Item:
    failed = [row for row in run.judgements if row.verdict == "FAIL"]
    message = run.message.en or "; ".join(f"{row.requirement}: {row.observed.en}" for row in failed)
    paragraphs = [explain_failure(row, by_id.get(row.requirement)) for row in failed]
    if len(run.attempts) > 1:
        paragraphs.append("attempts: " + ", ".join(f"{attempt.number}: {attempt.verdict}" for attempt in run.attempts))
    passed = run.verdict == "PASS"
    return Item(
        name=f"{case.id}[{run.instance}]" if run.instance else case.id,
        area=case.area,
        requirements=case.requirements,
        outcome=run.verdict,
        code=run.code,
        message="" if passed else message,
        explanation="" if passed else "\n\n".join(paragraphs) or message,
        purpose=case.purpose,
        run=run,
    )


def explain_failure(row: JudgementView, requirement: RequirementView | None) -> str:
    """A broken rule in full: what was demanded by whom, what was seen where, what to do next."""
    lines = {
        "requirement": row.requirement,
        "clause": requirement.origin if requirement else "",
        "expected": row.expected.en,
        "observed": row.observed.en,
        "evidence": ", ".join(link.label for link in row.evidence),
        "check": f"{row.check} version {row.version}",
        "next step": requirement.next_step.en if requirement else "",
    }
    return "\n".join(f"{name}: {value}" for name, value in lines.items() if value)


def _disputed(row: RequirementView, by: ChallengeView) -> Item:
    """A challenge of a test: beside what its cases came to, and never green."""
    message = f"{row.status} by a test that {by.raised_by} challenges ({by.state}): {by.claim}"
    explanation = f"{message}\nclause: {by.clause}\nevidence: {', '.join(link.label for link in by.evidence)}"
    purpose = f"The test {by.case} shows what the requirement says."
    return Item(f"challenge {by.id}", row.area, (row.id,), CHALLENGED, "", message, explanation, purpose)


def _untested(row: RequirementView) -> Item:
    """A requirement of which no planned case speaks: it must not vanish."""
    if row.status == "NOT_APPLICABLE":
        return Item(row.id, row.area, (row.id,), "NOT_APPLICABLE", message=row.not_applicable, purpose=row.text.en)
    reason = row.not_tested.en or "no planned case speaks of this requirement"
    return Item(row.id, row.area, (row.id,), "NONE", message=reason, explanation=reason, purpose=row.text.en)
