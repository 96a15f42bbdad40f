"""Receipts (biên lai) of paid bills: kept whole, with their digest."""

import hashlib

from sqlalchemy import insert, select

from mocks.province.payment.bill import Bill
from mocks.province.payment.tables import bills, receipts
from mocks.province.records.database import Database


class Receipts:
    """The receipts in one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, bill: Bill, content: bytes) -> None:
        """Write a receipt down; the one that is there stays, and nothing is kept of a bill that is gone."""
        digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
        with self._database.begin() as transaction:
            known = select(bills.c.number).where(bills.c.number == bill.number)
            kept = select(receipts.c.bill).where(receipts.c.bill == bill.number)
            if transaction.db.scalar(known) is not None and transaction.db.scalar(kept) is None:
                transaction.db.execute(insert(receipts).values(bill=bill.number, digest=digest, content=content))

    def digest(self, bill: Bill) -> str | None:
        """Return `sha256:` and the digest of the receipt; None where there is none yet."""
        with self._database.reading() as db:
            return db.scalar(select(receipts.c.digest).where(receipts.c.bill == bill.number))
