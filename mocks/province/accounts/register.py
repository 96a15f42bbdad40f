"""The register of officers' accounts: opened, locked, moved from one agency to another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Final, NotRequired, TypedDict

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from mocks.province.accounts.account import Account, Grant, Role, State
from mocks.province.accounts.identity import Identities
from mocks.province.accounts.tables import accounts, deeds, grants, notices
from mocks.province.records.clock import VIETNAM
from mocks.province.records.database import Database, Transaction

_ALL: Final = select(accounts).order_by(accounts.c.name)
_NAMED: Final = select(accounts).where(accounts.c.name == bindparam("of"))
_GRANTS: Final = select(grants).order_by(grants.c.account)
_GRANTS_OF: Final = select(grants).where(grants.c.account == bindparam("of"))


class GrantBody(TypedDict):
    """One right, as it is granted."""

    role: str
    agency: str
    procedure: str


class OpenBody(TypedDict):
    """The body of `open-account`; `identity` is the number by which VNeID knows the person."""

    account: str
    name: str
    identity: str
    agency: str
    roles: list[GrantBody]
    email: NotRequired[str | None]
    email_password_changed: NotRequired[str | None]


class UnknownAccount(Exception):
    """No account has this name."""


class AccountExists(Exception):
    """The name is taken, or the person has an account already: one person, one account."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What an account did."""

    dossier: str
    act: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Notice:
    """That a password ends was told at `at`; it ends at `expires`."""

    expires: datetime
    at: datetime


class Register:
    """The accounts in one database."""

    def __init__(self, database: Database, identities: Identities) -> None:
        self._database = database
        self._identities = identities

    def open(self, body: OpenBody) -> Account:
        """Open one person's account; raises AccountExists."""
        changed, number = body.get("email_password_changed"), body["identity"]
        account = Account(
            name=body["account"],
            person=body["name"],
            identity=self._identities.digest(number),
            masked=self._identities.masked(number),
            sealed=self._identities.sealed(number),
            agency=body["agency"],
            state=State.OPEN,
            grants=self.granted(body["roles"]),
            email=body.get("email"),
            password_changed=datetime.fromisoformat(changed) if changed else None,
        )
        with self._database.begin() as transaction:
            db = transaction.db
            taken = (accounts.c.name == account.name) | (
                (accounts.c.identity == account.identity) & (accounts.c.state != State.LEFT.value)
            )
            if db.scalar(select(accounts.c.name).where(taken).limit(1)) is not None:
                raise AccountExists
            db.execute(insert(accounts).values(**_row_of(account)))
            _write_grants(db, account.name, account.grants)
        return account

    def granted(self, roles: Iterable[GrantBody]) -> frozenset[Grant]:
        """The rights that a body grants."""
        return frozenset(Grant(Role(row["role"]), row["agency"], row["procedure"]) for row in roles)

    def lock(self, name: str, *, left: bool) -> Account:
        """Let nobody use an account any more: its officer has `left`, or it is locked. Raises UnknownAccount."""
        return self._change(name, state=(State.LEFT if left else State.LOCKED).value)

    def move(self, name: str, agency: str, roles: Iterable[GrantBody]) -> Account:
        """Move an officer to another agency, with the rights held there and no others. Raises UnknownAccount."""
        given = self.granted(roles)
        with self._database.begin() as transaction:
            self.find_in(transaction.db, name)
            transaction.db.execute(update(accounts).where(accounts.c.name == name).values(agency=agency))
            self.withdraw(transaction, name)
            _write_grants(transaction.db, name, given)
        return self.find(name)

    def withdraw(self, transaction: Transaction, name: str) -> None:
        """Take all rights away from an account."""
        transaction.db.execute(delete(grants).where(grants.c.account == name))

    def change_password(self, name: str, at: datetime) -> Account:
        """Note that the password of the e-mail account was changed. Raises UnknownAccount."""
        return self._change(name, password_changed=at)

    def find(self, name: str) -> Account:
        """An account by its name; raises UnknownAccount."""
        with self._database.reading() as db:
            return self.find_in(db, name)

    def all(self) -> list[Account]:
        """Every account, by name."""
        with self._database.reading() as db:
            held = {name: list(rows) for name, rows in groupby(db.execute(_GRANTS), key=lambda one: one.account)}
            return [_read(row, held.get(row.name, [])) for row in db.execute(_ALL)]

    def holder(self, identity: str) -> Account | None:
        """The account of the person with this digest of a number, if it may be used."""
        where = (accounts.c.identity == identity) & (accounts.c.state == State.OPEN.value)
        with self._database.reading() as db:
            row = db.execute(select(accounts).where(where)).one_or_none()
            return None if row is None else _read(row, db.execute(_GRANTS_OF, {"of": row.name}))

    def number_of(self, account: Account) -> str | None:
        """The own number of the account's person, in full; None where the account is older than numbers were kept."""
        return None if account.sealed is None else self._identities.unsealed(account.sealed)

    def deeds_of(self, name: str) -> Sequence[Deed]:
        """What an account did, in order."""
        query = select(deeds).where(deeds.c.account == name).order_by(deeds.c.number)
        with self._database.reading() as db:
            return [Deed(row.dossier, row.act, row.at.astimezone(VIETNAM)) for row in db.execute(query)]

    def notices_to(self, name: str) -> Sequence[Notice]:
        """Of what its holder was told, in order."""
        query = select(notices).where(notices.c.account == name).order_by(notices.c.at, notices.c.expires)
        with self._database.reading() as db:
            rows = db.execute(query).all()
        return [Notice(row.expires.astimezone(VIETNAM), row.at.astimezone(VIETNAM)) for row in rows]

    def tell(self, account: Account, expires: datetime, at: datetime) -> None:
        """Tell the holder that the password ends then, once."""
        where = (notices.c.account == account.name) & (notices.c.expires == expires)
        with self._database.begin() as transaction:
            if transaction.db.execute(select(notices).where(where)).one_or_none() is None:
                transaction.db.execute(insert(notices).values(account=account.name, expires=expires, at=at))

    def _change(self, name: str, **values: Any) -> Account:
        with self._database.begin() as transaction:
            self.find_in(transaction.db, name)
            transaction.db.execute(update(accounts).where(accounts.c.name == name).values(**values))
        return self.find(name)

    def find_in(self, db: Connection, name: str) -> Account:
        """The same, in somebody's transaction."""
        row = db.execute(_NAMED, {"of": name}).one_or_none()
        if row is None:
            raise UnknownAccount(name)
        return _read(row, db.execute(_GRANTS_OF, {"of": name}))


def _row_of(account: Account) -> dict[str, Any]:
    kept = ("name", "person", "identity", "masked", "sealed", "agency", "email", "password_changed")
    return {name: getattr(account, name) for name in kept} | {"state": account.state.value}


def _write_grants(db: Connection, name: str, given: Iterable[Grant]) -> None:
    for grant in sorted(given):
        row = {"role": grant.role.value, "agency": grant.agency, "procedure": grant.procedure}
        db.execute(insert(grants).values(account=name, **row))


def _read(row: Row[Any], held: Iterable[Row[Any]]) -> Account:
    return Account(
        name=row.name,
        person=row.person,
        identity=row.identity,
        masked=row.masked,
        sealed=row.sealed,
        agency=row.agency,
        state=State(row.state),
        grants=frozenset(Grant(Role(one.role), one.agency, one.procedure) for one in held),
        email=row.email,
        password_changed=row.password_changed.astimezone(VIETNAM) if row.password_changed else None,
    )
