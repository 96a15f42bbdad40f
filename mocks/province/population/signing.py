"""How calls at the population database are signed: a hash with the time in it, and who calls (source K5)."""

import base64
import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

PER_SECOND: Final[Mapping[str, int]] = {"ms": 1000, "s": 1}
"""Units of the header Timestamp: one client sends milliseconds, another seconds."""


class Signing:
    """Signs calls at `address` with what was agreed upon.

    `settings`: `user`, `secret_key`, `api_key`, `client` (INSTANCE/CLASS/MEMBER/SUBSYSTEM), `timestamp_unit` (ms or s).
    `now` gives the moment, aware. Raises KeyError for a setting that is missing, and for a unit that is none.
    """

    def __init__(self, address: str, settings: Mapping[str, str], now: Callable[[], datetime]) -> None:
        self._address = address
        self._user, self._secret = settings["user"], settings["secret_key"]
        self._fixed = {
            "ApiKey": settings["api_key"],
            "X-Road-Client": settings["client"],
            "SOAPAction": "",
            "Content-Type": "application/xml",
        }
        self.per_second = PER_SECOND[settings.get("timestamp_unit", "ms")]
        self._now = now

    def headers(self) -> dict[str, str]:
        """The headers of one call, made for this moment."""
        timestamp = self.timestamp(self._now())
        digest = hashlib.sha256(f"{self._address}{self._user}{timestamp}{self._secret}".encode()).hexdigest()
        credentials = base64.b64encode(f"{self._user}:{digest}".encode()).decode()
        return {**self._fixed, "Timestamp": timestamp, "Authorization": f"Basic {credentials}"}

    def timestamp(self, at: datetime) -> str:
        """The moment in the agreed unit since 1970."""
        return str(int(at.timestamp() * self.per_second))
