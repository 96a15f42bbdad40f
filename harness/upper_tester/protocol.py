"""What every upper tester can do, whatever it drives (contract: `specs/interfaces/upper-tester/1`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from harness.exchange import Exchange, Json


@dataclass(frozen=True)
class Version:
    """Who acts: name, version, build digest and clock (ISO 8601 with offset) of the system, optional capabilities."""

    name: str
    version: str
    build: str
    clock: str
    capabilities: frozenset[str]


@dataclass(frozen=True)
class Act:
    """One act that the system confirmed: the dossier's code, its status afterwards, the exchange that shows it."""

    dossier: str
    status: str
    exchange: Exchange


@dataclass(frozen=True)
class Outbox:
    """What still waits to be sent: how many messages, and since when the oldest (ISO 8601)."""

    pending: int
    oldest: str | None


class UpperTester(Protocol):
    """Acts return when the system has confirmed them. Raises Inconclusive where it refuses or stays silent."""

    def version(self) -> Version: ...
    def accept(self, application: Mapping[str, Json]) -> Act: ...
    def process(self, dossier: str, act: Mapping[str, Json]) -> Act: ...
    def supplement(self, dossier: str, act: Mapping[str, Json]) -> Act: ...
    def finish(self, dossier: str, act: Mapping[str, Json]) -> Act: ...
    def give_back(self, dossier: str, act: Mapping[str, Json]) -> Act: ...
    def outbox(self) -> Outbox: ...
    def close(self) -> None: ...
