"""The register of documents that this office receives, with the statuses that it tells of them."""

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from mocks.province.documents.letter import (
    AFTERWARDS,
    AGREED,
    ARRIVED,
    Came,
    Letter,
    Report,
    Unreadable,
    may_follow,
)
from mocks.province.documents.sent import Follow
from mocks.province.documents.tables import received, statuses
from mocks.province.records.clock import VIETNAM
from mocks.province.records.database import Database, Transaction

IN_FORCE = "in-force"


class UnknownDocument(Exception):
    """No document of that id has come."""


class NotNow(Exception):
    """That status may not follow those that were told."""


class ReceivedRegister:
    """The documents that came to the agency of that code; `follow` hears of each status that must be told."""

    def __init__(self, database: Database, agency: str, follow: Follow) -> None:
        self.database = database
        self.agency = agency
        self._follow = follow

    def keep(self, letter: Letter, came: Came, *, at: datetime) -> None:
        """Enter a document, once, and have its arrival told. Raises Unreadable where another one has its id."""
        with self.database.begin() as transaction:
            entry = self.entry(letter, came)
            known = transaction.db.scalar(select(received.c.digest).where(received.c.entry == entry))
            if known not in {None, came.digest}:
                raise Unreadable("another document has this id")
            if known is None:
                row = {"entry": entry, "at": at, "state": IN_FORCE, "digest": came.digest, "original": came.original}
                transaction.db.execute(insert(received).values(**row, **_told_by(letter)))
                self._tell(transaction, letter.document, self.arrival(), at)

    def entry(self, letter: Letter, came: Came) -> str:  # noqa: ARG002 - others go by the number
        """Under what a document is entered: its own id, whatever number the axis gives it."""
        return letter.document

    def arrival(self) -> str:
        """The status of a document that nobody has looked at yet."""
        return ARRIVED

    def report(self, document: str, code: str, *, at: datetime) -> None:
        """An officer has a status told to the sender. Raises UnknownDocument and NotNow."""
        with self.database.begin() as transaction:
            db = transaction.db
            query = select(received).where(received.c.document == document).order_by(received.c.entry)
            row = db.execute(query.with_for_update()).first()
            if row is None:
                raise UnknownDocument(document)
            mine = select(statuses.c.code).where(statuses.c.document == document, statuses.c.agency == self.agency)
            if not may_follow(row.kind, list(db.scalars(mine.order_by(statuses.c.number))), code):
                raise NotNow(code)
            self._tell(transaction, document, code, at)
            if code == AGREED:
                self.conclude(transaction, row.kind, row.about)

    def conclude(self, transaction: Transaction, kind: str, about: str) -> None:
        """The document that a request speaks of is revoked, updated or replaced, as its sender was told."""
        change = update(received).where(received.c.document == about).values(state=AFTERWARDS[kind])
        transaction.db.execute(change)

    def status(self, number: int) -> Report | None:
        """A status that is to be told; None where it is forgotten."""
        with self.database.reading() as db:
            joined = select(statuses, received.c.sender).join(received, received.c.document == statuses.c.document)
            row = db.execute(joined.where(statuses.c.number == number)).first()
        if row is None:
            return None
        at = row.at.astimezone(VIETNAM)
        return Report(about=row.document, addressee=row.sender, sender=row.agency, code=row.code, at=at)

    def shown(self) -> list[dict[str, Any]]:
        """Every document, the newest last."""
        with self.database.reading() as db:
            rows = db.execute(select(received).order_by(received.c.at, received.c.entry)).all()
            query = select(statuses).where(statuses.c.digest.is_(None)).order_by(statuses.c.number)
            told = db.execute(query).all()
        return [
            {
                **{
                    name: getattr(row, name)
                    for name in ("document", "sender", "kind", "about", "subject", "files", "state")
                },
                "statuses": [s.code for s in told if s.document == row.document],
            }
            for row in rows
        ]

    def _tell(self, transaction: Transaction, document: str, code: str, at: datetime) -> None:
        row = {"document": document, "agency": self.agency, "code": code, "at": at}
        number = transaction.db.execute(insert(statuses).values(**row).returning(statuses.c.number)).scalar_one()
        self._follow(transaction, document, {"status": number})


def _told_by(letter: Letter) -> dict[str, Any]:
    files = [
        {"name": file.name, "size": len(file.content), "digest": f"sha256:{hashlib.sha256(file.content).hexdigest()}"}
        for file in letter.files
    ]
    names = ("document", "sender", "kind", "about", "subject")
    return {**{name: getattr(letter, name) for name in names}, "files": files}
