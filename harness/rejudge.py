"""Make every judgement of a record again, offline, from its evidence alone, and compare byte for byte."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from harness.checks import CHECKS, observe_again
from harness.checks.observation import Evidence
from harness.errors import Ending
from harness.exchange import Json, read_exchange
from harness.record import SealedRecord, canonical
from harness.statement import StatementLine
from harness.upper_tester.stimulus import read_stimulus
from harness.verdict import Verdict


@dataclass(frozen=True)
class Difference:
    """A judgement that did not come out as it was recorded, and how it came out now."""

    judgement: Mapping[str, Json]
    now: str


def evidence_of(record: SealedRecord) -> dict[str, Evidence]:
    """Everything in the record that a check may look at, by id."""
    evidence: dict[str, Evidence] = {}
    for row in record.data("statement-line"):
        line = StatementLine(row["item"], row["status"], row["answer"])
        evidence[line.id] = line
    for row in record.exchanges.values():
        evidence[row["id"]] = read_exchange(row)
    for row in record.data("stimulus"):
        evidence[row["id"]] = read_stimulus(row)
    return evidence


def judge_again(judgement: Mapping[str, Json], evidence: Mapping[str, Evidence]) -> Mapping[str, Json]:
    """The same judgement, with verdict, expected and observed made anew. Raises KeyError where evidence is missing."""
    seen = observe_again(CHECKS, judgement, evidence)
    verdict = Verdict.PASS if seen.holds else Verdict.FAIL
    return {
        **judgement,
        "verdict": verdict.value,
        "version": seen.version,
        "arguments": dict(seen.arguments),
        "evidence": list(seen.evidence),
        "expected": seen.expected,
        "observed": seen.observed,
    }


def rejudge(record: SealedRecord) -> Sequence[Difference]:
    """Every judgement that differs; empty where all are the same byte for byte."""
    evidence = evidence_of(record)
    differences = []
    for judgement in record.judgements:
        try:
            again = judge_again(judgement, evidence)
        except KeyError as exc:
            differences.append(Difference(judgement, f"cannot be made again: {exc} is missing"))
        except (TypeError, ValueError, AttributeError) as exc:  # arguments or evidence of a form that no run writes
            differences.append(Difference(judgement, f"cannot be made again: {exc}"))
        except Ending as exc:
            differences.append(Difference(judgement, f"does not decide any more: {exc}"))
        else:
            if canonical(again) != canonical(judgement):
                differences.append(Difference(judgement, f"{again['verdict']}: {again['observed']}"))
    return differences
