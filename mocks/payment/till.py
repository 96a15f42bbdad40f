"""What a payer does, on the page or by a command, and what the province is told of it: the same for both protocols."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from mocks.core.behaviour import Applied, BehaviourKind
from mocks.core.system import Command, CommandRefused, Courier, Judge
from mocks.payment.payments import CANCELLED, FAILED, OPEN, PENDING, SUCCESS, Payment, Payments
from mocks.post.address import host_of, refuse_national
from mocks.state.store import Store

Json: TypeAlias = Any
Body: TypeAlias = Callable[[Payment], dict[str, Json]]
"""Writes the call-back of a payment, its hash right."""
Spoil: TypeAlias = Callable[[dict[str, Json], Applied], dict[str, Json]]
"""Writes it otherwise, as behaviours in force will have it."""
MakeJudge: TypeAlias = Callable[[Mapping[str, Json]], Judge]
"""For a call-back: what looks at the province's answers to it."""

DEEDS: Final = {"pay": SUCCESS, "fail": FAILED, "cancel": CANCELLED, "leave-pending": PENDING}
WORDS: Final = {
    "pay": "the payer pays",
    "fail": "the bank refuses",
    "cancel": "the payer gives up",
    "leave-pending": "the payer has paid, the bank has not said so yet",
}
ONE: Final = {
    "type": "object",
    "properties": {"reference": {"type": "string", "minLength": 1, "maxLength": 100}},
    "additionalProperties": False,
}
ADDRESS: Final = {
    "type": "object",
    "properties": {"url": {"type": ["string", "null"], "maxLength": 2000}},
    "required": ["url"],
    "additionalProperties": False,
}


def _kind(name: str, en: str, vi: str, **properties: Json) -> BehaviourKind:
    schema = {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
    usage = "{" + ", ".join(f'"{key}": …' for key in properties) + "}"
    return BehaviourKind(name, schema, f"{name} {usage}", "push", en, vi)


TILL_BEHAVIOURS: Final = (
    _kind(
        "wrong-amount",
        "The call-back has another amount, under a hash that is right for it.",
        "Lời gọi xác nhận mang số tiền khác, mã xác thực vẫn đúng với số tiền đó.",
        difference={"type": "integer", "minimum": -1_000_000_000, "maximum": 1_000_000_000, "not": {"const": 0}},
    ),
    _kind(
        "wrong-hash",
        "The call-back has a hash that is not right.",
        "Lời gọi xác nhận mang mã xác thực sai.",
    ),
    _kind(
        "pending",
        "Whoever pays stays pending: no call-back, and the look-up says so, until somebody pays again.",
        "Giao dịch vẫn ở trạng thái chờ: không có xác nhận, tra cứu trả về trạng thái chờ cho đến lần thanh toán sau.",
    ),
)
"""What every platform can be told of its call-backs. A late or doubled one is the courier's: push-late, push-twice."""


@dataclass(frozen=True)
class Settled:
    """What became of a payment; `push` is the id of the call-back, or None with the reason in `silent`."""

    payment: Payment
    push: str | None
    silent: str | None = None

    def told(self) -> dict[str, Json]:
        """As a command answers it."""
        told = {"reference": self.payment.reference, "state": self.payment.state, "push": self.push}
        return told if self.silent is None else told | {"silent": self.silent}


class Till:
    """Settles payments and calls back. `push` is the profile's push, `order` keeps those of one payment in line."""

    def __init__(
        self,
        payments: Payments,
        store: Store,
        courier: Courier,
        *,
        push: str,
        body: Body,
        spoil: Spoil,
        judge: MakeJudge,
    ) -> None:
        self._payments = payments
        self._addresses = store.table("addresses")
        self._courier = courier
        self._push = push
        self._body = body
        self._spoil = spoil
        self._judge = judge

    def settle(self, payment: Payment, deed: str) -> Settled:
        """Do what the payer does, and tell the province where that settles it."""
        applied = self._courier.applied(self._push)
        state = DEEDS[deed]
        if state == SUCCESS and applied.take("pending") is not None:
            state = PENDING
        payment = self._payments.turn(payment, state)
        return Settled(payment, None, "it is pending") if state in OPEN else self._told(payment, applied)

    def _told(self, payment: Payment, applied: Applied) -> Settled:
        body = self._spoil(self._body(payment), applied)
        try:
            push = self._courier.push(
                self._push,
                body=body,
                to=self._addresses.get(self._push),
                order=payment.reference,
                applied=applied,
                judge=self._judge(body),
            )
        except CommandRefused as exc:
            return Settled(payment, None, str(exc))  # settled all the same: the province can still ask
        return Settled(self._payments.confirm(payment), push)

    def commands(self) -> dict[str, Command]:
        """What of it stands on the control port."""
        return {
            **{
                f"payments/{deed}": Command(
                    usage=f'payments/{deed} {{"reference"?: MaThamChieu}}: {WORDS[deed]}; by default in the newest one',
                    schema=ONE,
                    run=self._doing(deed),
                )
                for deed in DEEDS
            },
            f"payments/{self._push}": Command(
                usage=f'payments/{self._push} {{"reference": …}}: tell the province once more',
                schema=ONE | {"required": ["reference"]},
                run=self._again,
            ),
            f"{self._push}/address": Command(
                usage=f'{self._push}/address {{"url": absolute address, or null for the profile\'s path}}',
                schema=ADDRESS,
                run=self._address,
            ),
        }

    def _doing(self, deed: str) -> Callable[[Json], Json]:
        def do(wish: Json) -> Json:
            return self.settle(self._meant(wish.get("reference")), deed).told()

        return do

    def _meant(self, reference: str | None) -> Payment:
        payment = self._payments.newest_open() if reference is None else self._payments.get(reference)
        if payment is None:
            raise CommandRefused("no payment is open" if reference is None else f"there is no payment {reference!r}")
        if payment.state not in OPEN:
            raise CommandRefused(f"{payment.reference} is settled: {payment.state}")
        return payment

    def _again(self, wish: Json) -> Json:
        payment = self._payments.get(wish["reference"])
        if payment is None or payment.state in OPEN:
            raise CommandRefused(f"there is no settled payment {wish['reference']!r}")
        return self._told(payment, self._courier.applied(self._push)).told()

    def _address(self, wish: Json) -> Json:
        if wish["url"] is None:
            self._addresses.delete(self._push)
        else:
            refuse_national(host_of(wish["url"]))
            self._addresses.put(self._push, wish["url"])
        return {"url": self._addresses.get(self._push)}
