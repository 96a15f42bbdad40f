"""Wrong ways to ask for money and to believe that it came."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import orjson

from mocks.province.outbox.line import Reply as HttpReply
from mocks.province.payment.bill import Bill, Outcome, Result, State, owed
from mocks.province.payment.bills import Bills, UnknownBill
from mocks.province.payment.confirmation import Confirmation, Reply
from mocks.province.payment.dossier_fields import NOT_ONLINE, PAID_ONLINE, make_fields
from mocks.province.payment.enquiry import Enquiry
from mocks.province.payment.lookup import NOTHING, PAYABLE, Lookup
from mocks.province.payment.order import Account
from mocks.province.payment.platform import PATHS, Platform
from mocks.province.payment.request import Request
from mocks.province.portal.message import Row
from mocks.province.records.clock import VIETNAM
from mocks.province.records.database import Transaction
from mocks.province.records.dossier import Dossier
from mocks.province.records.dossiers import Guard, Wish
from mocks.province.records.errands import Errands


class AnyAmount(Bills):
    """Books whatever amount is told."""

    def check(self, outcome: Outcome, amount: int) -> None:
        """Look at nothing."""


class BooksAgain(Bills):
    """Books a paid bill again whenever it is told that it was paid."""

    def settle(self, bill: Bill, outcome: Outcome, *, by: str, at: datetime) -> None:
        """Settle, and book what was booked before."""
        before = self.booked(bill)
        super().settle(bill, outcome, by=by, at=at)
        if outcome.result is Result.SUCCESS and self.is_again(before[-1].by if before else "", by):
            with self._database.begin() as transaction:
                self.book(transaction.db, bill, outcome, by=by, at=at)

    def is_again(self, before: str, _now: str) -> bool:
        """Say whether this is booked a second time."""
        return bool(before)


class BooksLateCallBackAgain(BooksAgain):
    """Books a call-back although the payment was booked after asking."""

    def is_again(self, before: str, now: str) -> bool:
        """Two ways to hear of it, and each books."""
        return (before, now) == ("query", "confirm")


class AnyHash(Confirmation):
    """Never looks at the hash of a call-back."""

    def is_genuine(self, _message: Mapping[str, Any]) -> bool:
        """Believe everybody."""
        return True


class RefusesDuplicates(Confirmation):
    """Answers the call-back for a booked payment with an error."""

    def settle(self, reference: str, outcome: Outcome) -> Reply:
        """Refuse what is booked already."""
        with suppress(UnknownBill):
            if self.bills.find(reference).state is State.PAID:
                return Reply.CONTRADICTION
        return super().settle(reference, outcome)


class AnyResult(Confirmation):
    """Takes every call-back for good news."""

    def settle(self, reference: str, outcome: Outcome) -> Reply:
        """Settle as paid."""
        return super().settle(reference, Outcome(Result.SUCCESS, outcome.amount, outcome.transaction))


class EchoesHash(Confirmation):
    """Answers a call-back under the call-back's own hash."""

    def answer(self, message: Mapping[str, Any], reply: Reply) -> Row:
        """Copy the hash."""
        return {**super().answer(message, reply), "MaXacThuc": str(message.get("MaXacThuc"))}


class PendingIsPaid(Enquiry):
    """Takes a pending payment for a paid one."""

    def take(self, bill: Bill, outcome: Outcome, *, at: datetime) -> None:
        """Settle as paid unless it failed."""
        result = Result.SUCCESS if outcome.result is Result.PENDING else outcome.result
        super().take(bill, Outcome(result, outcome.amount, outcome.transaction), at=at)


class NeverAsks(Enquiry):
    """Waits for call-backs and nothing else."""

    async def look_up(self, _bill: Bill) -> None:
        """Ask nothing."""


class NoReceipt(Enquiry):
    """Leaves the receipt where it is."""

    async def fetch_receipt(self, bill: Bill) -> None:
        """Fetch nothing."""
        self.bills.ask_no_more(bill)


