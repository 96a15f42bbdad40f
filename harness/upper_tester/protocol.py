"""What every upper tester can do, whatever it drives (contract: `specs/interfaces/upper-tester/1`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from harness.exchange import Exchange, Json


@dataclass(frozen=True)
class Version:
    """Who acts: name, version, build digest and clock of the system, optional capabilities.

    `clock` is ISO 8601 with offset; None where nobody can tell it.
    """

    name: str
    version: str
    build: str
    clock: str | None
    capabilities: frozenset[str]


@dataclass(frozen=True)
class Act:
    """One act that the system confirmed: the dossier's code, its status afterwards, the exchange that shows it."""

    dossier: str
    status: str
    exchange: Exchange


@dataclass(frozen=True)
class Told:
    """What the system answered: a JSON object, as the exchange that shows it holds it (redacted)."""

    body: Mapping[str, Json]
    exchange: Exchange


@dataclass(frozen=True)
class Outbox:
    """What still waits to be sent: how many messages, and since when the oldest (ISO 8601)."""

    pending: int
    oldest: str | None


@dataclass(frozen=True)
class SystemTime:
    """The system's own clock: its instant (aware), how many of its seconds pass in one of ours, the exchange."""

    now: datetime
    rate: float
    exchange: Exchange


class UpperTester(Protocol):
    """Acts return when the system has confirmed them. Raises Inconclusive where it refuses or stays silent.

    Names of acts and views are those of the contract's paths. `clock`, `set_clock` and `reset` are optional
    capabilities (`Version.capabilities`). `attempt` is an act that may be refused: what it was answered is the result.
    `operator` is the person who acts, None where the system acts by itself.
    """

    @property
    def operator(self) -> str | None: ...
    def version(self) -> Version: ...
    def accept(self, application: Mapping[str, Json]) -> Act: ...
    def act(self, dossier: str, name: str, body: Mapping[str, Json]) -> Act: ...
    def attempt(self, dossier: str, name: str, body: Mapping[str, Json]) -> Exchange: ...
    def desk(self, name: str, body: Mapping[str, Json]) -> Told: ...
    def view(self, name: str, key: str = "") -> Told: ...
    def outbox(self) -> Outbox: ...
    def clock(self) -> SystemTime: ...
    def set_clock(self, now: datetime, *, rate: float | None = None) -> SystemTime: ...
    def reset(self) -> None: ...
    def close(self) -> None: ...
