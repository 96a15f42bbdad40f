"""The data exchange platform before the portal: the REST protocol of X-Road (K12), where the profile has one.

Whatever the portal answers passes unchanged, with headers that tie the answer to the request. `X-Road-Error` is there
only where the platform itself fails or refuses, so that its faults can be told from the portal's.
"""

import hashlib
import random
import re
import uuid
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from mocks.core.system import Answer, Call, Handler

BASE: Final = "/r1/"
SERVICE: Final = re.compile(r"/r1/(?P<service>(?:[A-Za-z0-9._~-]{1,64}/){4}[A-Za-z0-9._~-]{1,64})(?:/.*)?", re.DOTALL)
CLIENT: Final = re.compile(r"(?:[A-Za-z0-9._~%-]{1,64}/){2,3}[A-Za-z0-9._~%-]{1,64}")
IDENTIFIER: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")
PLACES: Final = ("/headers", "/path")
"""Where a breach of the profile is the platform's affair."""


def fault(kind: str, message: str, rng: random.Random, *, status: int, reason: str) -> Answer:
    """An error of the platform: its type in the header and in the body, with an identifier of the error."""
    body = {"type": kind, "message": message, "detail": _identifier(rng)}
    facts = {"answered": reason, "platform_error": kind}
    return Answer(status=status, body=body, headers={"X-Road-Error": kind}, facts=facts, accepted=False, reason=reason)


class Platform:
    """A handler before the portal's: refuses what is no X-Road message, passes the rest on and signs the answer."""

    def __init__(self, inner: Handler, *, rng: random.Random) -> None:
        self._inner = inner
        self._rng = rng

    def answer(self, call: Call) -> Answer:
        """Answer one request; an address outside the protocol is left to the portal, which knows few such."""
        if not call.path.startswith(BASE):
            return self._asked(call)
        named = SERVICE.fullmatch(call.path)
        client = CLIENT.fullmatch(call.headers.get("x-road-client", ""))
        breaks = client is None or any(row["pointer"].startswith(PLACES) for row in call.defects)
        if named is None or (breaks and not call.lax):
            told = "the request is no message of r1"
            return fault("Client.BadRequest", told, self._rng, status=400, reason="no-message")
        answer = self._asked(call)
        if "X-Road-Error" in answer.headers:
            return answer
        tied = self._tied(call, client[0] if client else "", service=named["service"])
        return replace(answer, headers={**answer.headers, **tied})

    def _asked(self, call: Call) -> Answer:
        answer = self._inner.answer(call)
        if isinstance(answer, Answer):
            return answer
        raise TypeError("the portal answers at once")

    def _tied(self, call: Call, client: str, *, service: str) -> dict[str, str]:
        given = IDENTIFIER.fullmatch(call.headers.get("x-road-id", ""))
        return {
            "X-Road-Client": client,
            "X-Road-Service": service,
            "X-Road-Id": given[0] if given else _identifier(self._rng),
            "X-Road-Request-Id": _identifier(self._rng),
            "X-Road-Request-Hash": request_hash(call.headers, call.raw),
        }


def request_hash(headers: Mapping[str, str], body: bytes) -> str:
    """Base64 of SHA512(SHA512(headers) + SHA512(body)), of the headers alone where there is no body (K12, 4.3).

    How the headers are written for it is not said there; here as `name:value` lines, names in lower case, sorted.
    """
    lines = "".join(f"{name}:{value}\n" for name, value in sorted(headers.items()))
    head = hashlib.sha512(lines.encode()).digest()
    whole = hashlib.sha512(head + hashlib.sha512(body).digest()).digest() if body else head
    return b64encode(whole).decode()


def _identifier(rng: random.Random) -> str:
    return str(uuid.UUID(int=rng.getrandbits(128), version=4))
