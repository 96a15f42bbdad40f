"""The SQLite file of a mock: its journal and its state. It knows no event loop; `batching.py` says when to write.

`journal` holds runs of exchanges, a JSON array each, with their first and last sequence number; the view `exchanges`
has them one by one. Each table of the state is a table of its own, `state <name>`. In `numbers`, `reserved` is a
sequence number above which none was ever given away. After a clean end that is the last one; after a kill it is a
later one, and what was lost lies in between: `gaps`.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeAlias

RUN: Final = 32  # exchanges in a row of `journal`: a longer one would be copied to memory fetched for it alone
PAGE_BYTES: Final = 8192
CHECKPOINT_PAGES: Final = 4096
AT_ONCE: Final = 256  # rows of the state in one statement: after each one, the thread and the event loop contend
_ROW: Final = "(?, ?, CAST(? AS TEXT))"
_STATE: Final = "state "
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS journal (first INTEGER PRIMARY KEY, last INTEGER NOT NULL, lines TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS gaps (first INTEGER PRIMARY KEY, last INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS numbers (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS snapshots (number INTEGER, name TEXT, place INTEGER, key TEXT, value TEXT);
CREATE INDEX IF NOT EXISTS snapshots_by_number ON snapshots (number, name);
CREATE VIEW IF NOT EXISTS exchanges AS
    SELECT json_extract(value, '$.seq') AS seq, json_extract(value, '$.operation') AS operation, value AS line
    FROM journal, json_each(journal.lines);
"""
Row: TypeAlias = tuple[int, bytes | None]
"""(place in the order of first insertion, value as JSON; None: deleted)."""


class StateUnusable(OSError):
    """The file of a state folder cannot be used: another process has it, or it is none of ours."""


@dataclass(slots=True)
class Batch:
    """What is written in one transaction: exchanges from the number `first` on, rows by table and key, a new mark."""

    first: int = 0
    lines: list[bytes] = field(default_factory=list)
    rows: dict[str, dict[str, Row]] = field(default_factory=dict)
    reserved: int | None = None

    def __bool__(self) -> bool:
        return bool(self.lines or self.rows) or self.reserved is not None


