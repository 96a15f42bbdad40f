"""Wrong ways to let people in at the web door, to know who they are, and to let them go."""

import base64
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson
from aiohttp import web
from sqlalchemy import Connection, select

from mocks.province.accounts.account import Account, State
from mocks.province.records.database import Transaction
from mocks.province.sign_in.arrival import Arrivals
from mocks.province.sign_in.keys import Keys
from mocks.province.sign_in.leaving import Leaving
from mocks.province.sign_in.owners import Citizen, Owners
from mocks.province.sign_in.provider import ProviderClient
from mocks.province.sign_in.request import Secrets
from mocks.province.sign_in.rooms import Rooms
from mocks.province.sign_in.sessions import Session, Sessions, SignIns, digest
from mocks.province.sign_in.tables import owners, sign_ins
from mocks.province.sign_in.verification import Claims, Untrusted, Verification, level_of
from mocks.province.sign_in.visitor import COOKIE, HOST_COOKIE


def without_verifier() -> Secrets:
    """Secrets of a sign-in whose code is not bound to it."""
    return Secrets(verifier=None)


def readable_cookie(response: web.Response, secret: str, *, secure: bool) -> None:
    """Give a browser its secret in a cookie that scripts can read."""
    response.set_cookie(HOST_COOKIE if secure else COOKIE, secret, path="/", secure=secure)


class StateUnchecked(SignIns):
    """Takes any answer for the one that the browser waits for."""

    def belongs(self, browser: str, state: str) -> Any:  # noqa: ARG002 - the honest one's signature
        """Any row of this browser."""
        return sign_ins.c.browser == digest(browser)


class StateOfAnyBrowser(SignIns):
    """Takes a state from whichever browser brings it."""

    def belongs(self, browser: str, state: str) -> Any:  # noqa: ARG002 - the honest one's signature
        """The row of this state."""
        return sign_ins.c.state == digest(state)


class SignatureUnchecked(Verification):
    """Reads what a token says without asking who signed it."""

    async def signed(self, token: str) -> Claims:
        """The claims of the middle part."""
        return _read_part(token.split(".")[1])


class UnsignedTaken(Verification):
    """Lets a token say that it needs no signature (alg none)."""

    async def signed(self, token: str) -> Claims:
        """The claims, verified unless the token says that there is nothing to verify."""
        header, _, _ = token.partition(".")
        if _read_part(header).get("alg") != "none":
            return await super().signed(token)
        return _read_part(token.split(".")[1])


class IssuerUnchecked(Verification):
    """Does not ask who issued a token."""

    def issued_by_provider(self, claims: Claims) -> None:
        """Never asked."""


class AudienceUnchecked(Verification):
    """Does not ask to whom a token was issued."""

    def meant_for_us(self, claims: Claims) -> None:
        """Never asked."""


class ExpiryUnchecked(Verification):
    """Does not ask until when a token was good."""

    def good_now(self, claims: Claims) -> None:
        """Never asked."""


class NonceUnchecked(Verification):
    """Does not ask for which request a token was made."""

    def asked_by_us(self, claims: Claims, nonce: str) -> None:
        """Never asked."""


class SubjectUnchecked(Verification):
    """Does not ask of whom userinfo speaks."""

    def same_person(self, claims: Claims, told: Claims) -> None:
        """Never asked."""


class AnyLevel(Verification):
    """Does not ask for the level of an account."""

    def reached(self, told: Claims) -> bool:  # noqa: ARG002 - the honest one's signature
        """Every account will do."""
        return True


class UntoldIsEnough(Verification):
    """Takes a level that is not told for one that is high enough."""

    def reached(self, told: Claims) -> bool:
        """Whether the level is high enough, or none is told."""
        return level_of(told) == 0 or super().reached(told)


class StaleKeys(Keys):
    """Keeps the keys until they are old, whatever key a token names."""

    def may_ask_again(self) -> bool:
        """Never."""
        return False


class KeysForEachToken(Keys):
    """Fetches the keys for every token that names an unknown one."""

    def may_ask_again(self) -> bool:
        """Always."""
        return True


class IdTokenIsEnough(Arrivals):
    """Reads the ID token, and never asks for userinfo."""

    async def known(
        self,
        client: ProviderClient,  # noqa: ARG002 - the honest one's signature
        verification: Verification,  # noqa: ARG002 - the same
        claims: Claims,
        access_token: str,  # noqa: ARG002 - the same
    ) -> Claims:
        """What the ID token tells."""
        return claims


class OfficerByName(Arrivals):
    """Looks for an officer's account by the name, not by the number."""

    def officer(self, known: Claims) -> Account | None:
        """The account under this very name."""
        found = (one for one in self._register.all() if one.person == known.get("HoVaTen") and one.state is State.OPEN)
        return next(found, None)


class AnybodyIsAnOfficer(Arrivals):
    """Lets whoever has no account in as somebody who has one."""

    def officer(self, known: Claims) -> Account | None:
        """The person's account, or the first one that is open."""
        return super().officer(known) or next((one for one in self._register.all() if one.state is State.OPEN), None)


class SessionFixed(Sessions):
    """Keeps the cookie that the browser had before somebody signed in."""

    def renewed(self, before: str) -> str:
        """The old one."""
        return before


class NeverIdle(Sessions):
    """Lets a session live on while nobody is there."""

    def is_idle(self, seen: datetime, now: datetime) -> bool:  # noqa: ARG002 - the honest one's signature
        """Never."""
        return False


class NeverOld(Sessions):
    """Lets a session live as long as it is used."""

    def is_old(self, opened: datetime, now: datetime) -> bool:  # noqa: ARG002 - the honest one's signature
        """Never."""
        return False


class CookieTakenOnly(Leaving):
    """Takes the cookie away and leaves the session."""

    def forget(self, transaction: Transaction, browser: str) -> None:
        """End nothing here."""


class TokenNotRevoked(Leaving):
    """Ends the session here, and leaves its tokens to expire."""

    def revoke(self, transaction: Transaction, session: Session) -> None:
        """Tell the provider nothing."""


class OwnersByAccountOnly(Owners):
    """Knows the dossiers that somebody submitted online, and not those handed in at the counter."""

    def found(self, db: Connection, citizen: Citizen) -> Sequence[str]:
        """Look in the index by account alone."""
        mine = owners.c.subject == citizen.subject
        return db.scalars(select(owners.c.dossier).where(mine).order_by(owners.c.dossier)).all()


class ShownToWhoKnowsTheCode(Owners):
    """Shows a dossier to every citizen who knows its code."""

    def owns(self, citizen: Citizen, code: str) -> bool:  # noqa: ARG002 - the honest one's signature
        """Whoever asks."""
        return True


class SessionOutlivesAccount(Rooms):
    """Asks for the account when an officer signs in, and never again."""

    def is_in_use(self, account: Account) -> bool:  # noqa: ARG002 - the honest one's signature
        """It was, when the officer signed in."""
        return True


def _read_part(part: str) -> Claims:
    """One part of a token, whoever wrote it."""
    try:
        read: Claims = orjson.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except ValueError:
        raise Untrusted("not a token") from None
    return read
