"""The figures of a report, counted once, so that no two formats can disagree."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from reports.cases import VERDICTS, CaseView

STATUSES = ("DEMONSTRATED", "VIOLATED", "NOT_DEMONSTRATED", "ATTESTED", "NOT_APPLICABLE")


MET = {"DEMONSTRATED", "ATTESTED"}


@dataclass(frozen=True)
class StatusTotals:
    """How many requirements have which status, and of how many of these a test is challenged."""

    counts: dict[str, int]
    challenged: dict[str, int]

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
        """The figures by lower-case name, with `total`, `applicable`, and `met`: demonstrated or attested.

        What is challenged is not met.
        """
        figures = {status.lower(): number for status, number in self.counts.items()}
        met = sum(self.undisputed(status) for status in MET)
        return {**figures, "total": self.total, "applicable": self.applicable, "met": met}

    def undisputed(self, status: str) -> int:
        """How many have the status, and no test of theirs is challenged."""
        return self.counts[status] - self.challenged[status]


def count_statuses(statuses: Iterable[str], challenged: Iterable[str] = ()) -> StatusTotals:
    """Count; every status has a figure. Raises KeyError for a status that is none."""
    return StatusTotals(_counted(statuses), _counted(challenged))


def _counted(statuses: Iterable[str]) -> dict[str, int]:
    counts = dict.fromkeys(STATUSES, 0)
    for status in statuses:
        counts[status] += 1
    return counts


def count_runs(cases: Iterable[CaseView]) -> dict[str, int]:
    """Case runs by verdict; SKIPPED counts the cases that were not selected, `total` all."""
    found = Counter(verdict for case in cases for verdict in ([run.verdict for run in case.runs] or ["SKIPPED"]))
    figures = {verdict: found[verdict] for verdict in (*VERDICTS, "SKIPPED")}
    return {**figures, "total": sum(figures.values())}
