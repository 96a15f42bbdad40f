"""An order, and what becomes of it. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypedDict

from mocks.province.records.bodies import Officer


class Outcome(StrEnum):
    """How far an order has come. WAITING: the system has not said yet that it has it; REJECTED: it does not take it."""

    WAITING = "waiting"
    OPEN = "open"
    DONE = "done"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"


class Withdrawal(StrEnum):
    """What became of the wish to withdraw an order."""

    ASKED = "asked"
    DONE = "done"
    TOO_LATE = "too-late"


UNDER_WAY = frozenset({Outcome.WAITING, Outcome.OPEN})
"""Something may still happen to it."""


class OrderWish(TypedDict):
    """What an order says, from the dossier (name, identity, phone) and from the officer who places it."""

    officer: Officer
    name: str
    identity: str
    phone: str | None
    commune: str
    address: str | None
    birth: str | None
    value: int | None


@dataclass(frozen=True, slots=True)
class Step:
    """A state that an order came to, by its code, and when: yyyyMMddHHmmss, as the system tells it."""

    state: str
    at: str


@dataclass(frozen=True, slots=True)
class Order:
    """One order. `outside` is its number at the system, None while nobody has told it; `steps` as they were heard of.

    `asked`: how often the system was asked since it told something last.
    """

    number: int
    dossier: str
    system: str
    kind: str
    wish: OrderWish
    outside: str | None
    state: str | None
    outcome: Outcome
    withdrawal: Withdrawal | None
    asked: int
    steps: tuple[Step, ...] = ()

    @property
    def is_under_way(self) -> bool:
        """Whether something may still happen to it."""
        return self.outcome in UNDER_WAY
