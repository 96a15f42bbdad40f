"""What has come and gone at one mock, counted while it is journaled."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

Json: TypeAlias = Any
MOST_ADDRESSES: Final = 100
OTHERS: Final = "(others)"


@dataclass(slots=True)
class _Row:
    """The figures of one operation, or of the whole mock."""

    calls: int = 0
    accepted: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    unexpected: int = 0
    with_defects: int = 0
    with_behaviour: int = 0
    silent: int = 0
    mock_errors: int = 0

    def count(self, exchange: Mapping[str, Json], facts: Mapping[str, Json]) -> None:
        """Count what can be said of any exchange. On the way of every request, so it does without loops."""
        self.calls += 1
        if exchange["defects"]:
            self.with_defects += 1
        if exchange["behaviour"]:
            self.with_behaviour += 1
        if exchange["silence"] is not None:
            self.silent += 1
        if "mock_error" in facts:
            self.mock_errors += 1

    def refuse(self, reason: str) -> None:
        """Count a refusal."""
        self.refused[reason] = self.refused.get(reason, 0) + 1

    def shown(self) -> dict[str, Json]:
        """The figures by name."""
        return {
            "calls": self.calls,
            "accepted": self.accepted,
            "refused": dict(self.refused),
            "unexpected": self.unexpected,
            "with_defects": self.with_defects,
            "with_behaviour": self.with_behaviour,
            "silent": self.silent,
            "mock_errors": self.mock_errors,
        }


class Tally:
    """Counts exchanges of one mock since it started, as the journal has them; its size does not grow with them.

    A call is `unexpected` where it kept the profile and was refused all the same, for the state that the system was in,
    and no behaviour had a part in it. It is `unmatched` where it is no operation of the profile at all.
    """

    def __init__(self, operations: tuple[str, ...], pushes: tuple[str, ...]) -> None:
        self._rows = {name: _Row() for name in (*operations, *pushes)}
        self._pushes = frozenset(pushes)
        self._whole = _Row()
        self._refused = 0
        self._unmatched: dict[str, int] = {}

    def count(self, exchange: Mapping[str, Json]) -> None:
        """Count one exchange that is journaled."""
        facts = exchange["facts"]
        self._whole.count(exchange, facts)
        row = self._rows.get(exchange["operation"])
        if row is None:
            self._count_unmatched(exchange["request"])
            return
        row.count(exchange, facts)
        accepted = facts.get("accepted")
        if accepted is True:
            row.accepted += 1
        elif accepted is not None:
            self._refused += 1
            row.refuse(facts.get("reason") or "no-reason")
            if exchange["direction"] == "from-sut" and not exchange["defects"] and not exchange["behaviour"]:
                row.unexpected += 1

    def _count_unmatched(self, request: Mapping[str, Json]) -> None:
        address = f"{request['method']} {request['path']}"
        if address not in self._unmatched and len(self._unmatched) >= MOST_ADDRESSES:
            address = OTHERS
        self._unmatched[address] = self._unmatched.get(address, 0) + 1

    def totals(self) -> dict[str, int]:
        """The figures of the whole mock."""
        whole = self._whole
        return {
            "exchanges": whole.calls,
            "refused": self._refused,
            "unmatched": sum(self._unmatched.values()),
            "with_defects": whole.with_defects,
            "with_behaviour": whole.with_behaviour,
            "mock_errors": whole.mock_errors,
        }

    def shown(self) -> Json:
        """Everything by operation, and what stands out."""
        never = [name for name, row in self._rows.items() if not row.calls]
        return {
            "totals": self.totals(),
            "operations": {name: row.shown() for name, row in self._rows.items()},
            "unmatched": dict(self._unmatched),
            "unexpected": {name: row.unexpected for name, row in self._rows.items() if row.unexpected},
            "never_called": [name for name in never if name not in self._pushes],
            "never_pushed": [name for name in never if name in self._pushes],
        }
