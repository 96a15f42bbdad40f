"""The upper tester over HTTP: the system itself offers the published contract."""

from collections.abc import Mapping
from urllib.parse import quote

from harness.errors import Inconclusive
from harness.exchange import Exchange, Json
from harness.pco import DrivingPco
from harness.upper_tester.contract import BASE
from harness.upper_tester.protocol import Act, Outbox, Version
from harness.verdict import Code

VERSION: Mapping[str, Json] = {"name": str, "version": str, "build": str, "clock": str, "capabilities": list}


class HttpUpperTester:
    """Drives the system under test through `DrivingPco`, so that every act is on the record."""

    def __init__(self, pco: DrivingPco) -> None:
        self._pco = pco

    def version(self) -> Version:
        """Ask who acts."""
        reply = _fine(self._pco.send("GET", f"{BASE}/version"), 200, VERSION)
        return Version(
            reply["name"], reply["version"], reply["build"], reply["clock"], frozenset(reply["capabilities"])
        )

    def accept(self, application: Mapping[str, Json]) -> Act:
        """A clerk accepts a dossier."""
        return self._act("/dossiers", application, 201)

    def process(self, dossier: str, act: Mapping[str, Json]) -> Act:
        """An officer takes it up."""
        return self._act(f"/dossiers/{quote(dossier, safe='')}/process", act, 200)

    def supplement(self, dossier: str, act: Mapping[str, Json]) -> Act:
        """An officer asks for more papers."""
        return self._act(f"/dossiers/{quote(dossier, safe='')}/supplement", act, 200)

    def finish(self, dossier: str, act: Mapping[str, Json]) -> Act:
        """An officer finishes it with its results."""
        return self._act(f"/dossiers/{quote(dossier, safe='')}/finish", act, 200)

    def give_back(self, dossier: str, act: Mapping[str, Json]) -> Act:
        """The result is returned to the owner."""
        return self._act(f"/dossiers/{quote(dossier, safe='')}/return", act, 200)

    def outbox(self) -> Outbox:
        """What still waits."""
        reply = _fine(self._pco.send("GET", f"{BASE}/outbox"), 200, {"pending": int, "oldest": (str, type(None))})
        return Outbox(reply["pending"], reply["oldest"])

    def close(self) -> None:
        """Close the door."""
        self._pco.close()

    def _act(self, path: str, body: Mapping[str, Json], status: int) -> Act:
        exchange = self._pco.send("POST", f"{BASE}{path}", body)
        reply = _fine(exchange, status, {"dossier": str, "status": str})
        return Act(reply["dossier"], reply["status"], exchange)


def _fine(exchange: Exchange, status: int, members: Mapping[str, Json]) -> Mapping[str, Json]:
    """The answer's body; Inconclusive(PRECONDITION) where the act was not confirmed, or not as the contract says."""
    if exchange.status != status or not isinstance(exchange.reply, Mapping):
        asked = f"{exchange.request['method']} {exchange.request['path']}"
        told = exchange.reply if exchange.reply is not None else (exchange.response or {}).get("text")
        message = f"the upper tester answered {exchange.status} to {asked}, not {status}: {str(told)[:200]}"
        raise Inconclusive(Code.PRECONDITION, f"{message} ({exchange.id})")
    for name, kind in members.items():
        if not isinstance(exchange.reply.get(name), kind):
            raise Inconclusive(Code.PRECONDITION, f"the upper tester's answer {exchange.id} has no good {name!r}")
    return exchange.reply
