"""The personal-data log: which officer looked at whom, when, why, in which system. Written before the call leaves.

Entries are only ever added. Each bears the hash of the one before it, so that one that was changed or taken away shows.
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import orjson
from sqlalchemy import Column, Integer, String, Table, insert, select

from mocks.province.records.database import Database
from mocks.province.records.tables import METADATA

KEY_FILE: Final = "personal-data-log.key"
KEY_BYTES: Final = 32
FIRST: Final = "0" * 64
"""What stands in the place of a hash before the first entry."""
SHOWN: Final = 100

entries: Final = Table(
    "personal_data_log",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", String, nullable=False),  # as it was hashed
    Column("officer", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("dossier", String, index=True),
    Column("purpose", String, nullable=False),
    Column("system", String, nullable=False),
    Column("operation", String, nullable=False),
    Column("reference", String, nullable=False),
    Column("previous", String, nullable=False, unique=True),  # two entries after one would be two logs
    Column("hash", String, nullable=False),
    info={"kept": True},  # who looked at whom is not forgotten with the dossiers
)

MEMBERS: Final = tuple(str(name) for name in entries.c.keys())  # noqa: SIM118 - of plain texts, as JSON wants them


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Somebody is about to look at somebody: the numbers of both, for which dossier (or None) and purpose (a code)."""

    officer: str
    subject: str
    dossier: str | None
    purpose: str
    system: str
    operation: str


class PersonalDataLog:
    """The log in one database. In the place of numbers stand digests, by a key that lies in `folder`.

    `references` begin with `prefix`: our own number of the call that an entry is about.
    """

    def __init__(self, database: Database, folder: Path, *, prefix: str) -> None:
        self._database = database
        self._key = _read_key(folder / KEY_FILE)
        self._prefix = prefix

    def note(self, access: Access, *, at: datetime) -> str:
        """Add an entry and return its reference; it is on disk when this returns."""
        with self._database.begin() as transaction:
            newest = select(entries.c.number, entries.c.hash).order_by(entries.c.number.desc()).limit(1)
            last = transaction.db.execute(newest).one_or_none()
            number, previous = (last.number + 1, last.hash) if last else (1, FIRST)
            row = self.row(access, number=number, at=at, previous=previous)
            transaction.db.execute(insert(entries).values(**row, hash=entry_hash(row)))
        return str(row["reference"])

    def row(self, access: Access, *, number: int, at: datetime, previous: str) -> dict[str, Any]:
        """What an entry says, without its hash."""
        told = asdict(access) | {"officer": self.digest(access.officer), "subject": self.digest(access.subject)}
        reference = f"{self._prefix}-{number:06d}"
        moment = at.isoformat(timespec="milliseconds")
        return {"number": number, "at": moment, **told, "reference": reference, "previous": previous}

    def digest(self, number: str) -> str:
        """What stands for a person's number: equal for equal, and not to be turned back without the key."""
        return hmac.new(self._key, number.encode(), hashlib.sha256).hexdigest()

    def show(self, dossier: str | None = None) -> Sequence[Mapping[str, Any]]:
        """The newest entries, oldest first; those of one dossier where it is given."""
        query = select(entries).order_by(entries.c.number.desc()).limit(SHOWN)
        if dossier is not None:
            query = query.where(entries.c.dossier == dossier)
        with self._database.reading() as db:
            rows = db.execute(query).all()
        return [dict(zip(MEMBERS, row, strict=True)) for row in reversed(rows)]


def entry_hash(row: Mapping[str, Any]) -> str:
    """SHA-256 of an entry without its hash, as JSON with sorted members and no spaces."""
    return hashlib.sha256(orjson.dumps(row, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _read_key(path: Path) -> bytes:
    """The key, made where there is none; nobody but this system's own user can read it."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
    except FileExistsError:
        pass  # an earlier process has made it
    return path.read_bytes()
