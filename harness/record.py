"""The run record: one journal, appended by one writer, each line chained to the one before, sealed by a manifest.

    run.json        who, what, when, with which specs: written when the run opens
    journal.jsonl   every exchange, wait, command, judgement and case, a line each: {"n", "kind", "data", "prev", "hash"}
    manifest.json   digests of both files, the head of the chain, totals: written once, at the end

A hash is SHA-256 over the RFC 8785 bytes of {"n", "kind", "data", "prev"}. A record without a manifest is incomplete.
"""

import fcntl
import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import IO

import rfc8785

from harness.errors import IntegrityBroken, Refused
from harness.exchange import Json

GENESIS = "0" * 64
RUN, JOURNAL, MANIFEST = "run.json", "journal.jsonl", "manifest.json"
MANIFEST_SCHEMA = "lienthong/record-manifest/1"


def canonical(value: Json) -> bytes:
    """The RFC 8785 bytes of a JSON value: the only form in which anything is digested."""
    return rfc8785.dumps(value)


def digest(data: bytes) -> str:
    """`sha256:` and 64 hexadecimal digits."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def _link(number: int, kind: str, data: Mapping[str, Json], prev: str) -> str:
    return hashlib.sha256(canonical({"n": number, "kind": kind, "data": data, "prev": prev})).hexdigest()


class RecordWriter:
    """Appends to the journal of an open record. Only one process holds it at a time; a line is whole or absent."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._prev, self._count = GENESIS, 0
        for line in _lines(folder / JOURNAL):
            self._prev, self._count = line["hash"], line["n"]
        self._file: IO[bytes] = (folder / JOURNAL).open("ab", buffering=0)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as exc:
            self._file.close()
            raise Refused(f"{folder} is being written by another process") from exc

    def append(self, kind: str, data: Mapping[str, Json]) -> None:
        """Add one event. It is on its way to the disk when this returns."""
        number = self._count + 1
        link = _link(number, kind, data, self._prev)
        self._file.write(canonical({"n": number, "kind": kind, "data": data, "prev": self._prev, "hash": link}) + b"\n")
        self._prev, self._count = link, number

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
    """Write the manifest. From here on the record is read-only, and any change to it shows."""
    lines = list(_lines(folder / JOURNAL))
    manifest = {
        "schema": MANIFEST_SCHEMA,
        "sealed": at.isoformat(timespec="seconds"),
        "files": {name: digest((folder / name).read_bytes()) for name in (RUN, JOURNAL)},
        "head": lines[-1]["hash"] if lines else GENESIS,
        "totals": dict(Counter(line["kind"] for line in lines)),
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
        """Every exchange by its id."""
        return {row["id"]: row for row in self.data("exchange")}

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
    manifest = json.loads((folder / MANIFEST).read_bytes())
    for name, expected in manifest["files"].items():
        if digest((folder / name).read_bytes()) != expected:
            raise IntegrityBroken(f"{name} is not the file that was sealed")
    events = tuple(_lines(folder / JOURNAL))
    prev = GENESIS
    for number, event in enumerate(events, 1):
        if event["n"] != number or event["prev"] != prev:
            raise IntegrityBroken(f"{JOURNAL}, line {number}: the chain is cut")
        prev = _link(number, event["kind"], event["data"], prev)
        if event["hash"] != prev:
            raise IntegrityBroken(f"{JOURNAL}, line {number}: it was changed")
    if prev != manifest["head"] or dict(Counter(event["kind"] for event in events)) != manifest["totals"]:
        raise IntegrityBroken(f"{JOURNAL}: head or totals are not those of the manifest")
    return SealedRecord(folder, json.loads((folder / RUN).read_bytes()), events, manifest)


def read_events(folder: Path) -> list[Mapping[str, Json]]:
    """Every event of a record, sealed or not, in order; nothing is checked but that each line can be read."""
    return _lines(folder / JOURNAL)


def _lines(path: Path) -> list[Mapping[str, Json]]:
    rows = []
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        try:
            rows.append(json.loads(line))
        except json.JSONDecodeError as exc:
            raise IntegrityBroken(f"{path.name}, line {number} cannot be read: {exc.msg}") from exc
    return rows
