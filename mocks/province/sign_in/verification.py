"""Whether an ID token may be believed (OpenID Connect Core, 3.1.3.7): each question of its own."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from joserfc import jws, jwt
from joserfc.errors import JoseError

from mocks.province.sign_in.keys import Keys, UnknownKey
from mocks.province.sign_in.provider import Provider

ALGORITHM: Final = "RS256"
LEEWAY_S: Final = 120
"""How far the provider's clock may be from ours."""

Claims = Mapping[str, Any]


class Untrusted(Exception):
    """A token, or what was told with it, is not believed. Says why, and nothing of what it held."""


class Verification:
    """The questions that a token of one provider must answer."""

    def __init__(self, provider: Provider, keys: Keys, now: Callable[[], datetime]) -> None:
        self._provider = provider
        self._keys = keys
        self._now = now

    async def claims(self, token: str, nonce: str) -> Claims:
        """The claims of a token that holds against every question; raises Untrusted, and Trouble without keys."""
        claims = await self.signed(token)
        self.issued_by_provider(claims)
        self.meant_for_us(claims)
        self.good_now(claims)
        self.asked_by_us(claims, nonce)
        return claims

    async def signed(self, token: str) -> Claims:
        """The claims, if a published key of the provider signed them by the one algorithm that we take."""
        try:
            header = jws.extract_compact(token.encode()).headers()
            if header.get("alg") != ALGORITHM:
                raise Untrusted("the token is not signed by RS256")
            key = await self._keys.key(str(header.get("kid")))
            return jwt.decode(token, key, algorithms=[ALGORITHM]).claims
        except UnknownKey:
            raise Untrusted("no published key signed the token") from None
        except (JoseError, ValueError) as exc:
            raise Untrusted(f"the signature does not hold ({type(exc).__name__})") from None

    def issued_by_provider(self, claims: Claims) -> None:
        """`iss` is the provider that was asked."""
        if claims.get("iss") != self._provider.issuer:
            raise Untrusted("another issuer")

    def meant_for_us(self, claims: Claims) -> None:
        """`aud` holds our client id, and `azp`, if there is one, is it."""
        audience, ours = claims.get("aud"), self._provider.client_id
        named = audience if isinstance(audience, list) else [audience]
        if ours not in named or claims.get("azp", ours) != ours:
            raise Untrusted("issued to another client")

    def good_now(self, claims: Claims) -> None:
        """It has not expired, and was not issued in the future."""
        now, expires, issued = self._now().timestamp(), claims.get("exp"), claims.get("iat")
        if not isinstance(expires, int | float) or not isinstance(issued, int | float):
            raise Untrusted("no times")
        if now >= expires + LEEWAY_S or issued > now + LEEWAY_S:
            raise Untrusted("not good at this time")

    def asked_by_us(self, claims: Claims, nonce: str) -> None:
        """It holds the nonce of this very request."""
        if claims.get("nonce") != nonce:
            raise Untrusted("another nonce")

    def same_person(self, claims: Claims, told: Claims) -> None:
        """What was told beside the token is of the same person (Core, 5.3.2)."""
        if told.get("sub") != claims.get("sub"):
            raise Untrusted("told of somebody else")

    def reached(self, told: Claims) -> bool:
        """Whether the account is of the level that is asked for; an untold level is none."""
        return level_of(told) >= self._provider.level


def level_of(told: Claims) -> int:
    """The level of an account by `loAs` (LoA2) or `IAL` (2), 0 where neither tells it; both spellings are assumed.

    `acr` is not read: at VNeID it was seen to be the same for everybody.
    """
    for name in ("loAs", "IAL"):
        digits = str(told.get(name, "")).removeprefix("LoA")
        if digits.isdecimal():
            return int(digits)
    return 0
