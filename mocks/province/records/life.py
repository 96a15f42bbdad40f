"""The life of a dossier: what each act makes of it, and when its result is due. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from mocks.province.records.bodies import AcceptBody, ActBody
from mocks.province.records.dossier import AFTER, ALLOWED, BEGINNINGS, REGISTER, Act, Dossier, NotAllowed, Status
from mocks.province.records.time_limits import time_limit
from mocks.province.records.working_time import TimeLimit, WorkingTime, of_offices

ANSWER_LIMIT: Final = TimeLimit(hours=8)
"""How long an office may let a dossier that was filed online wait. Recalled, not read: no text was found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """The rules. In the states of `pausing` the dossier waits for its owner, and its time does not pass.

    Where `apology_first` holds, a dossier that is late is not finished before its owner got a letter of apology.
    """

    time: WorkingTime
    limit: Callable[[str], TimeLimit] = time_limit
    allowed: Mapping[Status, frozenset[str]] = field(default_factory=lambda: ALLOWED)
    pausing: frozenset[Status] = frozenset({Status.SUPPLEMENT_ASKED, Status.OBLIGED})
    apology_first: bool = True

    def begin(self, name: str, accepted: AcceptBody, body: ActBody, *, at: datetime) -> Act:
        """The first act of a dossier; `name` is a key of BEGINNINGS."""
        due = self.time.after(at, ANSWER_LIMIT.length) if name == REGISTER else self.promise(accepted, at)
        return Act(1, name, BEGINNINGS[name], at, due, body)

    def follow(self, dossier: Dossier, name: str, body: ActBody, *, at: datetime) -> Act:
        """The next act of a dossier; `name` is a key of AFTER. Raises NotAllowed."""
        last = dossier.last
        if name not in self.allowed[last.status]:
            raise NotAllowed(name, last.status)
        if name == "finish" and self.apology_first and dossier.due < at:
            raise NotAllowed(name, last.status, "it is late, and nobody has apologised and named another day")
        return Act(last.number + 1, name, AFTER[name] or last.status, at, self._due(dossier, name, body, at), body)

    def promise(self, accepted: AcceptBody, at: datetime) -> datetime:
        """When the result of a dossier accepted at this moment is due."""
        return self.time.after(at, self.limit(accepted["procedure"]).length)

    def _due(self, dossier: Dossier, name: str, body: ActBody, at: datetime) -> datetime:
        if named := body.get("due"):
            return datetime.fromisoformat(named)
        if name == "take-in":
            return self.promise(dossier.accepted, at)
        asked = dossier.last
        waited = asked.status in self.pausing and AFTER[name] is Status.IN_PROCESS
        if not waited or asked.body.get("due") or asked.at >= asked.due:
            return asked.due
        return self.time.after(at, self.time.between(asked.at, asked.due))


HONEST: Final = Life(time=of_offices())
