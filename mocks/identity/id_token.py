"""ID tokens (OpenID Connect Core, 2) as they should be, and as behaviours would have them."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final, TypeAlias

from mocks.core.behaviour import Applied
from mocks.core.system import Call
from mocks.identity.claims import claims_of, distorted
from mocks.identity.grants import Grant
from mocks.identity.keys import KeyRing
from mocks.identity.parts import Parts

Json: TypeAlias = Any
LONG_AGO_S: Final = 3600
ELSE: Final = "https://issuer.example"


def make_id_token(parts: Parts, call: Call, *, grant: Grant, access_token: str, with_nonce: bool) -> str:
    """The ID token of a grant. `with_nonce` False: that of a refresh, which has none (Core, 12.2)."""
    life_s = int(parts.product.life_s)
    claims = claims_of(parts.people[grant.person], grant, parts.product, place="id_token") | {
        "iss": parts.product.issuer,
        "aud": grant.client,
        "azp": grant.client,
        "iat": parts.now,
        "exp": parts.now + life_s,
        "auth_time": grant.auth_time,
        "acr": grant.acr,
        "sid": grant.session,
        "at_hash": _half_hash(access_token),
        "typ": "ID",
    }
    if with_nonce and grant.nonce is not None:
        claims["nonce"] = grant.nonce
    return _signed(_untrue(claims, call.behaviours, life_s=life_s), call.behaviours, keys=parts.keys)


def _signed(claims: Mapping[str, Json], behaviours: Applied, *, keys: KeyRing) -> str:
    if behaviours.take("unsigned-token") is not None:
        return f"{_part({'alg': 'none', 'typ': 'JWT'})}.{_part(claims)}."
    if (wish := behaviours.take("wrong-key")) is not None:
        return keys.sign_wrongly(claims, known_kid=wish.get("kid") == "current")
    return keys.sign(claims)


def _untrue(claims: dict[str, Json], behaviours: Applied, *, life_s: int) -> dict[str, Json]:
    """The claims with what behaviours make of them."""
    if behaviours.take("wrong-nonce") is not None:
        claims["nonce"] = sha256(str(claims.get("nonce")).encode()).hexdigest()[:32]
    if behaviours.take("wrong-issuer") is not None:
        claims["iss"] = ELSE
    if behaviours.take("wrong-audience") is not None:
        claims |= {"aud": "somebody-else", "azp": "somebody-else"}
    if behaviours.take("expired-token") is not None:
        claims |= {"exp": claims["iat"] - LONG_AGO_S, "iat": claims["iat"] - LONG_AGO_S - life_s}
    return distorted(claims, behaviours)


def _half_hash(token: str) -> str:
    """The left half of the SHA-256 of an access token (Core, 3.1.3.6)."""
    return urlsafe_b64encode(sha256(token.encode()).digest()[:16]).rstrip(b"=").decode()


def _part(value: Mapping[str, Json]) -> str:
    return urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()
