"""A dossier: its states, the acts that move it, and which act is allowed where. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from mocks.province.records.bodies import AcceptBody, ActBody


class Status(StrEnum):
    """TrangThaiHoSo, as far as this province uses it."""

    ACCEPTED = "2"
    IN_PROCESS = "4"
    SUPPLEMENT_ASKED = "5"
    FINISHED = "9"
    RETURNED = "10"


AFTER: Final[Mapping[str, Status]] = MappingProxyType(
    {
        "process": Status.IN_PROCESS,
        "supplement": Status.SUPPLEMENT_ASKED,
        "finish": Status.FINISHED,
        "return": Status.RETURNED,
    }
)
"""The state after each act."""

ALLOWED: Final[Mapping[Status, frozenset[str]]] = MappingProxyType(
    {
        Status.ACCEPTED: frozenset({"process", "supplement", "finish"}),
        Status.IN_PROCESS: frozenset({"process", "supplement", "finish"}),
        Status.SUPPLEMENT_ASKED: frozenset({"process"}),
        Status.FINISHED: frozenset({"return"}),
        Status.RETURNED: frozenset(),
    }
)
"""The acts allowed in each state."""

TIME_LIMIT: Final = timedelta(days=10)


class NotAllowed(Exception):
    """The act is not allowed in the state the dossier is in."""

    def __init__(self, act: str, status: Status) -> None:
        super().__init__(f"{act!r} is not allowed in state {status.value}")


@dataclass(frozen=True, slots=True)
class Act:
    """One thing an officer did. The first act of a dossier is its acceptance; `number` counts from 1."""

    number: int
    status: Status
    at: datetime
    body: ActBody


@dataclass(frozen=True, slots=True)
class Dossier:
    """A dossier and the acts on it so far, oldest first; never without its acceptance."""

    code: str
    accepted: AcceptBody
    due: datetime
    acts: tuple[Act, ...]

    @property
    def last(self) -> Act:
        """The newest act: its status is the dossier's."""
        return self.acts[-1]

    def as_of(self, number: int) -> "Dossier":
        """Return the dossier as it was after its `number`-th act, so that a late report tells that act's state."""
        return replace(self, acts=self.acts[:number])

    def reached(self, status: Status) -> datetime | None:
        """Return when it came into this state last, or None."""
        return next((act.at for act in reversed(self.acts) if act.status is status), None)


def next_status(status: Status, act: str) -> Status:
    """Return the state after `act` (a key of AFTER); raises NotAllowed."""
    if act not in ALLOWED[status]:
        raise NotAllowed(act, status)
    return AFTER[act]
