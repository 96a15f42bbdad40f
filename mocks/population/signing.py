"""How the province signs its calls at the population database: a user, an API key, and a hash with the time in it.

`Authorization: Basic base64(user:sha256hex(serviceUrl + user + timestamp + secretKey))`, `Timestamp` in milliseconds or
seconds since 1970, `ApiKey` (source K5: two clients, one for each unit). The service URL is the one that the province
was given; behind a gateway another one may be meant, so the profile can name it.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeAlias

from mocks.core.system import Call, Site

Json: TypeAlias = Any
UNITS: Final = ("ms", "s")
EITHER: Final = "either"
ABSENT: Final = "absent"
_SECONDS: Final = re.compile(r"[0-9]{10}")
_MILLISECONDS: Final = re.compile(r"[0-9]{13}")


@dataclass(frozen=True, kw_only=True)
class Signature:
    """What was found out about the signature of a call; `reason` says why it is refused, None where it is good."""

    facts: Mapping[str, Json]
    reason: str | None


class Signing:
    """Holds signatures against the accounts of the province."""

    def __init__(self, site: Site) -> None:
        settings = site.profile.settings
        self._accounts = site.accounts
        self._clock = site.clock
        self._base = site.base
        self._unit = settings["timestamp_unit"]["value"]
        self._window_s = float(settings["timestamp_window_s"]["value"])
        self._service_url = settings["service_url"]["value"]

    def inspect(self, call: Call, *, given: str | None = None) -> Signature:
        """Hold a call's headers against the accounts.

        `given`: the signature where it stands in the body; then the header `ApiKey` is not asked for either.
        """
        wish = call.behaviours.take("timestamp-strict")
        unit = self._unit if wish is None else wish["unit"]
        timestamp = call.headers.get("timestamp", "")
        signature = call.headers.get("authorization", "") if given is None else f"Basic {given}"
        seen, skew_s = unit_of(timestamp), self._skew_s(timestamp)
        facts = {
            "api_key": self._api_key(call) if given is None else "none-needed",
            "timestamp_unit": seen,
            "timestamp_skew_s": skew_s,
        } | self._signature(signature, timestamp, call)
        return Signature(facts=facts, reason=self._reason(facts, unit=unit))

    def _reason(self, facts: Mapping[str, Json], *, unit: str) -> str | None:
        if facts["api_key"] not in {"right", "none-needed"}:
            return "wrong-api-key"
        if facts["timestamp_unit"] not in UNITS:
            return "no-timestamp"
        if unit not in (EITHER, facts["timestamp_unit"]):
            return "timestamp-unit"
        if abs(facts["timestamp_skew_s"]) > self._window_s:
            return "timestamp-outside-window"
        if facts["user"] != "right":
            return "unknown-user"
        return None if facts["hash"] == "valid" else "wrong-hash"

    def _api_key(self, call: Call) -> str:
        return _match(call.headers.get("apikey"), self._accounts["api_key"])

    def _skew_s(self, timestamp: str) -> float | None:
        """How far the time of the call is ahead of ours; None where it tells none."""
        unit = unit_of(timestamp)
        if unit not in UNITS:
            return None
        told = int(timestamp) / (1000 if unit == "ms" else 1)
        return round(told - _epoch_s(self._clock.now()), 3)

    def _signature(self, header: str, timestamp: str, call: Call) -> dict[str, str]:
        """Facts `user` (right, wrong, absent) and `hash` (valid, invalid, absent)."""
        given = basic_credentials(header)
        if given is None:
            return {"user": ABSENT, "hash": ABSENT}
        user, digest = given
        expected = [
            sign(url, user=user, timestamp=timestamp, secret=self._accounts["secret_key"]) for url in self._urls(call)
        ]
        valid = any(hmac.compare_digest(digest.encode(), one.encode()) for one in expected)
        return {"user": _match(user, self._accounts["user"]), "hash": "valid" if valid else "invalid"}

    def _urls(self, call: Call) -> list[str]:
        """The addresses by which the province may know this service."""
        if self._service_url:
            return [self._service_url]
        host = call.headers.get("host", "")
        return [self._base + call.path, f"http://{host}{call.path}", f"https://{host}{call.path}"]


def sign(url: str, *, user: str, timestamp: str, secret: str) -> str:
    """sha256hex(serviceUrl + user + timestamp + secretKey), in small hexadecimal digits."""
    return hashlib.sha256(f"{url}{user}{timestamp}{secret}".encode()).hexdigest()


def unit_of(timestamp: str) -> str:
    """`ms` for 13 digits, `s` for 10, else `malformed` or `absent`."""
    if _MILLISECONDS.fullmatch(timestamp):
        return "ms"
    if _SECONDS.fullmatch(timestamp):
        return "s"
    return "malformed" if timestamp else ABSENT


def basic_credentials(header: str) -> tuple[str, str] | None:
    """User and password of HTTP Basic (RFC 7617), here hash or secret; None where the header has none."""
    scheme, _, text = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        user, _, password = base64.b64decode(text.strip(), validate=True).decode().partition(":")
    except ValueError:  # no base64, or no UTF-8 in it
        return None
    return user, password


def _match(given: str | None, expected: str) -> str:
    if not given:
        return ABSENT
    return "right" if hmac.compare_digest(given.encode(), expected.encode()) else "wrong"


def _epoch_s(at: datetime) -> float:
    return at.timestamp()