class OneAccount(Request):
    """Has every fee paid into the account of the agency that took the dossier in, whoever charges."""

    def account(self, bill: Bill) -> Account:
        """The account of the agency in the dossier's code."""
        return self.till.accounts.find(bill.dossier.partition("-")[0])


class BeginsAnew(Request):
    """Asks for another payment under another reference whenever it heard nothing."""

    async def after_silence(self, bill: Bill) -> Bill:
        """Give the bill a new reference."""
        return self.till.bills.rename(bill, at=self.till.now())


class FloatAmounts(Platform):
    """Keeps amounts as floating-point numbers, and spells them in short."""

    def seal(self, kind: str, message: Row) -> Row:
        """Spell SoTien as a float."""
        if "SoTien" in message:
            message = {**message, "SoTien": f"{float(message['SoTien']):g}"}
        return super().seal(kind, message)


class DeviceAsNumber(Platform):
    """Tells the payer's device by a number."""

    def seal(self, kind: str, message: Row) -> Row:
        """Take MaThietBi out of its quotes."""
        told = super().seal(kind, message)
        return {**told, "MaThietBi": int(told["MaThietBi"])} if "MaThietBi" in told else told


class ClerkPays(Platform):
    """Has the receipt name the agency as who pays."""

    def seal(self, kind: str, message: Row) -> Row:
        """Put the agency's name where the payer's belongs."""
        bill = message.get("ThongTinBienLai")
        more = {"ThongTinBienLai": {**bill, "HoTenNguoiNop": bill["TenDonVi"]}} if bill else {}
        return super().seal(kind, {**message, **more})


class UtcTimes(Platform):
    """Writes the time of a message in UTC."""

    def seal(self, kind: str, message: Row) -> Row:
        """Take the seven hours off."""
        told = datetime.strptime(message["ThoiGianGD"], "%Y%m%d%H%M%S").replace(tzinfo=VIETNAM)
        utc = told.astimezone(UTC).strftime("%Y%m%d%H%M%S")
        return super().seal(kind, {**message, "ThoiGianGD": utc})


class WrongOrder(Platform):
    """Hashes the members of GET_BILL by the alphabet."""

    def seal(self, kind: str, message: Row) -> Row:
        """Hash in the order of the names."""
        sealed = super().seal(kind, message)
        if kind != "GET_BILL":
            return sealed
        ordered = dict(sorted((name, value) for name, value in sealed.items() if name != "MaXacThuc"))
        values = "|".join([*map(str, ordered.values()), self.credentials.secret])
        return {**sealed, "MaXacThuc": sha256(values.encode()).hexdigest()}


class SecretInAddress(Platform):
    """Puts the secret into the address, where every log on the way keeps it."""

    async def post(self, kind: str, message: Row) -> HttpReply:
        """Send with the secret in the query."""
        query = {"secret": self.credentials.secret}
        return await self._line.send(PATHS[kind], orjson.dumps(message), query=query)


class InvertedLookup(Lookup):
    """Answers the portal's look-up as if 0 were the good answer."""

    def say(self, bill: Bill | None) -> dict[str, Any]:
        """Swap the codes."""
        told = super().say(bill)
        return {**told, "error_code": NOTHING if told["error_code"] == PAYABLE else PAYABLE}


def cash_is_online(bills: tuple[Bill, ...]) -> Row:
    """Tell a fee as paid online however it was paid."""
    fields = make_fields(bills)
    if fields.get("DuocThanhToanTrucTuyen") == NOT_ONLINE:
        fields["DuocThanhToanTrucTuyen"] = PAID_ONLINE
    return fields


def told_once_paid(bills: tuple[Bill, ...]) -> Row:
    """Say nothing of fees while one is owed."""
    return {} if owed(bills) else make_fields(bills)


def never_told(_errands: Errands, _transaction: Transaction, _dossier: Dossier, *, at: datetime) -> None:
    """Leave the portal to find out with the next act."""


def waiting_for_nothing(_bills: Bills) -> Guard:
    """Let every act go ahead, paid or not."""

    def guard(_transaction: Transaction, _wish: Wish) -> None:
        """Look at nothing."""

    return guard
