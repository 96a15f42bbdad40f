"""The payment system that a province is connected to: the Payment Platform, or KeyPay before it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from mocks.province.office import Office
from mocks.province.options import Counterpart
from mocks.province.outbox.line import Line
from mocks.province.payment.bills import Bills
from mocks.province.payment.confirmation import CallBacks
from mocks.province.payment.keypay import KeyPay, KeyPayCallBacks, Keys
from mocks.province.payment.keypay import make_reference as make_keypay_reference
from mocks.province.payment.message import make_reference
from mocks.province.payment.order import PaymentSystem
from mocks.province.payment.platform import Credentials

HEADERS: Final = {"Accept": "application/json, application/pdf", "Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class Connection:
    """What a part needs of one: the books, the system, who takes its call-backs and at which path."""

    bills: Bills
    system: PaymentSystem
    call_backs: CallBacks
    path: str


def connect(office: Office) -> tuple[Connection, Counterpart] | None:
    """Return the connection to the Platform, or else to KeyPay, with its settings; None where there is neither."""
    for name, make in (("payment", _platform), ("keypay", _keypay)):
        if (counterpart := office.counterpart(name)) is not None:
            return make(office, counterpart, office.clock.now), counterpart
    return None


def _line(office: Office, counterpart: Counterpart) -> Line:
    return Line(office.http, counterpart.url, headers=HEADERS, timeout_s=office.options.read_timeout_s)


def _platform(office: Office, counterpart: Counterpart, now: Callable[[], datetime]) -> Connection:
    conduct, settings = office.conduct, counterpart.settings
    credentials = Credentials(settings["partner"], settings["secret"])
    named = partial(make_reference, prefix=settings.get("prefix", "HS"))
    bills = conduct.payment_bills(office.database, make_reference=named)
    system = conduct.payment_platform(_line(office, counterpart), credentials, ip=settings.get("ip", "127.0.0.1"))
    return Connection(bills, system, conduct.payment_confirmation(bills, credentials, now), "/payment/confirm")


def _keypay(office: Office, counterpart: Counterpart, now: Callable[[], datetime]) -> Connection:
    settings = counterpart.settings
    keys = Keys(settings["client_id"], settings["hash_key_1"], settings["hash_key_2"])
    bills = office.conduct.payment_bills(office.database, make_reference=make_keypay_reference, receipts=False)
    system = KeyPay(_line(office, counterpart), keys, return_url=settings["return_url"])
    return Connection(bills, system, KeyPayCallBacks(bills, keys, now), "/keypay/callback")
