"""The run record: one journal, appended by one writer, each line chained to that before, sealed by a manifest.

    run.json        who, what, when, with which specs: written when the run opens
    journal.jsonl   exchange, wait, command, judgement and case events: {"n", "kind", "data", "prev", "hash"}
    manifest.json   digests of both files, the head of the chain, totals, what was redacted: written once, at the end

A hash is SHA-256 over the RFC 8785 bytes of {"n", "kind", "data", "prev"}; the first `prev` is that of `run.json`.
A record without a manifest is incomplete.
"""

import fcntl
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from harness.errors import HarnessError, IntegrityBroken, Refused
from harness.exchange import Json, read_exchange
from harness.lines import canonical, no_collection, read_canonical, read_chain, read_lines
from harness.verdict import Code
from specs import FOLDER
from specs.redaction_rules import FILE as RULES

if TYPE_CHECKING:
    from io import FileIO

RUN, JOURNAL, MANIFEST = "run.json", "journal.jsonl", "manifest.json"
OF_EVERY_MANIFEST = frozenset({"schema", "sealed", "files", "head", "totals"})
MANIFESTS = {
    "lienthong/record-manifest/1": OF_EVERY_MANIFEST,
    "lienthong/record-manifest/2": OF_EVERY_MANIFEST | {"redaction"},
}
"""What a manifest says, by its schema; the last is written, all are read."""


def digest(data: bytes) -> str:
    """`sha256:` and 64 hexadecimal digits."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def genesis(folder: Path) -> str:
    """What the first line of a journal names as the hash before it: that of `run.json`, so that the chain binds it."""
    return hashlib.sha256((folder / RUN).read_bytes()).hexdigest()


def link(number: int, kind: str, data: bytes, prev: str) -> str:
    """The hash of the canonical bytes of {data, kind, n, prev}, of which `data` are those of the data."""
    event = b'{"data":%b,"kind":%b,"n":%d,"prev":%b}' % (data, canonical(kind), number, canonical(prev))
    return hashlib.sha256(event).hexdigest()


class RecordWriter:
    """Appends to the journal of an open record. Only one process holds it at a time; a line is whole or absent."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._prev, self._count = genesis(folder), 0
        self._file: FileIO = (folder / JOURNAL).open("ab", buffering=0)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as exc:
            self._file.close()
            raise Refused(f"{folder} is being written by another process") from exc
        try:
            for line in read_lines(folder / JOURNAL):  # only now: until the lock was ours, another could still append
                self._prev, self._count = line["hash"], line["n"]
        except IntegrityBroken:
            self._file.close()
            raise

    def append(self, kind: str, data: Mapping[str, Json]) -> None:
        """Add one event. It is on its way to the disk when this returns."""
        number, body = self._count + 1, canonical(data)
        hashed = link(number, kind, body, self._prev)
        head = b'{"data":%b,"hash":%b,"kind":%b' % (body, canonical(hashed), canonical(kind))
        line = head + b',"n":%d,"prev":%b}\n' % (number, canonical(self._prev))
        if self._file.write(line) != len(line):
            raise HarnessError(Code.ENVIRONMENT, f"{self.folder} took only a part of line {number}: is the disk full?")
        self._prev, self._count = hashed, number

    def close(self) -> None:
        """Let another writer in."""
        self._file.close()


