"""Bulk data as evidence: the snapshots that were taken, and what a question counted in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from harness.exchange import Json


@dataclass(frozen=True)
class SnapshotLine:
    """One export as it was read: when it was taken, how many rows it has, and how many of them cannot be read.

    `newest` is the youngest moment in it by which its rows are told, where its shape has one.
    """

    id: str
    name: str
    side: str
    taken: datetime
    cut_over: datetime | None
    newest: datetime | None
    rows: int
    unreadable: int

    def unfit(self, asked: datetime, within_s: float) -> str:
        """Why nothing can be found out from it; empty where it can.

        What is there today must have been taken shortly before it was asked. What was there before the merger must have
        been taken when that was over, and nothing in it may be younger than the merger.
        """
        told = f"{self.name} was taken at {self.taken.isoformat()}"
        reasons = {
            f"{self.name} holds no row": self.rows == 0,
            f"{told}, after it was asked": self.taken > asked,
            f"{told}, more than {within_s:g} s before it was asked": self.is_current
            and (asked - self.taken).total_seconds() > within_s,
            f"{told}, before the cut-over": self._before(self.taken, self.cut_over),
            f"{self.name} went on after the cut-over": self._before(self.cut_over, self.newest),
        }
        return next((reason for reason, holds in reasons.items() if holds), "")

    @property
    def is_current(self) -> bool:
        """Whether it tells of today, and not of the time before the merger."""
        return self.side == "current"

    def _before(self, one: datetime | None, other: datetime | None) -> bool:
        return not self.is_current and one is not None and other is not None and one < other


@dataclass(frozen=True)
class Recount:
    """What one question found: how many rows were looked at, and how many speak against it, by cause.

    `samples` are some of these, redacted; `raw` is the whole event of the record.
    """

    id: str
    question: str
    asked: datetime
    looked_at: int
    against: Mapping[str, int]
    samples: tuple[Mapping[str, Json], ...]
    raw: Mapping[str, Json]


def read_snapshot(row: Mapping[str, Json]) -> SnapshotLine:
    """Parse a `snapshot` event. Raises KeyError or ValueError where it is none."""
    cut_over, newest = (row.get(name) for name in ("cut_over", "newest"))
    return SnapshotLine(
        row["id"],
        row["name"],
        row["side"],
        datetime.fromisoformat(row["taken_at"]),
        datetime.fromisoformat(cut_over) if cut_over else None,
        datetime.fromisoformat(newest) if newest else None,
        row["rows"],
        row["unreadable"],
    )


def read_recount(row: Mapping[str, Json]) -> Recount:
    """Parse a `recount` event. Raises KeyError or ValueError where it is none."""
    asked = datetime.fromisoformat(row["asked"])
    samples = tuple(row["samples"])
    return Recount(row["id"], row["question"], asked, row["looked_at"], row["against"], samples, row)
