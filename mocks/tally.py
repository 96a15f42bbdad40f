"""What has come and gone at one mock, counted while it is journaled."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final, TypeAlias

Json: TypeAlias = Any
MOST_ADDRESSES: Final = 100
OTHERS: Final = "(others)"


class Tally:
    """Counts exchanges of one mock since it started, as the journal has them; its size does not grow with them.

    A call is `unexpected` where it kept the profile and was refused all the same, for the state that the system was in,
    and no behaviour had a part in it. It is `unmatched` where it is no operation of the profile at all.
    """

    def __init__(self, operations: tuple[str, ...], pushes: tuple[str, ...]) -> None:
        self._rows: dict[str, Counter[str]] = {name: Counter() for name in (*operations, *pushes)}
        self._refused: dict[str, Counter[str]] = {name: Counter() for name in self._rows}
        self._pushes = frozenset(pushes)
        self._unmatched: Counter[str] = Counter()
        self._whole: Counter[str] = Counter()

    def count(self, exchange: Mapping[str, Json]) -> None:
        """Count one exchange that is journaled."""
        facts = exchange["facts"]
        seen = {
            "exchanges": True,
            "with_defects": bool(exchange["defects"]),
            "with_behaviour": bool(exchange["behaviour"]),
            "silent": exchange["silence"] is not None,
            "mock_errors": "mock_error" in facts,
        }
        self._whole.update(name for name, holds in seen.items() if holds)
        row = self._rows.get(exchange["operation"])
        if row is None:
            self._count_unmatched(exchange["request"])
            return
        row.update(name for name, holds in seen.items() if holds)
        if facts.get("accepted") is True:
            row["accepted"] += 1
        elif "accepted" in facts:
            self._whole["refused"] += 1
            self._refused[exchange["operation"]][facts.get("reason") or "no-reason"] += 1
            if exchange["direction"] == "from-sut" and not exchange["defects"] and not exchange["behaviour"]:
                row["unexpected"] += 1

    def _count_unmatched(self, request: Mapping[str, Json]) -> None:
        address = f"{request['method']} {request['path']}"
        known = address in self._unmatched or len(self._unmatched) < MOST_ADDRESSES
        self._unmatched[address if known else OTHERS] += 1
        self._whole["unmatched"] += 1

    def totals(self) -> dict[str, int]:
        """The figures of the whole mock."""
        names = ("exchanges", "refused", "unmatched", "with_defects", "with_behaviour", "mock_errors")
        return {name: self._whole[name] for name in names}

    def shown(self) -> Json:
        """Everything by operation, and what stands out."""
        operations = {name: self._shown_row(name) for name in self._rows}
        return {
            "totals": self.totals(),
            "operations": operations,
            "unmatched": dict(self._unmatched),
            "unexpected": {name: row["unexpected"] for name, row in operations.items() if row["unexpected"]},
            "never_called": [name for name, row in operations.items() if not row["calls"] and name not in self._pushes],
            "never_pushed": [name for name, row in operations.items() if not row["calls"] and name in self._pushes],
        }

    def _shown_row(self, name: str) -> dict[str, Json]:
        row = self._rows[name]
        return {
            "calls": row["exchanges"],
            "accepted": row["accepted"],
            "refused": dict(self._refused[name]),
            "unexpected": row["unexpected"],
            "with_defects": row["with_defects"],
            "with_behaviour": row["with_behaviour"],
            "silent": row["silent"],
            "mock_errors": row["mock_errors"],
        }
