"""The database of the province, SQLite or PostgreSQL: one transaction at a time, and what follows once it stands."""

import errno
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from mocks.province.records.migrations.upgrade import Refused, upgrade
from mocks.province.records.tables import METADATA

SETTINGS: Final = {
    "sqlite": (
        "PRAGMA journal_mode=WAL",
        "PRAGMA synchronous=FULL",
        "PRAGMA foreign_keys=ON",
        "PRAGMA busy_timeout=5000",
    ),
    "postgresql": ("SET lock_timeout='5s'", "SET synchronous_commit='on'"),
}
"""What each connection is told first. Nobody waits longer than five seconds for what somebody else holds."""
LINE: Final = {"connect_timeout": 5, "tcp_user_timeout": 5000, "keepalives_idle": 5, "application_name": "lienthong"}
"""A line to PostgreSQL that has gone dead is given up after five seconds."""


class DatabaseAway(Exception):
    """The database does not answer, or somebody else holds what is wanted: what was begun may be tried again.

    Whether a transaction that was just being confirmed stands is then not known, as after a kill.
    """


@dataclass(frozen=True, slots=True)
class Transaction:
    """What is written together or not at all.

    `afterwards` is called, in order, once it is on disk, and also where nobody can know whether it is: it may wake
    those who look what is there, and tell nobody anything.
    """

    db: Connection
    afterwards: list[Callable[[], None]] = field(default_factory=list)


class Database:
    """The tables of one province, at SQLAlchemy's address `url`; brought up to date when it is opened.

    The calls block: see docs/database.md for how long. All of them raise DatabaseAway. Raises OSError where it cannot
    be opened or is not of this program.
    """

    def __init__(self, url: str) -> None:
        self._engine = _make_engine(url)
        self._writing = False
        self._looking = self._engine.execution_options(**_SNAPSHOT[self._engine.dialect.name])
        with ExitStack() as stack:
            stack.callback(self.close)
            with _or_refused(self._engine), self._engine.begin() as db:
                _begin_sqlite(db, "IMMEDIATE")
                upgrade(db)
            stack.pop_all()

    @contextmanager
    def begin(self) -> Iterator[Transaction]:
        """A transaction; it ends with the block, and is taken back where the block raises.

        There is one at a time, so nothing is awaited in the block: another one would wait for this one for ever.
        """
        afterwards: list[Callable[[], None]] = []
        try:
            with self._alone(), _or_away(), self._engine.begin() as db:
                _begin_sqlite(db, "IMMEDIATE")
                yield Transaction(db, afterwards)
        except DatabaseAway:
            _call(afterwards)
            raise
        _call(afterwards)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if self._writing:
            raise RuntimeError("a transaction is open: hand it on, and await nothing in it")
        self._writing = True
        try:
            yield
        finally:
            self._writing = False

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to look with: everything as it was at one moment."""
        with _or_away(), self._looking.connect() as db:
            _begin_sqlite(db, "DEFERRED")
            yield db

    def clear(self) -> None:
        """Forget everything but which numbers were given away."""
        with self.begin() as transaction:
            for table in reversed(METADATA.sorted_tables):
                if not table.info.get("kept"):
                    transaction.db.execute(table.delete())

    def close(self) -> None:
        """Let go of it."""
        self._engine.dispose()


_SNAPSHOT: Final[dict[str, dict[str, Any]]] = {
    "sqlite": {},
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
}


def _make_engine(url: str) -> Engine:
    try:
        address = make_url(url)
    except ArgumentError as wrong:  # it may hold a password, so it is not repeated
        raise OSError(errno.EINVAL, "no sqlite:///FILE and no postgresql://…", "the address of the database") from wrong
    kind = address.get_backend_name()
    if kind not in SETTINGS:
        raise OSError(errno.EINVAL, f"{kind} is none of {', '.join(SETTINGS)}", address.render_as_string())
    more = {"pool_pre_ping": True, "connect_args": LINE} if kind == "postgresql" else {}
    engine = create_engine(address, hide_parameters=True, **more)  # an error must not tell what a dossier says
    event.listen(engine, "connect", _set_up(SETTINGS[kind]))
    return engine


def _set_up(statements: tuple[str, ...]) -> Callable[[Any, Any], None]:
    def set_up(connection: Any, _record: Any) -> None:
        if isinstance(connection, sqlite3.Connection):
            connection.isolation_level = None  # the driver would begin too late: see _begin_sqlite
        else:
            connection.autocommit = True
        for statement in statements:
            connection.execute(statement)
        if not isinstance(connection, sqlite3.Connection):
            connection.autocommit = False

    return set_up


def _begin_sqlite(db: Connection, how: Literal["DEFERRED", "IMMEDIATE"]) -> None:
    """Begin: who will write waits for the other writer now, and so sees what that one wrote (SELECT … FOR UPDATE).

    No listener of SQLAlchemy's does this: where there is one, every statement looks for others.
    """
    if db.dialect.name == "sqlite":
        db.exec_driver_sql(f"BEGIN {how}")


@contextmanager
def _or_refused(engine: Engine) -> Iterator[None]:
    """Tell where the database is that cannot be opened, without the password."""
    address = engine.url.render_as_string()
    try:
        yield
    except DBAPIError as exc:
        raise OSError(errno.EIO, f"the database does not open ({exc.orig})", address) from exc
    except Refused as exc:
        raise OSError(exc.errno, exc.strerror, address) from exc


@contextmanager
def _or_away() -> Iterator[None]:
    """Tell trouble of the database from mistakes of ours."""
    try:
        yield
    except DBAPIError as exc:
        mistake = getattr(exc.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR
        if exc.connection_invalidated or (isinstance(exc, OperationalError) and not mistake):
            raise DatabaseAway(type(exc.orig).__name__) from exc
        raise


def _call(afterwards: list[Callable[[], None]]) -> None:
    for follow in afterwards:
        follow()
