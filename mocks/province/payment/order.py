"""What a payment system is asked for, whichever of the two it is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from mocks.province.payment.bill import Bill, Outcome
from mocks.province.portal.message import Procedure
from mocks.province.records.bodies import Owner


@dataclass(frozen=True, slots=True)
class Account:
    """Where the money of an agency goes: account, the bank's code, the holder."""

    agency: str
    account: str
    bank: str
    holder: str


@dataclass(frozen=True, slots=True)
class Order:
    """A bill to be opened: for whom, into which account, under which names; `agency` is the receiver's name."""

    bill: Bill
    account: Account
    procedure: Procedure
    agency: str
    payer: Owner
    at: datetime


class PaymentSystem(Protocol):
    """Where bills are paid. All calls raise Silence, Away and Refused."""

    async def begin(self, order: Order) -> str:
        """Open a payment; return the address where the payer pays."""

    async def find(self, reference: str, *, at: datetime) -> Outcome | None:
        """Return what became of a payment, None where the system does not know it."""

    async def fetch_receipt(self, reference: str, *, at: datetime) -> bytes:
        """Return the receipt of a paid bill, a PDF."""
