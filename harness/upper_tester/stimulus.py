"""Stimuli that no exchange of the contract shows: what was asked, who did it, what came of it (event `stimulus`).

A class of the supplier's and a person act on the system in their own way. What they were asked and what they told is
kept in the words of the contract, redacted by its marks, so that a check finds the same fields whatever the way was.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from harness.clock import Clock
from harness.exchange import Exchange, Json
from harness.message import storable
from harness.transport import Append
from harness.upper_tester.contract import BASE, CONTRACT
from harness.upper_tester.wish import Wish
from specs.redaction import redact

EVENT = "stimulus"


@dataclass
class StimulusLog:
    """Writes stimuli of one kind (`python`, `manual`) to the record, numbered."""

    kind: str
    key: bytes
    append: Append
    clock: Clock
    count: int = 0

    def note(
        self, wish: Wish, *, by: str, since: datetime, told: Mapping[str, Json] | None, crossed: Sequence[str] = ()
    ) -> Exchange:
        """Record one stimulus that began at `since` and is over; gives it as a check sees it.

        `told` is None where it was not confirmed; `crossed` are the exchanges in which it reached the system.
        """
        operation = CONTRACT.operation(wish.method, f"{BASE}{wish.path}")
        asked, answered = CONTRACT.schemas(operation)
        body, reply = redact(storable(wish.body), asked, self.key), redact(storable(told), answered, self.key)
        self.count += 1
        row = {
            "id": f"{EVENT}-{self.count:06d}",
            "seq": self.count,
            "kind": self.kind,
            "by": by,
            "operation": operation,
            "method": wish.method,
            "path": redact(f"{BASE}{wish.path}", None, self.key).value,
            "started": since.isoformat().replace("+00:00", "Z"),
            "elapsed_ms": round((self.clock.now() - since).total_seconds() * 1000, 3),
            "asked": body.value,
            "told": reply.value,
            "crossed": list(crossed),
            "facts": body.facts,
            "redacted": body.count + reply.count,
        }
        self.append(EVENT, row)
        return read_stimulus(row)


def read_stimulus(row: Mapping[str, Json]) -> Exchange:
    """A recorded stimulus in the form of an exchange. Raises KeyError or ValueError where it is none."""
    request = {"method": row["method"], "path": row["path"], "query": {}, "headers": {}, "body": row["asked"]}
    response = None if row["told"] is None else {"status": None, "headers": {}, "body": row["told"]}
    return Exchange(
        id=row["id"],
        seq=row["seq"],
        system=CONTRACT.system,
        profile=row["kind"],
        direction="to-sut",
        operation=row["operation"],
        started=datetime.fromisoformat(row["started"]),
        elapsed_ms=row["elapsed_ms"],
        request=request,
        response=response,
        silence=None,
        facts=row["facts"],
        raw=row,
    )
