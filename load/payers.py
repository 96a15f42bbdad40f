"""Who pays at the Payment Platform while load is on, by the control port of its mock: each bill once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from harness.campaign import Campaign
from harness.exchange import Json
from load.recount import shown

PLATFORM: Final = "payment"
OPEN: Final = frozenset({"new", "pending"})
SUCCESS: Final = "success"


class Payers:
    """The payers of one run; nobody where no platform is played."""

    def __init__(self, campaign: Campaign) -> None:
        self._platform = campaign.pcos.get(PLATFORM)
        self._tester = campaign.upper_tester
        self._bills: set[tuple[str, int]] = set()
        self._booked: set[str] = set()
        self._known = {str(row["reference"]) for row in self._all()}

    def tick(self) -> None:
        """Pay what was asked for since the last look.

        A bill that the province asked for again, under another reference, is paid under the first alone.
        """
        for row in self._new():
            bill = (_dossier(row), int(row["amount"]))
            if self._platform is not None and row["state"] in OPEN and bill not in self._bills:
                self._platform.command("POST", "/payments/pay", {"reference": row["reference"]})
                self._bills.add(bill)

    def paid(self) -> Mapping[str, list[Json]]:
        """What was paid since the beginning of the run, by dossier: reference and amount."""
        found: defaultdict[str, list[Json]] = defaultdict(list)
        for row in self._new():
            if row["state"] == SUCCESS:
                found[_dossier(row)].append({"reference": row["reference"], "amount": row["amount"]})
        return found

    def all_booked(self, owed: Mapping[str, int]) -> bool:
        """Whether each bill was paid of those that are `owed` (how many, by dossier), and the province shows so."""
        paid = self.paid()
        if any(len(paid.get(code, ())) < number for code, number in owed.items()):
            return False
        for code, rows in paid.items():
            if {row["reference"] for row in rows} - self._booked:
                self._booked |= self._booked_of(code)
            if {row["reference"] for row in rows} - self._booked:
                return False
        return True

    def _booked_of(self, code: str) -> set[str]:
        told = shown(self._tester, "payments", code)
        return {str(bill["reference"]) for bill in (told["bills"] if told else ()) if bill["bookings"]}

    def _new(self) -> Sequence[Mapping[str, Json]]:
        return [row for row in self._all() if row["reference"] not in self._known]

    def _all(self) -> Sequence[Mapping[str, Json]]:
        if self._platform is None:
            return []
        rows: Sequence[Mapping[str, Json]] = self._platform.view("payments")["payments"]
        return rows


def _dossier(row: Mapping[str, Json]) -> str:
    return str(row["codes"].get("MaHoSo", ""))
