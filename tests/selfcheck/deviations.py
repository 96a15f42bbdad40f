"""What must be noticed: each named fault of the reference province, and each mandatory item that a supplier denies."""

from collections.abc import Mapping
from dataclasses import dataclass

from harness.policy import load_policy
from harness.requirement import RUN, load_catalogue
from harness.statement import load_items
from mocks.province.faults.catalogue import load_faults
from specs import FOLDER
from tests.selfcheck.rows import Row

CATALOGUE = load_catalogue(FOLDER / "requirements")
POLICY = load_policy(FOLDER / "policies" / "first-light.toml", CATALOGUE)
MOST_OBSCURED = 3
SETTLED = {"DEMONSTRATED", "NOT_APPLICABLE"}
"""What an honest province's requirements come to; the second where its statement does not claim the capability."""


@dataclass(frozen=True)
class Deviation:
    """One thing that is wrong, with the requirements that it must violate and those that it hides, with the code.

    `fault`: of the province; `denied`: an item of the statement that is answered with no.
    """

    name: str
    breaks: tuple[str, ...]
    obscures: Mapping[str, str]
    fault: str | None = None
    denied: str | None = None

    @property
    def touched(self) -> list[str]:
        """The requirements whose cases it can touch."""
        return sorted({*self.breaks, *self.obscures})

    @property
    def answer(self) -> tuple[int, str]:
        """Exit code and answer of a certification run."""
        return (10, "NO_GO") if self.blocks else (12, "CONDITIONAL_GO")

    @property
    def blocks(self) -> bool:
        """Whether one of the requirements that it breaks blocks."""
        return any(POLICY.is_blocking(CATALOGUE[name]) for name in self.breaks)


def deviations() -> list[Deviation]:
    """All that a run judges, the faults in the order of their table."""
    judged = [row for row in load_faults() if any(CATALOGUE[name].part == RUN for name in row.breaks)]
    faults = [Deviation(row.name, row.breaks, row.obscures, fault=row.name) for row in judged]
    items = load_items(FOLDER / "statement.toml").values()
    denials = [
        Deviation(f"denies-{item.id}", (item.requirement,), {}, denied=item.id) for item in items if item.requirement
    ]
    return [*faults, *denials]


def enough_of_them() -> list[Deviation]:
    """What `make test` plays: so many that each requirement that blocks is broken by one."""
    chosen: list[Deviation] = []
    left = {name for one in deviations() for name in one.breaks if POLICY.is_blocking(CATALOGUE[name])}
    while left:
        best = max(deviations(), key=lambda one: len(left.intersection(one.breaks)))
        chosen.append(best)
        left.difference_update(best.breaks)
    return chosen


def misses(deviation: Deviation, row: Row) -> list[str]:
    """The requirements that it should have violated and did not."""
    return [name for name in deviation.breaks if row.statuses[name] != "VIOLATED"]


def collateral(deviation: Deviation, row: Row, looked_at: list[str]) -> list[str]:
    """What is not as it should be among `looked_at`, beside what it breaks: each with what it came to."""
    found = {name: row.statuses[name] for name in looked_at if name not in deviation.breaks}
    return [
        f"{name} {status} {' '.join(row.codes.get(name, ()))}".strip()
        for name, status in found.items()
        if not _as_told(deviation, row, name)
    ]


def _as_told(deviation: Deviation, row: Row, name: str) -> bool:
    """Whether a requirement that is not broken is settled, or hidden with the code that was told."""
    if name in deviation.obscures:
        return row.statuses[name] == "NOT_DEMONSTRATED" and deviation.obscures[name] in row.codes.get(name, ())
    return row.statuses[name] in SETTLED
