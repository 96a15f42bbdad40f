"""What this province keeps of the ministries' dossiers, and how far it has read each feed."""

from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any, Final

from sqlalchemy import BigInteger, Column, Connection, String, Table, bindparam, insert, select, update

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
_CHANGE: Final = update(outside).where((outside.c.ministry == bindparam("at")) & (outside.c.code == bindparam("of")))
_READ_TO: Final = select(cursors).where(cursors.c.ministry == bindparam("of"))


class Ledger:
    """The dossiers of all ministries, each once, as their newest change told them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, changes: Sequence[Change], *, cursor: tuple[str, str, int] | None = None) -> None:
        """Keep what changes tell, and with it how far the feed is read: (ministry, cursor, place).

        A change that is older than what is known of its dossier, or the same, changes nothing.
        """
        with self._database.begin() as transaction:
            self._keep(transaction.db, [change.dossier for change in changes])
            if cursor is not None:
                self._note(transaction.db, *cursor)

    def read_to(self, ministry: str) -> tuple[str, int]:
        """How far a feed is read: the cursor, and the place in the log; ("", 0) at the beginning."""
        with self._database.reading() as db:
            row = db.execute(_READ_TO, {"of": ministry}).one_or_none()
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
        if changes:
            with self._database.begin() as transaction:
                transaction.db.execute(_CHANGE, [_change_to(change.dossier) for change in changes])

    def _keep(self, db: Connection, told: Sequence[Outside]) -> None:
        newest: dict[tuple[str, str], Outside] = {}
        for dossier in told:
            known = newest.setdefault((dossier.ministry, dossier.code), dossier)
            if dossier.place > known.place:
                newest[known.ministry, known.code] = dossier
        codes = sorted({code for _, code in newest})
        query = select(outside.c.ministry, outside.c.code, outside.c.place).where(outside.c.code.in_(codes))
        places = {(row.ministry, row.code): row.place for row in db.execute(query.with_for_update())}
        new = [asdict(dossier) for key, dossier in newest.items() if key not in places]
        changed = [dossier for key, dossier in newest.items() if key in places and dossier.place > places[key]]
        if new:
            db.execute(insert(outside), new)
        if changed:
            db.execute(_CHANGE, [_change_to(dossier) for dossier in changed])

    def _note(self, db: Connection, ministry: str, cursor: str, place: int) -> None:
        row = {"ministry": ministry, "cursor": cursor, "place": place}
        if db.execute(update(cursors).where(cursors.c.ministry == ministry).values(**row)).rowcount == 0:
            db.execute(insert(cursors).values(**row))


def _change_to(dossier: Outside) -> dict[str, Any]:
    return {**asdict(dossier), "at": dossier.ministry, "of": dossier.code}


def _read(row: Any) -> Outside:
    return Outside(**{field.name: getattr(row, field.name) for field in fields(Outside)})
