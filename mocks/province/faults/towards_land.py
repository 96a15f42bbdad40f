"""The faults in what has to do with land and tax: what each does instead of the honest thing."""

import struct
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Connection, select, update

from mocks.province.land.client import Row
from mocks.province.land.errands import SENT, HandingOver, Papers
from mocks.province.land.inbound import LandDoor
from mocks.province.land.message import HandOver, make_message, parcel_row
from mocks.province.land.notices import News, Notice, Notices, Receipt
from mocks.province.land.obligation import Obligation
from mocks.province.land.register import LandRegister
from mocks.province.land.relayed import TaxDoor, read_amount
from mocks.province.land.tables import tax_notices
from mocks.province.records.database import Transaction
from mocks.province.records.dossier import Dossier, Status
from mocks.province.records.dossiers import UnknownDossier
from mocks.province.records.errands import Errand

OLD_DISTRICT: Final = "380"
"""Thành phố Thanh Hóa, which ended with all districts on 1 July 2025."""


class OnlineLeft(HandingOver):
    """Hands over only what came in at the counter or by post."""

    async def run(self, errand: Errand, done: Callable[[int], None]) -> None:
        """Nothing is done with a dossier that came online."""
        if self.dossiers.find(errand.about["dossier"]).accepted["channel"] != "online":
            await super().run(errand, done)


class ParcelsAsStated(HandingOver):
    """Tells parcels as the applicant states them."""

    async def parcels(self, told: HandOver) -> list[dict[str, Any]]:
        """Without asking the register."""
        return [parcel_row(parcel, None) for parcel in told["parcels"]]


class NumberAnew(HandingOver):
    """Gives each try a receipt number of its own."""

    def number(self, receipt: str, errand: Errand) -> str:
        """Another one once the first may have arrived."""
        return f"{receipt}-2" if errand.stage >= SENT else receipt


class PaperLeft(Papers):
    """Keeps the address of a notice's paper, and lets the paper be."""

    async def run(self, errand: Errand, _done: Callable[[int], None]) -> None:
        """Do nothing."""


class LastArrivalStands(LandRegister):
    """Takes the state that came last for the newest."""

    def is_news(self, known: str | None, told: str) -> bool:  # noqa: ARG002 - it does not look, that is the fault
        """Always."""
        return True


class AnyCode(LandDoor):
    """Takes a push whatever code it bears."""

    def is_genuine(self, message: Mapping[str, Any]) -> bool:
        """Any text will do."""
        return isinstance(message.get("SecurityCode"), str)


class Doubling(Notices):
    """Adds the amount of a notice that is told again."""

    def hear_again(self, transaction: Transaction, known: Any, news: News, **_when: Any) -> None:
        """As if it were another line."""
        more = update(tax_notices).where(tax_notices.c.id == known.id)
        transaction.db.execute(more.values(amount=(known.amount or 0) + (news.amount or 0)))


class OldestPaid(Notices):
    """Takes a receipt for the oldest notice of the dossier that is not paid, whichever it names."""

    def settled_by(self, db: Connection, receipt: Receipt) -> Any:
        """Look at the dossier alone."""
        mine = select(tax_notices).where(tax_notices.c.dossier == receipt.dossier).order_by(tax_notices.c.id)
        unpaid = mine.where(tax_notices.c.settled.is_(None), tax_notices.c.amount.is_not(None))
        return db.execute(unpaid.limit(1)).one_or_none()


class UnknownTaken(TaxDoor):
    """Answers a notice for a dossier that nobody knows as taken."""

    def take_notice(self, message: dict[str, Any]) -> None:
        """Lose it without a word."""
        with suppress(UnknownDossier):
            super().take_notice(message)


class NoObligation(Obligation):
    """Keeps notices and lets the dossier go on as if nothing were owed."""

    def act_after(self, status: Status, *, owed: bool) -> str | None:
        """Never make it wait."""
        return None if owed else super().act_after(status, owed=owed)


class DoneWithLand(Obligation):
    """Lets the dossier go on as soon as the land database has finished with it."""

    def is_owed(self, notices: Sequence[Notice], *, finished: bool) -> bool:
        """Whatever the receipts say."""
        return not finished and super().is_owed(notices, finished=finished)


def _with_district(dossier: Dossier, told: HandOver, receipt: str, parcels: Sequence[Row]) -> Row:
    """In what a commune decides, the district still stands."""
    district = {} if told["provincial"] else {"HuyenId": OLD_DISTRICT}
    return {**make_message(dossier, told, receipt, parcels), **district}


def _flag_as_number(dossier: Dossier, told: HandOver, receipt: str, parcels: Sequence[Row]) -> Row:
    """Yes and no are 1 and 0, as in the database."""
    message = make_message(dossier, told, receipt, parcels)
    return {**message, "LaQuyTrinhCapTinh": int(told["provincial"])}


def _department_receives(dossier: Dossier, told: HandOver, receipt: str, parcels: Sequence[Row]) -> Row:
    """In the place of the officer who received it stands the department."""
    message = make_message(dossier, told, receipt, parcels)
    return {**message, "NguoiTiepNhan": dossier.accepted["officer"]["department"]}


def _single_precision(told: object) -> int:
    """An amount that has been a number of four bytes on its way."""
    return int(struct.unpack("f", struct.pack("f", read_amount(told)))[0])


CHANGES: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType(
    {
        "land-online-left": {"land_handing_over": OnlineLeft},
        "land-district-still-sent": {"land_message": _with_district},
        "land-flag-as-number": {"land_message": _flag_as_number},
        "land-department-receives": {"land_message": _department_receives},
        "land-parcels-as-stated": {"land_handing_over": ParcelsAsStated},
        "land-number-anew": {"land_handing_over": NumberAnew},
        "land-last-arrival-stands": {"land_register": LastArrivalStands},
        "land-paper-left": {"land_papers": PaperLeft},
        "land-any-code": {"land_door": AnyCode},
        "tax-without-obligation": {"tax_obligation": NoObligation},
        "tax-done-with-land": {"tax_obligation": DoneWithLand},
        "tax-single-precision": {"tax_amount": _single_precision},
        "tax-told-twice-doubles": {"tax_notices": Doubling},
        "tax-oldest-paid": {"tax_notices": OldestPaid},
        "tax-unknown-taken": {"tax_door": UnknownTaken},
    }
)