def open_record(folder: Path, run: Mapping[str, Json]) -> RecordWriter:
    """Start a record in a folder that holds nothing yet. `run` says everything that is known before any traffic."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise Refused(f"{folder} already holds something: a record is never overwritten, give another --out")
    (folder / RUN).write_bytes(canonical(run))
    (folder / JOURNAL).touch()
    return RecordWriter(folder)


def seal(folder: Path, *, at: datetime) -> None:
    """Write the manifest. From here on the record is read-only, and any change to it shows.

    A journal that ends in half a line is sealed as it is; `load_record` says so.
    """
    lines = read_events(folder)
    manifest = {
        "schema": list(MANIFESTS)[-1],
        "sealed": at.isoformat(timespec="seconds"),
        "files": {name: digest((folder / name).read_bytes()) for name in (RUN, JOURNAL)},
        "head": lines[-1]["hash"] if lines else genesis(folder),
        "totals": dict(Counter(line["kind"] for line in lines)),
        "redaction": {"rules": digest((FOLDER / RULES).read_bytes()), "replaced": _replaced(lines)},
    }
    (folder / MANIFEST).write_bytes(canonical(manifest))
    for name in (RUN, JOURNAL, MANIFEST):
        (folder / name).chmod(0o444)


@dataclass(frozen=True)
class SealedRecord:
    """A record that was read back whole and agrees with itself."""

    folder: Path
    run: Mapping[str, Json]
    events: tuple[Mapping[str, Json], ...]
    manifest: Mapping[str, Json]

    def data(self, kind: str) -> list[Mapping[str, Json]]:
        """The data of every event of one kind, in order."""
        return [event["data"] for event in self.events if event["kind"] == kind]

    @cached_property
    def exchanges(self) -> dict[str, Mapping[str, Json]]:
        """Every exchange by its id. Raises IntegrityBroken where one id stands for two different ones."""
        known: dict[str, Mapping[str, Json]] = {}
        for row in self.data("exchange"):
            if known.setdefault(row["id"], row) != row:
                raise IntegrityBroken(f"{JOURNAL} holds two different exchanges {row['id']}")
        return known

    @cached_property
    def judgements(self) -> list[Mapping[str, Json]]:
        """Every judgement, in the order in which it was made."""
        return self.data("judgement")


def load_record(folder: Path) -> SealedRecord:
    """Read a sealed record and check digests, chain and totals.

    Raises Refused where there is no record, IntegrityBroken(where) where it contradicts itself.
    """
    if not (folder / RUN).is_file():
        raise Refused(f"{folder} holds no record (no {RUN})")
    if not (folder / MANIFEST).is_file():
        raise IntegrityBroken(f"{folder} is incomplete: it was never sealed")
    manifest = _read_manifest(folder)
    _refuse_other_files(folder, manifest)
    with no_collection():
        events = tuple(read_chain(folder / JOURNAL, genesis(folder)))
    head = events[-1]["hash"] if events else genesis(folder)
    if head != manifest["head"] or dict(Counter(event["kind"] for event in events)) != manifest["totals"]:
        raise IntegrityBroken(f"{JOURNAL}: head or totals are not those of the manifest")
    if "redaction" in manifest and manifest["redaction"]["replaced"] != _replaced(events):
        raise IntegrityBroken(f"{JOURNAL}: it does not hold as many replaced values as the manifest says")
    record = SealedRecord(folder, read_canonical((folder / RUN).read_bytes(), RUN), events, manifest)
    _refuse_bad_exchanges(record)
    return record


def _replaced(events: Iterable[Mapping[str, Json]]) -> int:
    """How many personal values and secrets the doors replaced in what they kept."""
    return sum(event["data"].get("redacted", 0) for event in events)


def _refuse_bad_exchanges(record: SealedRecord) -> None:
    try:
        for row in record.exchanges.values():
            read_exchange(row)
    except (KeyError, TypeError, ValueError) as exc:
        raise IntegrityBroken(f"{JOURNAL} holds an exchange that is none: {exc!r}") from exc


def _refuse_other_files(folder: Path, manifest: Mapping[str, Json]) -> None:
    for name, expected in manifest["files"].items():
        if not (folder / name).is_file():
            raise IntegrityBroken(f"{name} is gone")
        if digest((folder / name).read_bytes()) != expected:
            raise IntegrityBroken(f"{name} is not the file that was sealed")


def _read_manifest(folder: Path) -> Mapping[str, Json]:
    """The manifest; it must speak of both files, or one of them could be changed unnoticed."""
    manifest = read_canonical((folder / MANIFEST).read_bytes(), MANIFEST)
    wanted = MANIFESTS.get(str(manifest.get("schema"))) if isinstance(manifest, dict) else None
    if wanted is None or set(manifest) != wanted or set(manifest["files"]) != {RUN, JOURNAL}:
        raise IntegrityBroken(f"{MANIFEST} is not what a run writes")
    return {**manifest}


def read_events(folder: Path) -> list[Mapping[str, Json]]:
    """Every event of a record, sealed or not, in order; nothing is checked but that each line can be read.

    What a killed writer left of its last line is left out: then the campaign's end is missing too.
    """
    return read_lines(folder / JOURNAL, torn=True)
