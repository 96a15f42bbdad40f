"""What hangs on dossiers of the right side: steps, payments and papers in order, and some of them planted wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from tests.unit.reconcile.planting import Row

LEGAL: Final[Mapping[str, tuple[str, ...]]] = {
    "2": ("1", "2"),
    "4": ("2", "4"),
    "5": ("1", "2", "4", "5"),
    "9": ("2", "4", "5", "4", "9"),
}
"""By the status of a dossier a history that led to it."""
HISTORIES: Final[Mapping[str, tuple[str, ...]]] = {
    "illegal_step": ("1", "4", "9"),
    "illegal_start": ("4", "9"),
    "other_end": ("2", "4"),
}
"""By cause a history that cannot be that of a dossier of status 9."""


@dataclass
class Parts:
    """Rows by shape, and the keys of what must be found, by kind."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: {"step": [], "payment": [], "document": []})
    expected: dict[str, list[str]] = field(default_factory=dict)

    def add(self, row: Row, history: Sequence[str]) -> None:
        """What hangs on a dossier: its history, one payment, one paper."""
        code = row["code"]
        for hour, status in enumerate(history):
            at = row["received_at"] + timedelta(hours=hour)
            self.rows["step"].append({"dossier": code, "at": at, "status": status})
        self.rows["payment"].append({"code": f"paid-{code}", "dossier": code, "amount": row["fee"]})
        self.rows["document"].append({"code": f"paper-{code}", "dossier": code})


def planted_parts(sound: Sequence[Row]) -> Parts:
    """Parts of dossiers that agree: all in order, but for a history of each cause, and two strays of each shape."""
    made, wrong = Parts(), list(HISTORIES.values())
    for row in sound:
        spoilt = row["status"] == "9" and bool(wrong)
        made.add(row, wrong.pop() if spoilt else LEGAL[row["status"]])
        if spoilt:
            made.expected.setdefault("history", []).append(row["code"])
    if wrong:
        raise ValueError("there are too few dossiers that ended")
    for shape, rows in made.rows.items():
        made.expected[f"orphan_{shape}"] = [f"H61.9-{shape.upper()}-{number}" for number in range(2)]
        for stray in made.expected[f"orphan_{shape}"]:
            rows.append({**rows[0], "dossier": stray, **({"code": stray} if "code" in rows[0] else {})})
    return made
