"""Somebody comes back from a provider with a code: who it is, how well that is known, and as what they come in."""

from collections.abc import Mapping
from http import HTTPStatus

from mocks.province.accounts.account import Account
from mocks.province.accounts.identity import Identities
from mocks.province.accounts.register import Register
from mocks.province.sign_in.owners import Citizen
from mocks.province.sign_in.provider import ProviderClient
from mocks.province.sign_in.sessions import Session, SignIn
from mocks.province.sign_in.verification import Claims, Verification
from mocks.province.sign_in.visitor import NotAdmitted


class Arrivals:
    """Makes a session of a code."""

    def __init__(
        self,
        clients: Mapping[str, ProviderClient],
        verifications: Mapping[str, Verification],
        register: Register,
        identities: Identities,
    ) -> None:
        self._clients = clients
        self._verifications = verifications
        self._register = register
        self._identities = identities

    async def arrive(self, sign_in: SignIn, code: str, redirect_uri: str) -> Session:
        """Redeem the code and look at everything that comes of it; raises NotAdmitted, Untrusted and Trouble."""
        client, verification = self._clients[sign_in.provider], self._verifications[sign_in.provider]
        tokens = await client.redeem(code, redirect_uri, sign_in.verifier)
        claims = await verification.claims(tokens.id_token, sign_in.nonce)
        known = await self.known(client, verification, claims, tokens.access_token)
        if not verification.reached(known):
            raise NotAdmitted(HTTPStatus.FORBIDDEN, "the account is not of the level that is asked for here")
        number = str(known.get("SoDinhDanh") or "")
        return Session(
            provider=sign_in.provider,
            citizen=Citizen(self._identities.digest(number) if number else None, str(claims["sub"])),
            masked=self._identities.masked(number) if number else None,
            account=self._account_of(known).name if sign_in.officer else None,
            id_token=tokens.id_token,
            refresh_token=tokens.refresh_token,
        )

    async def known(
        self, client: ProviderClient, verification: Verification, claims: Claims, access_token: str
    ) -> Claims:
        """All that is known of the person: the portal's ID token does not tell the identity number, userinfo does."""
        told = await client.userinfo(access_token)
        verification.same_person(claims, told)
        return {**claims, **told}

    def _account_of(self, known: Claims) -> Account:
        account = self.officer(known)
        if account is None:
            raise NotAdmitted(HTTPStatus.FORBIDDEN, "nobody with this identity holds an open officer's account")
        return account

    def officer(self, known: Claims) -> Account | None:
        """The officer's account of this person: matched by the identity number, and by nothing else."""
        number = str(known.get("SoDinhDanh") or "")
        return self._register.holder(self._identities.digest(number)) if number else None
