"""Sign-ins under way, and the sessions of those who are signed in."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select, update

from mocks.province.records.clock import VIETNAM
from mocks.province.records.database import Database, Transaction
from mocks.province.sign_in.owners import Citizen
from mocks.province.sign_in.request import SECRET_BYTES, Secrets
from mocks.province.sign_in.tables import sign_ins, web_sessions

UNDER_WAY: Final = timedelta(minutes=10)
IDLE: Final = timedelta(minutes=30)
LONGEST: Final = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class SignIn:
    """A sign-in under way: with whom, and what its answer must show. `officer`: wanted as one."""

    provider: str
    nonce: str
    verifier: str | None
    officer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Somebody who is signed in. `account` is the officer's, None for a citizen; `masked` may be shown."""

    provider: str
    citizen: Citizen
    masked: str | None
    account: str | None
    id_token: str = field(repr=False)
    refresh_token: str | None = field(repr=False)


def make_secret() -> str:
    """A secret for a cookie."""
    return secrets.token_urlsafe(SECRET_BYTES)


class SignIns:
    """Sign-ins under way: each belongs to the browser that began it, is used once and not after ten minutes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, browser: str, made: Secrets, provider: str, *, officer: bool, at: datetime) -> None:
        """Note what the answer must show."""
        row = {"provider": provider, "nonce": made.nonce, "verifier": made.verifier, "officer": officer, "since": at}
        with self._database.begin() as transaction:
            transaction.db.execute(delete(sign_ins).where(sign_ins.c.since < at - UNDER_WAY))
            transaction.db.execute(insert(sign_ins).values(state=digest(made.state), browser=digest(browser), **row))

    def take(self, browser: str, state: str, at: datetime) -> SignIn | None:
        """The sign-in that this state stands for, once; None where this browser began none such."""
        with self._database.begin() as transaction:
            found = transaction.db.execute(
                select(sign_ins)
                .where(self.belongs(browser, state))
                .order_by(sign_ins.c.since.desc(), sign_ins.c.state)
                .limit(1)
            ).one_or_none()
            if found is None:
                return None
            transaction.db.execute(delete(sign_ins).where(sign_ins.c.state == found.state))
        if found.since < at - UNDER_WAY:
            return None
        return SignIn(found.provider, found.nonce, found.verifier, found.officer)

    def belongs(self, browser: str, state: str) -> Any:
        """Which rows answer to this browser and state."""
        return (sign_ins.c.browser == digest(browser)) & (sign_ins.c.state == digest(state))


class Sessions:
    """The sessions in one database. They end when nobody was seen for a while, and in any case after some hours."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(self, before: str, session: Session, at: datetime) -> str:
        """Open a session, ending the one that the browser had; the secret of its cookie.

        The secret is a new one: what stood in the browser before somebody signed in may be known to somebody else.
        """
        browser = self.renewed(before)
        row = {
            "browser": digest(browser),
            "provider": session.provider,
            "identity": session.citizen.identity,
            "masked": session.masked,
            "subject": session.citizen.subject,
            "account": session.account,
            "id_token": session.id_token,
            "refresh_token": session.refresh_token,
            "opened": at,
            "seen": at,
        }
        with self._database.begin() as transaction:
            _forget(transaction.db, before)
            transaction.db.execute(delete(web_sessions).where(web_sessions.c.opened < at - 2 * LONGEST))
            transaction.db.execute(insert(web_sessions).values(**row))
        return browser

    def renewed(self, _before: str) -> str:
        """The secret after somebody has signed in."""
        return make_secret()

    def seen(self, browser: str, at: datetime) -> Session | None:
        """The session of a browser that is seen now; None where there is none, or it has ended."""
        where = web_sessions.c.browser == digest(browser)
        with self._database.begin() as transaction:
            row = transaction.db.execute(select(web_sessions).where(where)).one_or_none()
            if row is None:
                return None
            if self.is_over(row.opened.astimezone(VIETNAM), row.seen.astimezone(VIETNAM), at):
                _forget(transaction.db, browser)
                return None
            transaction.db.execute(update(web_sessions).where(where).values(seen=at))
        return Session(
            provider=row.provider,
            citizen=Citizen(row.identity, row.subject),
            masked=row.masked,
            account=row.account,
            id_token=row.id_token,
            refresh_token=row.refresh_token,
        )

    def is_over(self, opened: datetime, seen: datetime, now: datetime) -> bool:
        """Whether a session has ended by itself."""
        return self.is_idle(seen, now) or self.is_old(opened, now)

    def is_idle(self, seen: datetime, now: datetime) -> bool:
        """Whether nobody was seen for too long."""
        return now - seen > IDLE

    def is_old(self, opened: datetime, now: datetime) -> bool:
        """Whether it has lasted as long as any may."""
        return now - opened > LONGEST

    def end(self, transaction: Transaction, browser: str) -> None:
        """End the session of a browser."""
        _forget(transaction.db, browser)


def _forget(db: Connection, browser: str) -> None:
    db.execute(delete(web_sessions).where(web_sessions.c.browser == digest(browser)))


def digest(secret: str) -> str:
    """What is kept of a secret."""
    return sha256(secret.encode()).hexdigest()
