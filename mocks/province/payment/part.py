"""The part of the province that takes fees."""

from datetime import datetime
from typing import Final

from aiohttp import web

from mocks.province.office import Office, Part
from mocks.province.options import Counterpart
from mocks.province.outbox.backoff import growing_pause
from mocks.province.outbox.line import Line
from mocks.province.payment.accounts import Accounts
from mocks.province.payment.bill import Bill, State
from mocks.province.payment.bills import Listener
from mocks.province.payment.desk import Desk
from mocks.province.payment.enquiry import Enquiry
from mocks.province.payment.platform import Credentials, Platform
from mocks.province.payment.receipts import Receipts
from mocks.province.payment.request import KIND as REQUEST
from mocks.province.payment.request import Till
from mocks.province.records.database import Transaction

SYSTEM: Final = "payment"
CAPABILITIES: Final = frozenset({"payment"})
HEADERS: Final = {"Accept": "application/json, application/pdf", "Content-Type": "application/json"}
QUERY_AFTER_S: Final = 60.0
QUERY_MAX_S: Final = 1_980.0
"""A province that was seen asks every 33 minutes (§2.7 of the interface study)."""


def make(office: Office) -> Part:
    """Charge fees, have them paid at the platform or at the counter; nothing where no platform is connected."""
    counterpart = office.counterpart(SYSTEM)
    return Part() if counterpart is None else _make(office, counterpart)


def _make(office: Office, counterpart: Counterpart) -> Part:
    conduct, settings, now = office.conduct, counterpart.settings, office.clock.now
    line = Line(office.http, counterpart.url, headers=HEADERS, timeout_s=office.options.read_timeout_s)
    credentials = Credentials(settings["partner"], settings["secret"])
    platform: Platform = conduct.payment_platform(line, credentials)
    bills = conduct.payment_bills(office.database, prefix=settings.get("prefix", "HS"))
    accounts, receipts = Accounts(office.database), Receipts(office.database)
    pause = growing_pause(
        float(settings.get("query_after_s", QUERY_AFTER_S)), float(settings.get("query_max_s", QUERY_MAX_S))
    )
    enquiry = conduct.payment_enquiry(bills, receipts, platform, now=now, pause=pause)
    till = Till(
        bills, accounts, platform, office.dossiers, office.catalogue, now, pause, settings.get("ip", "127.0.0.1")
    )
    confirmation = conduct.payment_confirmation(bills, credentials, now)

    bills.listeners.append(_following(office, enquiry))
    office.dossiers.guards.append(conduct.payment_guard(bills))
    office.additions.append(lambda dossier: conduct.payment_fields(bills.of(dossier.code)))
    return Part(
        screens=Desk(office, bills, accounts, receipts).routes(),
        capabilities=CAPABILITIES,
        inbound=[
            web.post("/payment/confirm", confirmation.take),
            web.post("/dptracuuthanhtoanhs", conduct.payment_lookup(office.dossiers, bills).answer),
        ],
        runners={REQUEST: lambda: conduct.payment_request(till)},
        work=(enquiry.run,),
    )


def _following(office: Office, enquiry: Enquiry) -> Listener:
    """What follows from the state of a bill: the request, questions about it, the news to the portal."""

    def follow(transaction: Transaction, bill: Bill, at: datetime) -> None:
        if bill.way == "online" and bill.state in (State.OPEN, State.PAID):
            transaction.afterwards.append(enquiry.wake)
        if bill.state is State.CHARGED:
            about = {"bill": bill.number}
            office.errands.queue(transaction, chain=f"payment/{bill.number}", kind=REQUEST, about=about, at=at)
        if bill.state is not State.OPEN or bill.way == "counter":
            office.conduct.payment_refresh(office.errands, transaction, office.dossiers.find(bill.dossier), at=at)

    return follow
