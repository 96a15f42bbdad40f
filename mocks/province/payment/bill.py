"""A bill: what is charged on a dossier, the states it goes through, and what each answer of the platform does."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Literal, TypedDict

Way = Literal["online", "counter"]
Before = Literal["processing", "return"]


class FeeBody(TypedDict):
    """One fee or charge, in whole VND; `kind` is LoaiPhiLePhi."""

    code: str
    name: str
    kind: str
    amount: int


class ChargeBody(TypedDict):
    """What a clerk charges: who receives it, how it is paid, and which act waits for it."""

    agency: str
    way: Way
    before: Before
    fees: list[FeeBody]


class State(StrEnum):
    """How far a bill has come."""

    CHARGED = "charged"
    OPEN = "open"
    PENDING = "pending"
    PAID = "paid"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Result(StrEnum):
    """What the platform says became of a payment."""

    SUCCESS = "success"
    PENDING = "pending"
    FAILED = "failed"
    CANCELLED = "cancelled"


WAITING: Final = frozenset({State.CHARGED, State.OPEN, State.PENDING})
"""States in which the money may still come."""

_FIRST: Final = {
    Result.SUCCESS: State.PAID,
    Result.PENDING: State.PENDING,
    Result.FAILED: State.FAILED,
    Result.CANCELLED: State.CANCELLED,
}

AFTER: Final[Mapping[State, Mapping[Result, State]]] = MappingProxyType(
    {
        State.CHARGED: _FIRST,  # the answer to the request was lost, and the payer had the address all the same
        State.OPEN: _FIRST,
        State.PENDING: _FIRST,
        State.PAID: {Result.SUCCESS: State.PAID, Result.PENDING: State.PAID},
        State.FAILED: {Result.FAILED: State.FAILED, Result.PENDING: State.FAILED},
        State.CANCELLED: {Result.CANCELLED: State.CANCELLED, Result.PENDING: State.CANCELLED},
    }
)
"""The state after each result. What is settled stays: the same again changes nothing, something else contradicts it."""


class Misfit(Exception):
    """What is told of a payment does not fit its bill. Nothing is booked, and a person has to look."""


class Contradiction(Misfit):
    """The platform says of a settled bill that something else became of it."""


@dataclass(frozen=True, slots=True)
class Bill:
    """One bill. `reference` is MaThamChieu of the newest request; `amount` in VND; `url` where the payer pays.

    `agency` receives the money; `before` names the act that waits for it.
    """

    number: int
    dossier: str
    reference: str
    agency: str
    way: Way
    before: Before
    fees: tuple[FeeBody, ...]
    amount: int
    at: datetime
    state: State
    url: str | None
    asked: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is told of a payment, by call-back or look-up: `amount` in VND, `transaction` the platform's own number."""

    result: Result
    amount: int
    transaction: str


def next_state(state: State, result: Result) -> State:
    """Return the state after a result; raises Contradiction."""
    after = AFTER[state].get(result)
    if after is None:
        raise Contradiction(f"{result} of a bill that is {state}")
    return after


def owed(bills: tuple[Bill, ...]) -> tuple[Bill, ...]:
    """Return the bills of a dossier that wait for money.

    A bill that failed or was cancelled waits too, until a later one takes its place.
    """
    return tuple(
        bill for bill in bills if bill.state in WAITING or (bill.state is not State.PAID and bill is bills[-1])
    )


def must_wait(bills: tuple[Bill, ...], act: str) -> bool:
    """Say whether an act on the dossier has to wait for money. No result is handed over before all is paid."""
    waiting = owed(bills)
    if act == "return":
        return bool(waiting)
    return act in ("process", "finish") and any(bill.before == "processing" for bill in waiting)
