"""The province-wide report of resolution results: its own dossiers and those on the ministries' systems. Pure.

Every dossier is counted once and in one class; the classes of each line add up to its total, the lines to the whole.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from mocks.province.ministries.reading import Outside

CLASSES: Final = ("resolved_in_time", "resolved_late", "open_in_time", "open_late", "not_taken")
ENDED: Final = frozenset({"7", "8", "9", "10"})
"""Withdrawn, stopped, finished, returned (interfaces 2.5)."""
NOT_TAKEN: Final = frozenset({"1", "3"})
OWN: Final = "province"


@dataclass(frozen=True, slots=True)
class Counted:
    """What the report needs of a dossier. `system`: OWN, or the ministry whose system has it."""

    system: str
    status: str
    due: datetime | None
    finished: datetime | None


MakeReport = Callable[[Iterable[Counted], Sequence[Counted], datetime], dict[str, Any]]


def of_ministry(dossier: Outside) -> Counted:
    """A dossier of a ministry's system."""
    return Counted(dossier.ministry, dossier.status, dossier.due, dossier.finished)


def class_of(dossier: Counted, now: datetime) -> str:
    """The class of a dossier at an instant; one without a due date is never late."""
    if dossier.status in NOT_TAKEN:
        return "not_taken"
    ended = dossier.status in ENDED
    late = dossier.due is not None and (dossier.finished or now) > dossier.due
    return f"{'resolved' if ended else 'open'}_{'late' if late else 'in_time'}"


def make_report(own: Iterable[Counted], outside: Sequence[Counted], now: datetime) -> dict[str, Any]:
    """{"lines": [{"system", classes…, "total"}], "total": all}: a line for the province and one for each ministry."""
    counts = {OWN: Counter[str]()}
    for dossier in (*own, *outside):
        counts.setdefault(dossier.system, Counter())[class_of(dossier, now)] += 1
    lines = [
        {"system": system, **{name: count[name] for name in CLASSES}, "total": count.total()}
        for system, count in counts.items()
    ]
    return {"lines": lines, "total": sum(line["total"] for line in lines)}
