"""Land dossiers by the receipt number that the province gave them, and how far each has come.

Kept are codes, dates and counts. The applicant's name, which the tax notices must tell again, stays in memory only.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, TypeAlias

from mocks.core.vietnam_time import HO_CHI_MINH
from mocks.state.store import Store

Json: TypeAlias = Any

RECEIVED: Final = "received"
IN_PROCESS: Final = "in-process"
TAX_NOTICE: Final = "tax-notice"
FINISHED: Final = "finished"
RETURNED: Final = "returned"
NEXT: Final[Mapping[str, frozenset[str]]] = {
    RECEIVED: frozenset({IN_PROCESS, RETURNED}),
    IN_PROCESS: frozenset({TAX_NOTICE, FINISHED, RETURNED}),
    TAX_NOTICE: frozenset({TAX_NOTICE, FINISHED, RETURNED}),
    FINISHED: frozenset(),
    RETURNED: frozenset(),
}
"""The states that may follow each; that there are these and no others is assumed."""


def local(at: datetime) -> str:
    """An aware instant as the wire has it: ISO 8601, Vietnamese time with its offset."""
    return at.astimezone(HO_CHI_MINH).isoformat(timespec="seconds")


class Dossiers:
    """The dossiers of one land database."""

    def __init__(self, store: Store) -> None:
        self._rows = store.table("dossiers")
        self._notices = store.table("tax-notices")
        self._names = store.memory("applicants")

    def __contains__(self, receipt: object) -> bool:
        return receipt in self._rows

    def add(self, receipt: str, *, at: datetime, applicant: str, told: Mapping[str, Json]) -> dict[str, Json]:
        """Take a dossier in. `told`: codes, dates and counts of it."""
        row = {**told, "state": RECEIVED, "history": [{"state": RECEIVED, "at": local(at)}], "notices": 0}
        self._rows.put(receipt, row)
        self._names.put(receipt, applicant)
        return row

    def get(self, receipt: str) -> dict[str, Json] | None:
        """A dossier; None where there is none of that receipt number."""
        row: dict[str, Json] | None = self._rows.get(receipt)
        return row

    def applicant(self, receipt: str) -> str:
        """The name of the applicant; "" once it is gone with the process that heard it."""
        return str(self._names.get(receipt) or "")

    def move(self, receipt: str, *, to: str, at: datetime) -> dict[str, Json]:
        """Bring a known dossier into another state."""
        row = self._rows.get(receipt)
        row["state"] = to
        row["history"].append({"state": to, "at": local(at)})
        self._rows.put(receipt, row)
        moved: dict[str, Json] = row
        return moved

    def next_numbers(self, receipt: str, count: int) -> list[str]:
        """The numbers of the next tax notices of a known dossier."""
        first = self._rows.get(receipt)["notices"] + 1
        return [f"TB-{receipt}-{number:02d}" for number in range(first, first + count)]

    def keep_notices(self, receipt: str, numbers: list[str]) -> None:
        """Remember tax notices that were sent as those of a known dossier."""
        row = self._rows.get(receipt)
        self._rows.put(receipt, row | {"notices": row["notices"] + len(numbers)})
        for number in numbers:
            self._notices.put(number, {"SoBienNhan": receipt})

    def of_notice(self, number: str) -> str | None:
        """The receipt number of the dossier that a tax notice is of; None where nobody sent such a notice."""
        row = self._notices.get(number)
        return None if row is None else str(row["SoBienNhan"])

    def show(self) -> Json:
        """All dossiers, without names."""
        return {"dossiers": [{"SoBienNhan": receipt, **row} for receipt, row in self._rows.items()]}
