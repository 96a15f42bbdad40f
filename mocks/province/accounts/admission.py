"""Whoever names an account with an act must hold the right to it, and the act stands to that account."""

from typing import Final

from sqlalchemy import insert, select

from mocks.province.accounts.account import Account, Role
from mocks.province.accounts.register import Register, UnknownAccount
from mocks.province.accounts.rights import ROLE_OF, About, Rights
from mocks.province.accounts.tables import deeds
from mocks.province.records.bodies import AcceptBody
from mocks.province.records.database import Transaction
from mocks.province.records.dossiers import NotEntitled, Wish

PROCESSING: Final = [act for act, role in ROLE_OF.items() if role is Role.PROCESSING]


class Admission:
    """A guard of the dossiers. Decides and writes in the transaction of the act, so that no two acts slip past it."""

    def __init__(self, register: Register, rights: Rights, *, home: str) -> None:
        self._register = register
        self._rights = rights
        self._home = home

    def __call__(self, transaction: Transaction, wish: Wish) -> None:
        """Admit an act; raises NotEntitled. Acts that name no account are not asked for rights."""
        name = wish.officer.get("account")
        if not name:
            return
        try:
            account = self._register.find_in(transaction.db, name)
        except UnknownAccount:
            raise NotEntitled("there is no such account") from None
        about = self._about(transaction, wish)
        if (refusal := self._rights.refusal(account, wish.act, about)) is not None:
            raise NotEntitled(refusal)
        row = {"account": self.signer(account), "dossier": wish.code, "act": wish.act, "at": wish.at}
        transaction.db.execute(insert(deeds).values(**row))

    def signer(self, account: Account) -> str:
        """The account to which an act stands: the one that did it."""
        return account.name

    def _about(self, transaction: Transaction, wish: Wish) -> About:
        done = (deeds.c.dossier == wish.code) & deeds.c.act.in_(PROCESSING)
        processed_by = frozenset(transaction.db.scalars(select(deeds.c.account).where(done)))
        return About(agency_of(wish.accepted, self._home), wish.accepted["procedure"], processed_by)


def agency_of(accepted: AcceptBody, home: str) -> str:
    """The agency whose dossier it is; `home` where none was named."""
    return accepted.get("agency") or home
