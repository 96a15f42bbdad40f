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

        What is there today is held against the moment when it was asked, what was there before the merger against the
        cut-over: it must have been taken not later and at most so much earlier, and nothing in it may be younger.
        """
        moment, called = (asked, "it was asked") if self.side == "current" else (self.cut_over, "the cut-over")
        if moment is None:
            return f"{self.name} does not say when the cut-over was"
        told = f"{self.name} was taken at {self.taken.isoformat()}"
        reasons = {
            f"{self.name} holds no row": self.rows == 0,
            f"{told}, after {called}": self.taken > moment,
            f"{told}, more than {within_s:g} s before {called}": (moment - self.taken).total_seconds() > within_s,
            f"{self.name} went on after {called}": self.newest is not None and self.newest > moment,
        }
        return next((reason for reason, holds in reasons.items() if holds), "")


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
