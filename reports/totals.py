"""The figures of a report, counted once, so that no two formats can disagree."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from reports.cases import VERDICTS, CaseView

STATUSES = ("DEMONSTRATED", "VIOLATED", "NOT_DEMONSTRATED", "ATTESTED", "NOT_APPLICABLE")


@dataclass(frozen=True)
class StatusTotals:
    """How many requirements have which status."""

    counts: dict[str, int]

    def __getitem__(self, status: str) -> int:
        return self.counts[status]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts.values())

    @property
    def applicable(self) -> int:
        """All but those that do not apply."""
        return self.total - self.counts["NOT_APPLICABLE"]

    def named(self) -> dict[str, int]:
        """The figures by lower-case name, with `total`, `applicable`, and `met`: demonstrated or attested."""
        figures = {status.lower(): number for status, number in self.counts.items()}
        met = self.counts["DEMONSTRATED"] + self.counts["ATTESTED"]
        return {**figures, "total": self.total, "applicable": self.applicable, "met": met}


def count_statuses(statuses: Iterable[str]) -> StatusTotals:
    """Count; every status has a figure. Raises KeyError for a status that is none."""
    counts = dict.fromkeys(STATUSES, 0)
    for status in statuses:
        counts[status] += 1
    return StatusTotals(counts)


def count_runs(cases: Iterable[CaseView]) -> dict[str, int]:
    """Case runs by verdict; SKIPPED counts the cases that were not selected, `total` all."""
    found = Counter(verdict for case in cases for verdict in ([run.verdict for run in case.runs] or ["SKIPPED"]))
    figures = {verdict: found[verdict] for verdict in (*VERDICTS, "SKIPPED")}
    return {**figures, "total": sum(figures.values())}
