"""What the control port tells of the calls that a contract run has made."""

from collections import Counter
from collections.abc import Mapping
from http.client import HTTPConnection
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import orjson

from mocks.ledger.journal import PAGE
from tests.unit.mocks.playing import TOKEN, Side

Json: TypeAlias = Any
CASE_HEADER = "x-schemathesis-testcaseid"


class Referee:
    """Reads the journal of one system as it grows. `tally`: (operation, accepted or not) -> how many calls."""

    def __init__(self, side: Side) -> None:
        place = urlsplit(side.running.control)
        self._prefix = f"{place.path}/control/1"
        self._door = HTTPConnection(str(place.hostname), place.port, timeout=40)  # a tenth of the price of httpx
        self._cursor = 0
        self._by_case: dict[str, Mapping[str, Json]] = {}
        self._changes = self._count_changes()
        self.tally: Counter[tuple[str, bool]] = Counter()

    def exchange(self, case_id: str) -> Mapping[str, Json]:
        """The exchange that a generated call left in the journal. Raises AssertionError where it left none."""
        if case_id not in self._by_case:
            self._read()
        found = self._by_case.get(case_id)
        assert found is not None, "the journal has nothing of this call"
        return found

    def changed(self) -> bool:
        """Whether the state has changed since this was last asked."""
        before, self._changes = self._changes, self._count_changes()
        return before != self._changes

    def close(self) -> None:
        """Close the connection."""
        self._door.close()

    def _count_changes(self) -> int:
        return int(self._get("state/changes")["changes"])

    def _get(self, place: str) -> Json:
        self._door.request("GET", f"{self._prefix}/{place}", headers={"Authorization": f"Bearer {TOKEN}"})
        answer = self._door.getresponse()
        told = orjson.loads(answer.read())
        assert answer.status == 200, told
        return told

    def _read(self) -> None:
        more = True
        while more:
            told = self._get(f"journal?after={self._cursor}")
            more = len(told["exchanges"]) == PAGE
            self._cursor = told["next"]
            for exchange in told["exchanges"]:
                self._take(exchange)

    def _take(self, exchange: Mapping[str, Json]) -> None:
        case_id = exchange["request"]["headers"].get(CASE_HEADER)
        if case_id is None or exchange["direction"] != "from-sut":
            return
        self._by_case[case_id] = exchange
        accepted = exchange["facts"].get("accepted")
        if accepted is not None:
            self.tally[exchange["operation"] or "", accepted] += 1
