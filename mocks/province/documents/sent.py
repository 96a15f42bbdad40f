"""The register of documents that this office sends, with the statuses that their recipients tell."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import insert, select, update

from mocks.province.documents.letter import AFTERWARDS, AGREED, Came, File, Letter, Report, Unreadable
from mocks.province.documents.tables import numbers, sent, statuses
from mocks.province.records.clock import VIETNAM
from mocks.province.records.database import Database, Transaction

WAITING, SENT, REFUSED = "waiting", "sent", "refused"
NOTATIONS: Final = {"decision": "QĐ-UBND", "official-letter": "UBND-VP"}
"""What follows a document's number, by its form."""

Follow = Callable[[Transaction, str, Mapping[str, Any]], None]
"""Writes an errand down, in the transaction: the document whose chain it joins, what it is about."""


class SentRegister:
    """The documents of the agency of that code; `follow` hears of each that must be sent."""

    def __init__(self, database: Database, agency: str, follow: Follow) -> None:
        self.database = database
        self.agency = agency
        self._follow = follow

    def enter(self, wish: Mapping[str, Any], *, at: datetime) -> str:
        """Enter a document that is to be sent, under the year's next number; its DocumentId.

        One that speaks of another joins its chain, for the axis must know that one first.
        """
        with self.database.begin() as transaction:
            document = self.make_id(transaction, wish["form"], at)
            row = {"document": document, "letter": dict(wish), "at": at, "state": WAITING}
            transaction.db.execute(insert(sent).values(**row))
            self._follow(transaction, wish.get("about") or document, {"document": document})
        return document

    def make_id(self, transaction: Transaction, form: str, at: datetime) -> str:
        """Sender, day and number with notation, as sample files put them together."""
        day = at.astimezone(VIETNAM).date()
        where = numbers.c.year == day.year
        last = transaction.db.scalar(select(numbers.c.last).where(where).with_for_update())
        if last is None:
            transaction.db.execute(insert(numbers).values(year=day.year, last=0))
        number = (last or 0) + 1
        transaction.db.execute(update(numbers).where(where).values(last=number))
        return f"{self.agency},{day:%Y/%m/%d},{number}/{NOTATIONS[form]}"

    def find(self, document: str) -> tuple[Letter, bytes | None] | None:
        """A document, with the bytes that were signed already; None where there is none of that id."""
        with self.database.reading() as db:
            row = db.execute(select(sent).where(sent.c.document == document)).one_or_none()
        return None if row is None else (self._letter(row), row.original)

    def change(self, document: str, **columns: Any) -> None:
        """Note what was signed, what became of it, or with which code it was refused."""
        with self.database.begin() as transaction:
            transaction.db.execute(update(sent).where(sent.c.document == document).values(**columns))

    def take(self, report: Report, came: Came) -> None:
        """Enter a status that a recipient tells, once. Raises Unreadable where it is of no document of ours."""
        with self.database.begin() as transaction:
            db = transaction.db
            about = db.execute(select(sent).where(sent.c.document == report.about)).one_or_none()
            if about is None:
                raise Unreadable("the status of a document that is not ours")
            if db.scalar(select(statuses.c.number).where(statuses.c.digest == came.digest)) is not None:
                return
            row = {"document": report.about, "agency": report.sender, "code": report.code, "at": report.at}
            db.execute(insert(statuses).values(**row, digest=came.digest))
            kind = about.letter["kind"]
            if report.code == AGREED and kind in AFTERWARDS:
                where = sent.c.document == about.letter["about"]
                db.execute(update(sent).where(where).values(state=AFTERWARDS[kind]))

    def shown(self) -> list[dict[str, Any]]:
        """Every document, the newest last."""
        with self.database.reading() as db:
            rows = db.execute(select(sent).order_by(sent.c.at, sent.c.document)).all()
            query = select(statuses).where(statuses.c.digest.is_not(None)).order_by(statuses.c.number)
            told = db.execute(query).all()
        return [
            {
                "document": row.document,
                **{name: row.letter.get(name) for name in ("to", "kind", "about", "dossier", "subject")},
                "state": row.state,
                "refusal": row.refusal,
                "statuses": [{"agency": s.agency, "code": s.code} for s in told if s.document == row.document],
            }
            for row in rows
        ]

    def _letter(self, row: Any) -> Letter:
        wish = row.letter
        return Letter(
            document=row.document,
            sender=self.agency,
            to=wish["to"],
            kind=wish["kind"],
            about=wish.get("about"),
            form=wish["form"],
            subject=wish["subject"],
            content=wish["content"],
            signer=wish["officer"]["name"],
            due=date.fromisoformat(wish["due"]) if wish.get("due") else None,
            files=[File(file["name"], file["text"].encode()) for file in wish["files"]],
            at=row.at.astimezone(VIETNAM),
        )
