"""Make every judgement of a record again, offline, from its evidence alone, and compare byte for byte."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from harness.attested import read_attestation
from harness.checks import CHECKS, observe_again
from harness.checks.observation import Evidence
from harness.errors import Ending
from harness.exchange import Json, read_exchange
from harness.lines import canonical
from harness.record import SealedRecord
from harness.recount import read_recount, read_snapshot
from harness.series import read_series
from harness.statement import StatementLine
from harness.upper_tester.stimulus import read_stimulus
from harness.verdict import Verdict


@dataclass(frozen=True)
class Difference:
    """A judgement that did not come out as it was recorded, and how it came out now."""

    judgement: Mapping[str, Json]
    now: str


def _read_line(row: Mapping[str, Json]) -> StatementLine:
    return StatementLine(row["item"], row["status"], row["answer"])


READERS: Mapping[str, Callable[[Mapping[str, Json]], Evidence]] = {
    "statement-line": _read_line,
    "exchange": read_exchange,
    "stimulus": read_stimulus,
    "series": read_series,
    "snapshot": read_snapshot,
    "recount": read_recount,
    "attestation": read_attestation,
}
"""How each kind of event that is evidence is read (`harness.assessment.EVIDENCE_KINDS`)."""


class Recorded(dict[str, Evidence]):
    """Everything in the record that a check may look at, by id; read when it is first asked for."""

    def __init__(self, record: SealedRecord) -> None:
        super().__init__()
        self._rows = {row["id"]: (read, row) for kind, read in READERS.items() for row in record.data(kind)}

    def __missing__(self, name: str) -> Evidence:
        read, row = self._rows[name]
        return self.setdefault(name, read(row))


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
    evidence = Recorded(record)
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
