"""What a run left behind in the system under test, by its own record: for those who clean up afterwards. Pure.

Which call leaves what is data (`specs/created.toml`). What the system made by itself, without a call of this record, is
not known here; nor is what was asked and never answered: that is listed without a name, by the call.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.errors import Refused
from harness.exchange import Exchange, Json, reached, read_exchange
from harness.record import SealedRecord
from harness.upper_tester.stimulus import read_stimulus

SUCCESS = range(200, 300)
CALL = {"kind", "system", "operation", "id"}


@dataclass(frozen=True)
class Creating:
    """Calls that leave something behind: where its name stands, and the words for its kind in vi and en."""

    kind: str
    words: Mapping[str, str]
    id: str


@dataclass(frozen=True)
class Created:
    """One thing: its kind and name, when, and the evidence that first shows it. Not `certain`: nobody answered."""

    kind: str
    words: Mapping[str, str]
    id: str
    at: str
    evidence: str
    certain: bool

    def to_json(self) -> dict[str, Json]:
        """A row of `lienthong created --json`."""
        told = {"kind": self.kind, "id": self.id, "at": self.at, "evidence": self.evidence}
        return {**told, "certain": self.certain, "vi": self.words["vi"], "en": self.words["en"]}


def load_creating(path: Path) -> dict[tuple[str, str], Creating]:
    """The calls by system and operation. Refused with the row where it names no kind, or stands twice."""
    read = tomllib.loads(path.read_text(encoding="utf-8"))
    calls: dict[tuple[str, str], Creating] = {}
    for number, row in enumerate(read["call"], 1):
        if set(row) != CALL or row["kind"] not in read["kinds"] or (row["system"], row["operation"]) in calls:
            raise Refused(f"{path.name}, call {number}: {row} is no call, of no kind, or stands twice")
        calls[row["system"], row["operation"]] = Creating(row["kind"], read["kinds"][row["kind"]], row["id"])
    return calls


def created_in(record: SealedRecord, creating: Mapping[tuple[str, str], Creating]) -> list[Created]:
    """Everything that the record shows to be left behind, each once, in the order in which it came about."""
    found: dict[tuple[str, str], Created] = {}
    for seen in _calls(record):
        call = creating.get((seen.system, str(seen.operation)))
        made = _created(seen, call) if call else None
        if made is not None:
            found.setdefault((made.kind, made.id or made.evidence), made)
    return list(found.values())


def _calls(record: SealedRecord) -> Iterator[Exchange]:
    """What reached the system, over HTTP or by a class or a person, in the order of the record."""
    for event in record.events:
        if event["kind"] == "exchange" and event["data"]["direction"] == "to-sut":
            yield read_exchange(event["data"])
        elif event["kind"] == "stimulus":
            yield read_stimulus(event["data"])


def _created(seen: Exchange, call: Creating) -> Created | None:
    at = seen.started.isoformat(timespec="seconds")
    if seen.response is None:
        return Created(call.kind, call.words, "", at, seen.id, certain=False)
    names: Sequence[Json] = reached(seen, call.id)
    if seen.status not in (None, *SUCCESS) or not names:
        return None
    return Created(call.kind, call.words, str(names[0]), at, seen.id, certain=True)
