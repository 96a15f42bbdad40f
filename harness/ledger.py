"""The ledger of an output root: every record that was opened in the folders below it, and what each came to.

It is kept so that nobody shows the one lucky run. `ledger.jsonl` lies beside the output folders. Its lines are chained
as those of a journal, each appended whole under a lock: `opened` before there is any traffic, `sealed` when there is an
answer. A run that was killed stays opened. Who can write the root can write all of it: the chain shows a touch, not
who touched; each record keeps the head that it met, and so binds what was before it.
"""

import fcntl
import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from harness.errors import IntegrityBroken
from harness.exchange import Json
from harness.lines import canonical, read_chain
from harness.record import MANIFEST, digest, link

if TYPE_CHECKING:
    from io import FileIO

LEDGER = "ledger.jsonl"
OPENED, SEALED = "opened", "sealed"
GENESIS = hashlib.sha256(b"lienthong/ledger/1").hexdigest()


@dataclass(frozen=True)
class Entry:
    """A record that the ledger knows. `record` is the digest of its manifest, None where it was never sealed.

    `answer` is None for a part, and for what was never sealed.
    """

    run_id: str
    folder: str
    part: str
    mode: str
    build: str
    policy: str
    record: str | None = None
    answer: str | None = None
    exit_code: int | None = None
    at: str = ""

    @property
    def came_to(self) -> str:
        """Its answer, or the exit code of a part, or that there is none, in a few words."""
        if self.exit_code is None:
            return "unfinished"
        return self.answer or f"{self.part} ({self.exit_code})"


@dataclass(frozen=True)
class Ledger:
    """A ledger that was read back whole: its entries in order, and every head that its chain has had."""

    entries: tuple[Entry, ...]
    heads: tuple[str, ...]

    @property
    def head(self) -> str:
        """The head of its chain."""
        return self.heads[-1]

    def of_build(self, build: str) -> tuple[Entry, ...]:
        """The records of a build."""
        return tuple(entry for entry in self.entries if entry.build == build)


def read_ledger(root: Path) -> Ledger | None:
    """The ledger of an output root; None where there is none. Raises IntegrityBroken where its chain does not hold."""
    path = root / LEDGER
    return _ledger(path) if path.is_file() else None


def note_opened(root: Path, row: Mapping[str, Json]) -> Ledger:
    """Note a record that is about to be opened; gives the ledger as it was before.

    Raises OSError where none can be kept there, IntegrityBroken where its chain does not hold.
    """
    with _locked(root) as (file, before):
        _append(file, before, OPENED, row)
    return before


def note_sealed(root: Path, row: Mapping[str, Json]) -> None:
    """Note what a record came to. Raises as `note_opened` does."""
    with _locked(root) as (file, before):
        _append(file, before, SEALED, row)


def answers_of(entries: Iterable[Entry]) -> dict[str, int]:
    """How many came to what."""
    return dict(sorted(Counter(entry.came_to for entry in entries).items()))


def lost(root: Path, entries: Iterable[Entry]) -> list[str]:
    """Folders of which the ledger says that they hold a sealed record, and that do not hold that one."""
    return [entry.folder for entry in entries if entry.record is not None and _found(root, entry) != entry.record]


def _found(root: Path, entry: Entry) -> str | None:
    path = root / entry.folder / "record" / MANIFEST
    return digest(path.read_bytes()) if path.is_file() else None


def _ledger(path: Path) -> Ledger:
    events = read_chain(path, GENESIS)
    entries: dict[str, Entry] = {}
    for event in events:
        data = event["data"]
        try:
            known = entries.get(data["run_id"])
            row = {**(known.__dict__ if known else {}), **data}
            entries[data["run_id"]] = Entry(**row)
        except (KeyError, TypeError) as exc:
            raise IntegrityBroken(f"{path.name}, line {event['n']} is no entry: {exc}") from exc
    return Ledger(tuple(entries.values()), (GENESIS, *(str(event["hash"]) for event in events)))


@contextmanager
def _locked(root: Path) -> "Iterator[tuple[FileIO, Ledger]]":
    """The file, open for appending by nobody else, and what it says; what a killed writer left of a line is cut off."""
    with (root / LEDGER).open("a+b", buffering=0) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        file.truncate(file.read().rfind(b"\n") + 1)
        yield file, _ledger(root / LEDGER)


def _append(file: "FileIO", before: Ledger, kind: str, row: Mapping[str, Json]) -> None:
    number = file.seek(0) or sum(1 for _ in file) + 1
    hashed = link(number, kind, canonical(row), before.head)
    file.write(canonical({"data": dict(row), "hash": hashed, "kind": kind, "n": number, "prev": before.head}) + b"\n")
    os.fsync(file.fileno())
