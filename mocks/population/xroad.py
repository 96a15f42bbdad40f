"""What a platform of the X-Road kind between province and database adds: its headers, and faults of its own.

The header `X-Road-Client` was seen (K5). The rest is the generic protocol (K12, `PR-REST` 4.3 and 4.6): that the
platform before this database follows it is inferred. `X-Road-Error` stands only where the fault is the platform's.
"""

import base64
import hashlib
import re
import uuid
from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from mocks.core.system import Answer, Call, Site

Json: TypeAlias = Any
WELL_FORMED: Final = "well-formed"
WITHOUT_SUBSYSTEM: Final = "without-subsystem"
NETWORK_ERROR: Final = "Server.ServerProxy.NetworkError"
BAD_REQUEST: Final = "Client.BadRequest"
_PART: Final = r"(?:[0-9A-Za-z._~+:@!$&'()*;=-]|%[0-9A-Fa-f]{2})+"
_CLIENT: Final = re.compile(rf"{_PART}/{_PART}/{_PART}(?P<subsystem>/{_PART})?")
_ID: Final = re.compile("[0-9A-Za-z-]{1,100}")


class Platform:
    """The platform in front of one database."""

    def __init__(self, site: Site) -> None:
        settings = site.profile.settings["x_road"]
        self._service = settings["service"]["value"]
        self._asks_subsystem = bool(settings["subsystem_required"]["value"])
        self._rng = site.rng("x-road")

    def refuses(self, state: str) -> bool:
        """Whether a call from a client that is named in this state does not pass."""
        return state != WELL_FORMED and (self._asks_subsystem or state != WITHOUT_SUBSYSTEM)

    def headers(self, call: Call) -> dict[str, str]:
        """The headers of an answer that came through the platform."""
        given = call.headers.get("x-road-id", "")
        told = {
            "X-Road-Service": self._service,
            "X-Road-Id": given if _ID.fullmatch(given) else self._uuid(),
            "X-Road-Request-Id": self._uuid(),
            "X-Road-Request-Hash": _request_hash(call),
        }
        client = call.headers.get("x-road-client", "")
        return {"X-Road-Client": client, **told} if _CLIENT.fullmatch(client) else told

    def fault(self, kind: str, message: str, *, reason: str, facts: Mapping[str, Json]) -> Answer:
        """A fault of the platform: status 400 where the client is to blame, 500 else (PR-REST 4.6)."""
        return Answer(
            status=400 if kind.startswith("Client") else 500,
            body={"type": kind, "message": message, "detail": self._uuid()},
            headers={"X-Road-Error": kind},
            facts=facts,
            accepted=False,
            reason=reason,
        )

    def _uuid(self) -> str:
        return str(uuid.UUID(int=self._rng.getrandbits(128), version=4))


def client_state(headers: Mapping[str, str]) -> str:
    """How a call names its client: `well-formed`, `without-subsystem`, `malformed` or `absent`."""
    given = headers.get("x-road-client", "")
    if not given:
        return "absent"
    found = _CLIENT.fullmatch(given)
    if found is None:
        return "malformed"
    return WELL_FORMED if found["subsystem"] else WITHOUT_SUBSYSTEM


def _request_hash(call: Call) -> str:
    """Base64 of SHA512(SHA512(headers) + SHA512(body)), as the protocol says; how headers are written, it does not."""
    headers = "".join(f"{name}:{value}\r\n" for name, value in call.headers.items())
    parts = hashlib.sha512(headers.encode()).digest() + hashlib.sha512(call.raw).digest()
    return base64.b64encode(hashlib.sha512(parts).digest()).decode()
