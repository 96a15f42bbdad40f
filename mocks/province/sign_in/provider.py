"""An identity provider as this province knows it: where it is, and what it is asked for (OpenID Connect)."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from mocks.province.options import Counterpart
from mocks.province.outbox.trouble import Away
from mocks.province.sign_in.call import Caller
from mocks.province.sign_in.keys import Keys

ISSUERS: Final[Mapping[str, str]] = MappingProxyType({"vneid": "/auth/realms/citizen", "vnconnect": "/oauth2/token"})
"""Where the issuer stands below the provider's address: the first was seen in one client, the second is assumed."""
LEVEL: Final = 2
"""The least level of an account that may sign in; what levels mean is not known, so that it is assumed."""
DESCRIPTION_LIFE_S: Final = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """What was agreed with one provider."""

    name: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    level: int = LEVEL


def read_provider(name: str, counterpart: Counterpart) -> Provider:
    """The provider that a connection describes; raises KeyError where client_id or client_secret is missing."""
    settings = counterpart.settings
    return Provider(
        name=name,
        issuer=settings.get("issuer") or counterpart.url.rstrip("/") + ISSUERS[name],
        client_id=settings["client_id"],
        client_secret=settings["client_secret"],
        level=int(settings.get("level", LEVEL)),
    )


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a code was exchanged for."""

    id_token: str
    access_token: str
    refresh_token: str | None


class ProviderClient:
    """Asks one provider. Everything raises Trouble where it does not answer, or not as it should."""

    def __init__(
        self,
        provider: Provider,
        caller: Caller,
        *,
        make_keys: type[Keys] = Keys,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.provider = provider
        self.keys = make_keys(self._fetch_keys, monotonic)
        self._caller = caller
        self._monotonic = monotonic
        self._described: dict[str, Any] = {}
        self._good_until = 0.0

    async def description(self) -> Mapping[str, Any]:
        """What the provider says of itself, kept for an hour (OpenID Connect Discovery, 4)."""
        if self._monotonic() >= self._good_until:
            described = await self._caller.get(f"{self.provider.issuer}/.well-known/openid-configuration")
            if described.get("issuer") != self.provider.issuer:
                raise Away("what answers is another issuer")
            self._described, self._good_until = described, self._monotonic() + DESCRIPTION_LIFE_S
        return self._described

    async def address(self, name: str) -> str:
        """One address from the description (`token_endpoint`); raises Away where it is not told."""
        address = (await self.description()).get(name)
        if not isinstance(address, str):
            raise Away(f"the provider tells no {name}")
        return address

    async def redeem(self, code: str, redirect_uri: str, verifier: str | None) -> Tokens:
        """Exchange a code for tokens."""
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri, **self._secret()}
        if verifier is not None:
            form["code_verifier"] = verifier
        told = await self._caller.post(await self.address("token_endpoint"), form)
        try:
            return Tokens(told["id_token"], told["access_token"], told.get("refresh_token"))
        except KeyError as exc:
            raise Away(f"the answer lacks {exc.args[0]}") from exc

    async def userinfo(self, access_token: str) -> dict[str, Any]:
        """What the provider tells of the person; by POST, as a client of the portal was seen to ask."""
        headers = {"Authorization": f"Bearer {access_token}"}
        return await self._caller.post(await self.address("userinfo_endpoint"), headers=headers)

    async def revoke(self, token: str) -> None:
        """End a token (RFC 7009)."""
        await self._caller.post(await self.address("revocation_endpoint"), {"token": token, **self._secret()})

    async def _fetch_keys(self) -> dict[str, Any]:
        return await self._caller.get(await self.address("jwks_uri"))

    def _secret(self) -> dict[str, str]:
        return {"client_id": self.provider.client_id, "client_secret": self.provider.client_secret}
