"""A dossier: its states, the acts that move it, and which act is allowed where. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from mocks.province.records.bodies import AcceptBody, ActBody


class Status(StrEnum):
    """TrangThaiHoSo."""

    REGISTERED = "1"
    ACCEPTED = "2"
    REFUSED = "3"
    IN_PROCESS = "4"
    SUPPLEMENT_ASKED = "5"
    OBLIGED = "6"
    WITHDRAWN = "7"
    STOPPED = "8"
    FINISHED = "9"
    RETURNED = "10"


REGISTER: Final = "register"
ACCEPT: Final = "accept"
BEGINNINGS: Final[Mapping[str, Status]] = MappingProxyType({REGISTER: Status.REGISTERED, ACCEPT: Status.ACCEPTED})
"""The state after a dossier's first act: filed online, or accepted at the counter."""

AFTER: Final[Mapping[str, Status | None]] = MappingProxyType(
    {
        "take-in": Status.ACCEPTED,
        "refuse": Status.REFUSED,
        "process": Status.IN_PROCESS,
        "supplement": Status.SUPPLEMENT_ASKED,
        "supplied": Status.IN_PROCESS,
        "oblige": Status.OBLIGED,
        "apologise": None,
        "withdraw": Status.WITHDRAWN,
        "stop": Status.STOPPED,
        "finish": Status.FINISHED,
        "return": Status.RETURNED,
    }
)
"""The state after each later act; None: the one before."""

_ENDS: Final = frozenset({"withdraw", "stop"})
ALLOWED: Final[Mapping[Status, frozenset[str]]] = MappingProxyType(
    {
        Status.REGISTERED: frozenset({"take-in", "refuse", "withdraw"}),
        Status.ACCEPTED: _ENDS | {"process", "supplement", "oblige", "finish", "apologise"},
        Status.REFUSED: frozenset(),
        Status.IN_PROCESS: _ENDS | {"process", "supplement", "oblige", "finish", "apologise"},
        Status.SUPPLEMENT_ASKED: _ENDS | {"process", "supplied"},
        Status.OBLIGED: _ENDS | {"process"},
        Status.WITHDRAWN: frozenset(),
        Status.STOPPED: frozenset(),
        Status.FINISHED: frozenset({"return"}),
        Status.RETURNED: frozenset(),
    }
)
"""The acts allowed in each state, as `specs/codes/dossier.toml` assumes them: no official list was found."""


class NotAllowed(Exception):
    """The act is not allowed in the state the dossier is in."""

    def __init__(self, act: str, status: Status, reason: str = "") -> None:
        super().__init__(f"{act!r} is not allowed in state {status.value}{reason and f': {reason}'}")


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that was done; `number` counts from 1. `due` is when the result is due after it.

    Of a dossier that is only registered, `due` is when the office must have answered.
    """

    number: int
    name: str
    status: Status
    at: datetime
    due: datetime
    body: ActBody


@dataclass(frozen=True, slots=True)
class Dossier:
    """A dossier and the acts on it so far, oldest first; never without its first one."""

    code: str
    accepted: AcceptBody
    acts: tuple[Act, ...]

    @property
    def last(self) -> Act:
        """The newest act: its status is the dossier's."""
        return self.acts[-1]

    @property
    def due(self) -> datetime:
        """When the result is due, as promised last."""
        return self.last.due

    @property
    def accepted_at(self) -> datetime | None:
        """When it was accepted, at the counter or from among those registered."""
        return next((act.at for act in self.acts if act.name in (ACCEPT, "take-in")), None)

    def as_of(self, number: int) -> "Dossier":
        """Return the dossier as it was after its `number`-th act, so that a late report tells that act's state."""
        return replace(self, acts=self.acts[:number])

    def reached(self, status: Status) -> datetime | None:
        """Return when it came into this state last, or None."""
        return next((act.at for act in reversed(self.acts) if act.status is status), None)
