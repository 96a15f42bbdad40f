"""The accounts into which fees are paid: one for each agency, as that agency has checked it."""

from sqlalchemy import delete, insert, select

from mocks.province.outbox.trouble import Trouble
from mocks.province.payment.order import Account
from mocks.province.payment.tables import accounts
from mocks.province.records.database import Database


class UnknownAccount(Trouble):
    """No account is known for this agency, so nothing can be charged for it."""


class Accounts:
    """The accounts in one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, account: Account) -> None:
        """Write down the account of an agency, in place of the one before."""
        row = {"agency": account.agency, "account": account.account, "bank": account.bank, "holder": account.holder}
        with self._database.begin() as transaction:
            transaction.db.execute(delete(accounts).where(accounts.c.agency == account.agency))
            transaction.db.execute(insert(accounts).values(row))

    def find(self, agency: str) -> Account:
        """Return the account of an agency; raises UnknownAccount."""
        with self._database.reading() as db:
            row = db.execute(select(accounts).where(accounts.c.agency == agency)).mappings().one_or_none()
        if row is None:
            raise UnknownAccount(agency)
        return Account(**row)

    def all(self) -> list[Account]:
        """Return every account, by agency."""
        query = select(accounts).order_by(accounts.c.agency)
        with self._database.reading() as db:
            return [Account(**row) for row in db.execute(query).mappings()]