class Database:
    """One file. `last`: the newest number that may have been given away before. Raises StateUnusable.

    `write` may be called from another thread than the rest, and never while anything else but a read is under way.
    """

    def __init__(self, file: Path) -> None:
        with ExitStack() as stack:
            try:
                guard = stack.enter_context(closing(_connect(file.with_suffix(".lock"), timeout=0)))
                guard.execute("BEGIN EXCLUSIVE")  # held till the end: one process a file
                self._writer = stack.enter_context(closing(_connect(file)))
                for setting in (
                    f"page_size = {PAGE_BYTES}",
                    "journal_mode = WAL",
                    "synchronous = NORMAL",  # a kill loses nothing; loss of power what came after a checkpoint
                    f"wal_autocheckpoint = {CHECKPOINT_PAGES}",
                ):
                    self._writer.execute(f"PRAGMA {setting}")
                self._writer.executescript(_SCHEMA)
                self._reader = stack.enter_context(closing(_connect(file)))
                self.last = self._find_last()
            except sqlite3.Error as exc:
                raise StateUnusable(f"{file}: {exc}") from exc
            self._opened = stack.pop_all()

    def _find_last(self) -> int:
        """The number to go on from; a gap between the last exchange and it is noted."""
        reserved = self._number("reserved")
        (kept,) = self._reader.execute("SELECT coalesce(max(last), 0) FROM journal").fetchone()
        (noted,) = self._reader.execute("SELECT coalesce(max(last), 0) FROM gaps").fetchone()
        if max(kept, noted) < reserved:
            self._writer.execute("INSERT INTO gaps VALUES (?, ?)", (max(kept, noted) + 1, reserved))
        return max(int(kept), int(noted), reserved)

    def gaps(self) -> list[tuple[int, int]]:
        """First and last of each run of numbers that may have been given away and of which nothing was written."""
        return list(self._reader.execute("SELECT first, last FROM gaps ORDER BY first"))

    def write(self, batch: Batch) -> None:
        """Write a batch, all of it or nothing. Raises sqlite3.Error."""
        with self._transaction() as writer:
            for start in range(0, len(batch.lines), RUN):
                run, first = batch.lines[start : start + RUN], batch.first + start
                row = (first, first + len(run) - 1, b"[%b]" % b",\n".join(run))
                writer.execute("INSERT INTO journal VALUES (?, ?, CAST(? AS TEXT))", row)
            for name, rows in batch.rows.items():
                self._write_rows(name, rows)
            if batch.reserved is not None:
                self._set_number("reserved", batch.reserved)

    def _write_rows(self, name: str, rows: Mapping[str, Row]) -> None:
        gone = [(key,) for key, (_, value) in rows.items() if value is None]
        kept = [(place, key, value) for key, (place, value) in rows.items() if value is not None]
        self._writer.executemany(_sql("DELETE FROM $table WHERE key = ?", name), gone)
        insert = _sql("INSERT OR REPLACE INTO $table VALUES ", name)
        for start in range(0, len(kept), AT_ONCE):
            some = kept[start : start + AT_ONCE]
            self._writer.execute(insert + ", ".join([_ROW] * len(some)), [part for row in some for part in row])

    def exchanges(self, first: int, *, most: int) -> tuple[int, list[bytes]]:
        """The exchanges from number `first` on, up to a gap: (the number of the first of them, their JSON).

        At most `most` of them; (0, []) where none is there from `first` on.
        """
        number, found = 0, list[bytes]()
        query = "SELECT first, CAST(lines AS BLOB) FROM journal WHERE last >= ? ORDER BY first"
        for start, lines in self._reader.execute(query, (first,)):
            run = lines[1:-1].split(b",\n")
            if not found:
                number = max(first, start)
                run = run[number - start :]
            elif start != number + len(found):
                break
            found += run
            if len(found) >= most:
                break
        return number, found[:most]

    def add_table(self, name: str) -> tuple[int, int]:
        """Make sure that a table of the state is there: (how many rows it has, the highest place in it)."""
        columns = "place INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, value TEXT NOT NULL"
        self._writer.execute(_sql(f"CREATE TABLE IF NOT EXISTS $table ({columns})", name))
        return self.size(name)

    def size(self, name: str) -> tuple[int, int]:
        """How many rows a table of the state has, and the highest place in it."""
        query = _sql("SELECT count(*), coalesce(max(place), 0) FROM $table", name)
        count, place = self._reader.execute(query).fetchone()
        return int(count), int(place)

    def row(self, name: str, key: str) -> Row | None:
        """Place and value of a key; None where it is not there."""
        query = _sql("SELECT place, CAST(value AS BLOB) FROM $table WHERE key = ?", name)
        found: Row | None = self._reader.execute(query, (key,)).fetchone()
        return found

    def rows(self, name: str, *, after: int, most: int) -> Sequence[tuple[int, str, bytes]]:
        """(place, key, value) of the first rows behind a place, in the order of places."""
        query = "SELECT place, key, CAST(value AS BLOB) FROM $table WHERE place > ? ORDER BY place LIMIT ?"
        return self._reader.execute(_sql(query, name), (after, most)).fetchall()

    def empty(self) -> None:
        """Take every row out of every table of the state."""
        with self._transaction() as writer:
            for name in self._names():
                writer.execute(_sql("DELETE FROM $table", name))

    def snapshot(self) -> int:
        """Keep the rows of every table of the state as they are now, under a number."""
        number = self._number("snapshots") + 1
        with self._transaction() as writer:
            for name in self._names():
                kept = _sql("INSERT INTO snapshots SELECT ?, ?, place, key, value FROM $table", name)
                writer.execute(kept, (number, name))
            self._set_number("snapshots", number)
        return number

    def restore(self, number: int) -> bool:
        """Make every table of the state what it was at that snapshot; False where there is none of that number."""
        if not 1 <= number <= self._number("snapshots"):
            return False
        with self._transaction() as writer:
            for name in self._names():
                writer.execute(_sql("DELETE FROM $table", name))
                kept = "INSERT INTO $table SELECT place, key, value FROM snapshots WHERE number = ? AND name = ?"
                writer.execute(_sql(kept, name), (number, name))
        return True

    def close(self) -> None:
        """Close the file."""
        self._opened.close()

    def _names(self) -> list[str]:
        found = self._reader.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name GLOB 'state *'")
        return [name.removeprefix(_STATE) for (name,) in found.fetchall()]

    def _number(self, name: str) -> int:
        found = self._reader.execute("SELECT value FROM numbers WHERE name = ?", (name,)).fetchone()
        return int(found[0]) if found else 0

    def _set_number(self, name: str, value: int) -> None:
        self._writer.execute("INSERT OR REPLACE INTO numbers VALUES (?, ?)", (name, value))

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        self._writer.execute("BEGIN IMMEDIATE")
        try:
            yield self._writer
        except BaseException:  # whatever ends the block ends the transaction, and is raised on
            self._writer.execute("ROLLBACK")
            raise
        self._writer.execute("COMMIT")


def _connect(file: Path, *, timeout: float = 5) -> sqlite3.Connection:
    return sqlite3.connect(file, timeout=timeout, isolation_level=None, check_same_thread=False)


def _sql(text: str, name: str) -> str:
    """SQL in which `$table` is that table of the state."""
    return text.replace("$table", '"' + (_STATE + name).replace('"', '""') + '"')
