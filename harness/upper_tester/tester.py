"""The upper tester: the acts of the contract as wishes, and what came back as values, whatever the way between."""

from collections.abc import Mapping
from datetime import datetime

from harness.errors import HarnessError, Inconclusive
from harness.exchange import Exchange, Json
from harness.upper_tester.contract import BASE, CONTRACT
from harness.upper_tester.protocol import Act, Outbox, SystemTime, Told, Version
from harness.upper_tester.wish import Way, Wish
from harness.verdict import Code

ACTED: Mapping[str, Json] = {"dossier": str, "status": str}
VERSION: Mapping[str, Json] = {
    "name": str,
    "version": str,
    "build": str,
    "clock": (str, type(None)),
    "capabilities": list,
}


class ContractUpperTester:
    """Speaks the contract by one way. Every act is on the record, because every way puts it there."""

    def __init__(self, way: Way) -> None:
        self._way = way

    @property
    def operator(self) -> str | None:
        """The person who acts; None where the system acts by itself."""
        return self._way.operator

    def version(self) -> Version:
        """Ask who acts."""
        told = self._ask(Wish("version", "GET", ("version",)), VERSION).body
        return Version(told["name"], told["version"], told["build"], told["clock"], frozenset(told["capabilities"]))

    def accept(self, application: Mapping[str, Json]) -> Act:
        """A clerk accepts a dossier."""
        return self._act(Wish("accept", "POST", ("dossiers",), body=application, confirmed_by=201))

    def act(self, dossier: str, name: str, body: Mapping[str, Json]) -> Act:
        """An officer acts on a dossier."""
        return self._act(Wish("act", "POST", ("dossiers", dossier, name), (dossier, name), body))

    def attempt(self, dossier: str, name: str, body: Mapping[str, Json]) -> Exchange:
        """Somebody tries to act on a dossier who may not have the right to; whatever was answered.

        The answer's `status` is the dossier's, a text, where it was done, and 403, a number, where it was refused.
        """
        wish = Wish("attempt", "POST", ("dossiers", dossier, name), (dossier, name), body, confirmed_by=None)
        return self._ask(wish).exchange

    def desk(self, name: str, body: Mapping[str, Json]) -> Told:
        """The office acts, not on one existing dossier."""
        return self._ask(Wish("desk", "POST", ("desk", name), (name,), body))

    def view(self, name: str, key: str = "") -> Told:
        """What the system says that it holds: one record, or without a key all of them."""
        words = (name, key) if key else (name,)
        return self._ask(Wish("view", "GET", ("records", *words), words))

    def outbox(self) -> Outbox:
        """What still waits."""
        told = self._ask(Wish("outbox", "GET", ("outbox",)), {"pending": int, "oldest": (str, type(None))}).body
        return Outbox(told["pending"], told["oldest"])

    def clock(self) -> SystemTime:
        """Read the system's clock."""
        return _time(self._ask(Wish("clock", "GET", ("clock",)), {"now": str}))

    def set_clock(self, now: datetime, *, rate: float | None = None) -> SystemTime:
        """Set it; it goes on from there, at this rate if one is given."""
        body = {"now": now.isoformat(timespec="milliseconds")} | ({} if rate is None else {"rate": rate})
        return _time(self._ask(Wish("set_clock", "POST", ("clock",), body=body), {"now": str}))

    def reset(self) -> None:
        """Let it forget every dossier."""
        self._ask(Wish("reset", "POST", ("reset",), confirmed_by=204))

    def close(self) -> None:
        """Close the door."""
        self._way.close()

    def _act(self, wish: Wish) -> Act:
        told = self._ask(wish, ACTED)
        return Act(told.body["dossier"], told.body["status"], told.exchange)

    def _ask(self, wish: Wish, members: Mapping[str, Json] | None = None) -> Told:
        """The answer, with members of these types. Raises Inconclusive(PRECONDITION) where one is not as it should.

        Raises HarnessError(HARNESS) for what the contract does not know: a suite asked for it, not the system.
        """
        if CONTRACT.operation(wish.method, f"{BASE}{wish.path}") is None:
            raise HarnessError(Code.HARNESS, f"the upper-tester contract has no {wish.method} {wish.path}")
        told = self._way.ask(wish)
        for name, kind in (members or {}).items():
            if name not in told.body or not isinstance(told.body[name], kind):
                what = f"the upper tester's answer {told.exchange.id} has no good {name!r}"
                raise Inconclusive(Code.PRECONDITION, what)
        return told


def _time(told: Told) -> SystemTime:
    try:
        now, rate = datetime.fromisoformat(told.body["now"]), float(told.body.get("rate", 1.0))
    except (TypeError, ValueError) as exc:
        raise Inconclusive(Code.PRECONDITION, f"the clock in {told.exchange.id} is none: {exc}") from exc
    if now.tzinfo is None:
        raise Inconclusive(Code.PRECONDITION, f"the clock in {told.exchange.id} has no offset")
    return SystemTime(now, rate, told.exchange)
