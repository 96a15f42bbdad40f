"""What this province keeps of the ministries' dossiers, and how far it has read each feed."""

from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any, Final

from sqlalchemy import BigInteger, Column, String, Table, insert, select, update

from mocks.province.ministries.reading import Change, Outside
from mocks.province.records.database import Database
from mocks.province.records.tables import METADATA, Instant

outside: Final = Table(
    "outside_dossiers",
    METADATA,
    Column("ministry", String, primary_key=True),
    Column("code", String, primary_key=True),
    Column("place", BigInteger, nullable=False),
    Column("procedure", String, nullable=False),
    Column("agency", String, nullable=False),
    Column("owner_kind", String, nullable=False),
    Column("status", String, nullable=False),
    Column("submitted", Instant),
    Column("due", Instant),
    Column("finished", Instant),
)
cursors: Final = Table(
    "feed_cursors",
    METADATA,
    Column("ministry", String, primary_key=True),
    Column("cursor", String, nullable=False),
    Column("place", BigInteger, nullable=False),
)


class Ledger:
    """The dossiers of all ministries, each once, as their newest change told them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, changes: Sequence[Change], *, cursor: tuple[str, str, int] | None = None) -> None:
        """Keep what changes tell, and with it how far the feed is read: (ministry, cursor, place).

        A change that is older than what is known of its dossier, or the same, changes nothing.
        """
        with self._database.begin() as transaction:
            for change in changes:
                self._keep(transaction.db, change.dossier)
            if cursor is not None:
                self._note(transaction.db, *cursor)

    def read_to(self, ministry: str) -> tuple[str, int]:
        """How far a feed is read: the cursor, and the place in the log; ("", 0) at the beginning."""
        with self._database.reading() as db:
            row = db.execute(select(cursors).where(cursors.c.ministry == ministry)).one_or_none()
        return ("", 0) if row is None else (row.cursor, row.place)

    def find(self, code: str) -> Sequence[Outside]:
        """The dossiers of that code: none, or one for each ministry that has it."""
        with self._database.reading() as db:
            rows = db.execute(select(outside).where(outside.c.code == code).order_by(outside.c.ministry)).all()
        return [_read(row) for row in rows]

    def all(self) -> Sequence[Outside]:
        """Every dossier."""
        with self._database.reading() as db:
            rows = db.execute(select(outside).order_by(outside.c.ministry, outside.c.code)).all()
        return [_read(row) for row in rows]

    def overwrite(self, changes: Sequence[Change]) -> None:
        """Write down what changes tell, however old they are: no honest province does this."""
        with self._database.begin() as transaction:
            for change in changes:
                where = (outside.c.ministry == change.dossier.ministry) & (outside.c.code == change.dossier.code)
                transaction.db.execute(update(outside).where(where).values(**asdict(change.dossier)))

    def _keep(self, db: Any, dossier: Outside) -> None:
        where = (outside.c.ministry == dossier.ministry) & (outside.c.code == dossier.code)
        known = db.scalar(select(outside.c.place).where(where).with_for_update())
        if known is None:
            db.execute(insert(outside).values(**asdict(dossier)))
        elif dossier.place > known:
            db.execute(update(outside).where(where).values(**asdict(dossier)))

    def _note(self, db: Any, ministry: str, cursor: str, place: int) -> None:
        row = {"ministry": ministry, "cursor": cursor, "place": place}
        if db.execute(update(cursors).where(cursors.c.ministry == ministry).values(**row)).rowcount == 0:
            db.execute(insert(cursors).values(**row))


def _read(row: Any) -> Outside:
    return Outside(**{field.name: getattr(row, field.name) for field in fields(Outside)})
