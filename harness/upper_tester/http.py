"""The way over HTTP: the system under test itself offers the published contract."""

from collections.abc import Mapping

from harness.errors import Inconclusive
from harness.pco import DrivingPco
from harness.upper_tester.contract import BASE
from harness.upper_tester.protocol import Told
from harness.upper_tester.wish import Wish
from harness.verdict import Code

NO_CONTENT = 204


class HttpWay:
    """Asks through `DrivingPco`, so that every act is an exchange of the record."""

    operator = None

    def __init__(self, pco: DrivingPco) -> None:
        self._pco = pco

    def ask(self, wish: Wish) -> Told:
        """One call. Raises Inconclusive(PRECONDITION) where it is not confirmed, or not by a JSON object."""
        exchange = self._pco.send(wish.method, f"{BASE}{wish.path}", wish.body)
        if wish.confirmed_by is None or exchange.status == wish.confirmed_by == NO_CONTENT:
            return Told({}, exchange)
        if exchange.status != wish.confirmed_by or not isinstance(exchange.reply, Mapping):
            asked = f"{exchange.request['method']} {exchange.request['path']}"
            said = exchange.reply if exchange.reply is not None else (exchange.response or {}).get("text")
            wanted = f"{wish.confirmed_by} and a JSON object"
            what = f"the upper tester answered {exchange.status} to {asked}, not {wanted}: {str(said)[:200]}"
            raise Inconclusive(Code.PRECONDITION, f"{what} ({exchange.id})")
        return Told(exchange.reply, exchange)

    def close(self) -> None:
        """Close the door."""
        self._pco.close()
