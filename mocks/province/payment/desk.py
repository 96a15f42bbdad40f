"""The clerk's side of fees: charge, take money at the counter, set up accounts, and see what became of each bill."""

from http import HTTPStatus
from typing import Any

from aiohttp import web

from mocks.province.office import Office
from mocks.province.payment.accounts import Accounts, UnknownAccount
from mocks.province.payment.bill import Bill
from mocks.province.payment.bills import Admit, Bills, WrongAmount
from mocks.province.payment.order import Account
from mocks.province.payment.receipts import Receipts
from mocks.province.records.dossier import Dossier, NotAllowed, Status
from mocks.province.records.dossiers import Wish
from mocks.province.screens.app import iso, json_answer, problem
from mocks.province.screens.contract import BodyReader


class Desk:
    """The routes of the clerk's screens that have to do with money."""

    def __init__(self, office: Office, bills: Bills, accounts: Accounts, receipts: Receipts) -> None:
        self._office = office
        self._bills = bills
        self._accounts = accounts
        self._receipts = receipts
        self._bodies = BodyReader()

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [
            web.post("/dossiers/{dossier}/charge", self.charge),
            web.post("/dossiers/{dossier}/collect", self.collect),
            web.post("/desk/beneficiary-account", self.put_account),
            web.get("/records/payments/{dossier}", self.show_payments, allow_head=False),
            web.get("/records/beneficiary-accounts", self.show_accounts, allow_head=False),
        ]

    async def charge(self, request: web.Request) -> web.Response:
        """Charge fees on a dossier whose result is not handed over yet."""
        body = self._bodies.read(await request.read(), "charge")
        dossier, at = self._dossier(request), self._office.clock.now()
        if dossier.last.status is Status.RETURNED:
            raise NotAllowed("charge", dossier.last.status)
        try:
            self._accounts.find(body["agency"])
        except UnknownAccount:
            return problem(HTTPStatus.CONFLICT, "no account is known for this agency")
        admit = self._admit(Wish(dossier.code, "charge", dossier.accepted, body["officer"], at))
        return self._acted(dossier, self._bills.charge(dossier.code, body, at=at, admit=admit))

    async def collect(self, request: web.Request) -> web.Response:
        """Take at the counter what is to be paid there: all of it, in one sum."""
        body = self._bodies.read(await request.read(), "collect")
        dossier, at = self._dossier(request), self._office.clock.now()
        admit = self._admit(Wish(dossier.code, "collect", dossier.accepted, body["officer"], at))
        try:
            bill = self._bills.collect(dossier.code, body["amount"], at=at, admit=admit)
        except WrongAmount as wrong:
            return problem(HTTPStatus.CONFLICT, str(wrong))
        return self._acted(dossier, bill)

    async def put_account(self, request: web.Request) -> web.Response:
        """Set up the account into which the fees of an agency are paid."""
        body = self._bodies.read(await request.read(), "beneficiary-account")
        self._accounts.put(Account(body["agency"], body["account"], body["bank"], body["holder"]))
        return json_answer({"agency": body["agency"], "at": iso(self._office.clock.now())})

    async def show_payments(self, request: web.Request) -> web.Response:
        """Show the bills of a dossier."""
        dossier = self._dossier(request)
        bills = self._bills.of(dossier.code)
        return json_answer({"dossier": dossier.code, "bills": [self._shown(bill) for bill in bills]})

    async def show_accounts(self, _request: web.Request) -> web.Response:
        """Show into which account the fees of each agency go."""
        rows = self._accounts.all()
        shown = [{"agency": a.agency, "account": a.account, "bank": a.bank, "holder": a.holder} for a in rows]
        return json_answer({"accounts": shown})

    def _admit(self, wish: Wish) -> Admit:
        """Have the guards of the dossiers asked: whoever charges or takes money needs the right to."""
        return lambda transaction: self._office.dossiers.admit(transaction, wish)

    def _dossier(self, request: web.Request) -> Dossier:
        return self._office.dossiers.find(request.match_info["dossier"])

    def _acted(self, dossier: Dossier, bill: Bill) -> web.Response:
        told = {"dossier": dossier.code, "status": dossier.last.status.value, "at": iso(self._office.clock.now())}
        return json_answer({**told, "reference": bill.reference, "amount": bill.amount})

    def _shown(self, bill: Bill) -> dict[str, Any]:
        booked = [
            {"amount": row.amount, "transaction": row.transaction, "by": row.by, "at": iso(row.at)}
            for row in self._bills.booked(bill)
        ]
        return {
            "reference": bill.reference,
            "agency": bill.agency,
            "way": bill.way,
            "before": bill.before,
            "amount": bill.amount,
            "state": bill.state.value,
            "url": bill.url,
            "receipt": self._receipts.digest(bill),
            "bookings": booked,
        }
