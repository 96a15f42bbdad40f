"""The part of the province that takes fees."""

from datetime import datetime
from typing import Final

from aiohttp import web

from mocks.province.office import Office, Part
from mocks.province.options import Counterpart
from mocks.province.outbox.backoff import growing_pause
from mocks.province.payment.accounts import Accounts
from mocks.province.payment.bill import Bill, State
from mocks.province.payment.bills import Listener
from mocks.province.payment.desk import Desk
from mocks.province.payment.enquiry import Enquiry
from mocks.province.payment.receipts import Receipts
from mocks.province.payment.request import KIND as REQUEST
from mocks.province.payment.request import Till
from mocks.province.payment.systems import Connection, connect
from mocks.province.records.database import Transaction

CAPABILITIES: Final = frozenset({"payment"})
QUERY_AFTER_S: Final = 60.0
QUERY_MAX_S: Final = 1_980.0
"""A province that was seen asks every 33 minutes (§2.7 of the interface study)."""


def make(office: Office) -> Part:
    """Charge fees, have them paid online or at the counter; nothing where no payment system is connected."""
    connected = connect(office)
    return Part() if connected is None else _make(office, *connected)


def _make(office: Office, connection: Connection, counterpart: Counterpart) -> Part:
    conduct, bills, system, now = office.conduct, connection.bills, connection.system, office.clock.now
    accounts, receipts = Accounts(office.database), Receipts(office.database)
    pause = growing_pause(
        float(counterpart.settings.get("query_after_s", QUERY_AFTER_S)),
        float(counterpart.settings.get("query_max_s", QUERY_MAX_S)),
    )
    enquiry = conduct.payment_enquiry(bills, receipts, system, now=now, pause=pause)
    till = Till(bills, accounts, system, office.dossiers, office.catalogue, now, pause)

    bills.listeners.append(_following(office, enquiry))
    office.dossiers.guards.append(conduct.payment_guard(bills))
    office.additions.append(lambda dossier: conduct.payment_fields(bills.of(dossier.code)))
    return Part(
        screens=Desk(office, bills, accounts, receipts).routes(),
        capabilities=CAPABILITIES,
        inbound=[
            web.post(connection.path, connection.call_backs.take),
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
