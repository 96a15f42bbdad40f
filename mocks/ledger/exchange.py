"""Exchanges as a mock writes them (`specs/schemas/exchange.json`), redacted while they are made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from mocks.core.system import Answer, Call
from mocks.ledger.redactor import Redactor
from mocks.ledger.tally import Tally
from mocks.wire.reading import Message
from specs.profile import Profile

Json: TypeAlias = Any


@dataclass(slots=True, kw_only=True)
class Outcome:
    """How a request ended: with an `answer` that was sent as `sent`, or with a `silence` whatever the answer was.

    `told` are facts beside those of the answer, which come before them.
    """

    answer: Answer | None
    told: Mapping[str, Json] = field(default_factory=dict)
    sent: Message | None = None
    silence: str | None = None
    elapsed_ms: float | None = None


class Writer:
    """Writes the exchanges of one mock."""

    def __init__(self, profile: Profile, redactor: Redactor, tally: Tally | None = None) -> None:
        self._profile = profile
        self._redactor = redactor
        self._tally = tally

    def write(
        self,
        seq: int,
        started: datetime,
        message: Message,
        call: Call,
        outcome: Outcome,
        *,
        direction: str = "from-sut",
    ) -> dict[str, Json]:
        """The exchange at place `seq`. Its facts hold whether the answer was heard or not."""
        answer, operation, applied = outcome.answer, call.operation, call.behaviours
        request, count, identities = self._redactor.request(message, call)
        response = None
        if outcome.sent is not None and answer is not None:
            response, more = self._redactor.response(outcome.sent, status=answer.status, operation=operation)
            count += more
        answered = answer.facts if answer is not None else {}
        exchange = self._head(seq, started, direction)
        exchange["operation"] = operation.name if operation is not None else None
        exchange["elapsed_ms"] = outcome.elapsed_ms
        exchange["request"] = request
        exchange["response"] = response
        exchange["silence"] = outcome.silence
        exchange["facts"] = {"identity": identities, **outcome.told, **answered, **applied.facts}
        exchange["defects"] = call.defects
        exchange["behaviour"] = applied.names
        exchange["redacted"] = count
        return self._counted(exchange)

    def is_plain(self, message: Message) -> bool:
        """Whether nothing had to be redacted in the head of a request that was written."""
        return self._redactor.is_plain(message)

    def write_blank(self, seq: int, started: datetime, facts: Mapping[str, Json], *, status: int) -> dict[str, Json]:
        """An exchange of which nothing but these facts can be told: what came was no HTTP, or the mock itself broke."""
        nothing: dict[str, Json] = {"headers": {}, "body": None, "text": None, "size": 0}
        exchange = self._head(seq, started) | {
            "operation": None,
            "elapsed_ms": None,
            "request": {"method": "UNKNOWN", "path": "/", "query": {}} | nothing,
            "response": {"status": status} | nothing,
            "silence": None,
            "facts": dict(facts),
            "defects": [],
            "behaviour": [],
            "redacted": 0,
        }
        return self._counted(exchange)

    def _counted(self, exchange: dict[str, Json]) -> dict[str, Json]:
        if self._tally is not None:
            self._tally.count(exchange)
        return exchange

    def _head(self, seq: int, started: datetime, direction: str = "from-sut") -> dict[str, Json]:
        return {
            "id": f"{self._profile.system}-{seq:06d}",
            "seq": seq,
            "system": self._profile.system,
            "profile": self._profile.name,
            "direction": direction,
            "started": started.isoformat(timespec="microseconds").removesuffix("+00:00") + "Z",
        }
