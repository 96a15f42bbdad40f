"""Payments as both protocols have them: rows of codes and amounts that may be kept; what is personal, in memory."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final, TypeAlias

from mocks.core.clock import Clock
from mocks.core.vietnam_time import wire_time
from mocks.state.store import Store

Json: TypeAlias = Any
NEW, PENDING, SUCCESS, FAILED, CANCELLED = "new", "pending", "success", "failed", "cancelled"
OPEN: Final = (NEW, PENDING)
PAGE_DIGITS: Final = 32
TRANSACTION: Final = "GD-{number:08d}"


@dataclass(frozen=True, kw_only=True)
class Payment:
    """One payment. `reference` is the province's, `transaction` ours; `amount` in VND; times as yyyyMMddHHmmss.

    `codes` are what else of the request names nobody: dossier, procedure, agency.
    """

    reference: str
    transaction: str
    amount: int
    page: str
    created: str
    state: str = NEW
    settled: str | None = None
    confirmed: int = 0
    codes: Mapping[str, str]


class Payments:
    """The payments of one platform, by the province's reference."""

    def __init__(self, store: Store, clock: Clock, *, secret: str) -> None:
        self._rows = store.table("payments")
        self._pages = store.table("pages")
        self._open = store.table("open-payments")
        self._details = store.memory("payment-details")
        self._clock = clock
        self._secret = secret

    def add(self, reference: str, *, amount: int, codes: Mapping[str, str], details: Json) -> Payment:
        """Take a payment in; `details` are kept in memory only."""
        payment = Payment(
            reference=reference,
            transaction=TRANSACTION.format(number=len(self._rows) + 1),
            amount=amount,
            page=hashlib.sha256(f"{self._secret}/{reference}".encode()).hexdigest()[:PAGE_DIGITS],
            created=self.now(),
            codes=codes,
        )
        self._put(payment)
        self._pages.put(payment.page, reference)
        self._open.put(reference, True)
        self._details.put(reference, details)
        return payment

    def get(self, reference: Json) -> Payment | None:
        """The payment of that reference."""
        row = self._rows.get(reference) if isinstance(reference, str) else None
        return None if row is None else Payment(**row)

    def on_page(self, page: str) -> Payment | None:
        """The payment of that page."""
        return self.get(self._pages.get(page))

    def newest_open(self) -> Payment | None:
        """The payment that came last of those not yet settled."""
        references = [reference for reference, _ in self._open.items()]
        return self.get(references[-1]) if references else None

    def all(self) -> Iterator[Payment]:
        """Every payment, oldest first."""
        return (Payment(**row) for _, row in self._rows.items())

    def details(self, payment: Payment) -> Json:
        """What is known of who pays; None once the process that heard it has ended."""
        return self._details.get(payment.reference)

    def turn(self, payment: Payment, state: str) -> Payment:
        """Bring a payment into a state; out of OPEN there is no way back."""
        settled = None if state in OPEN else self.now()
        turned = replace(payment, state=state, settled=settled)
        self._put(turned)
        if state not in OPEN:
            self._open.delete(payment.reference)
        return turned

    def confirm(self, payment: Payment) -> Payment:
        """Count a call-back."""
        told = replace(payment, confirmed=payment.confirmed + 1)
        self._put(told)
        return told

    def now(self) -> str:
        """The instant as the protocols write it."""
        return wire_time(self._clock.now())

    def _put(self, payment: Payment) -> None:
        self._rows.put(payment.reference, asdict(payment))
