"""Fees: is the payer asked for the right money, for the right account, and does the portal hear of it?"""

import re

import pytest

from harness.checks.fields import field_is, field_matches, same_value, told_in_body_only
from harness.checks.pattern import some
from harness.checks.schema import keeps_the_profile
from harness.checks.sequence import all_seen, number_is
from harness.judge import Judge
from tests.suites import payment, portal
from tests.suites.payment_scene import AMOUNT, FEE, ODD_AMOUNT, Till
from tests.suites.scene import Begun, sent_in


@pytest.mark.verifies("SYNC-060")
def test_the_payer_is_asked_for_what_was_charged(fees: Till, judge: Judge) -> None:
    """An amount of seven digits reaches the platform as it was charged: whole đồng, no separator, no rounding."""
    asked = payment.init(fees.desk.dossiers["odd"], amount=[ODD_AMOUNT, str(ODD_AMOUNT)])

    judge("SYNC-060", number_is(fees.exchanges, asked, at_least=1, at_most=9, fence=fees.fence))


@pytest.mark.verifies("SYNC-061")
def test_a_communes_fee_goes_to_the_communes_account(fees: Till, judge: Judge) -> None:
    """The beneficiary of a fee that a commune charges is the account that was set up for that commune."""
    asked = some(fees.exchanges, portal.met(payment.init(fees.desk.dossiers["commune"])))

    judge("SYNC-061", field_is(asked, "facts:/beneficiary", "known"))


@pytest.mark.verifies("SYNC-070")
def test_the_receipt_is_fetched_and_kept_whole(fees: Till, judge: Judge) -> None:
    """The receipt of a paid fee is fetched, and what the province keeps has the digest of what was handed out."""
    receipt = payment.receipt(fees.reference("plain"))

    judge("SYNC-070", number_is(fees.exchanges, receipt, at_least=1, at_most=9, fence=fees.fence))
    pair = [some(fees.exchanges, receipt)[-1], fees.views["plain"]]
    judge("SYNC-070", same_value(pair, ["facts:/digest", "reply:/bills/0/receipt"]))


@pytest.mark.verifies("SYNC-071")
@pytest.mark.parametrize(("part", "flag"), [("pending", payment.UNPAID), ("plain", payment.PAID)])
def test_the_portal_hears_of_what_is_owed_and_paid(fees: Till, judge: Judge, part: str, flag: str) -> None:
    """A fee that is owed is told as 3, one that was paid online as 1, without a further step of the dossier."""
    pushes, pointer = portal.push(fees.desk.dossiers[part]), fees.desk.row(part, "DuocThanhToanTrucTuyen")

    judge("SYNC-071", all_seen(fees.desk.exchanges, pushes, pointer, [flag], fence=fees.desk.fence))


@pytest.mark.verifies("SYNC-072")
def test_cash_is_no_online_payment(fees: Till, judge: Judge) -> None:
    """A fee that was paid in cash at the counter is never told as paid online."""
    online = portal.push(fees.desk.dossiers["cash"], paid=payment.PAID)

    judge("SYNC-072", number_is(fees.desk.exchanges, online, at_least=0, at_most=0, fence=fees.desk.fence))


@pytest.mark.verifies("SYNC-073")
def test_messages_to_the_platform_bear_the_local_time(fees: Till, judge: Judge) -> None:
    """ThoiGianGD is the moment of sending, in Vietnam's time, by the 24-hour clock."""
    judge("SYNC-073", field_is(some(fees.exchanges, payment.CALLS), "facts:/time", "now"))


@pytest.mark.verifies("SYNC-074")
def test_the_result_waits_for_the_fee(fees: Till, judge: Judge) -> None:
    """A dossier whose fee is due before the result is handed over does not become returned while it is not paid."""
    returned = portal.push(fees.desk.dossiers["owing"], status=portal.RETURNED)

    judge("SYNC-074", number_is(fees.desk.exchanges, returned, at_least=0, at_most=0, fence=fees.desk.fence))


@pytest.mark.verifies("SYNC-075")
@pytest.mark.parametrize(("part", "codes"), [("pending", [1, "1"]), ("free", [0, "0"])], ids=["owed", "nothing"])
def test_the_portal_is_told_what_is_to_be_paid(fees: Till, judge: Judge, part: str, codes: list[object]) -> None:
    """To the portal's question 1 means that something is to be paid, and 0 that nothing is."""
    where = {"/MaHoSo": fees.desk.dossiers[part], "reply:/error_code": codes}
    answered = {"operation": payment.LOOK_UP, "where": where}

    judge("SYNC-075", number_is(fees.desk.exchanges, answered, at_least=1, at_most=1, fence=fees.desk.fence))


@pytest.mark.verifies("SEC-040")
def test_every_message_carries_its_own_hash(fees_begun: Begun[Till], judge: Judge) -> None:
    """MaXacThuc is the hash of exactly the members that this kind of message hashes, in their order."""
    judge("SEC-040", field_is(some(fees_begun.scene.exchanges, payment.CALLS), "facts:/hash", "valid"))
    fees_begun.whole()


@pytest.mark.verifies("SEC-042")
def test_nothing_stands_in_the_platforms_address(fees: Till, judge: Judge) -> None:
    """Calls to the platform are POST with everything in the body, the secret nowhere."""
    judge("SEC-042", told_in_body_only(some(fees.exchanges, payment.CALLS), ["MaThamChieu", "MaXacThuc"]))


@pytest.mark.verifies("SYNC-108")
def test_a_fee_is_told_as_it_was_charged(fees: Till, judge: Judge) -> None:
    """In the dossier's row a fee bears the name, code and kind it was charged under, and its amount in whole đồng."""
    code = fees.desk.dossiers["pending"]
    pushes = some(fees.desk.exchanges, portal.push(code, paid=payment.UNPAID))
    at = fees.desk.row("pending", "DanhSachLePhi/*")
    priced = {**portal.push(code), "where": {**portal.push(code)["where"], f"{at}/Gia": [AMOUNT, str(AMOUNT)]}}

    for name, field in (("name", "TenPhiLePhi"), ("code", "MaPhiLePhi"), ("kind", "LoaiPhiLePhi")):
        judge("SYNC-108", field_is(pushes, f"{at}/{field}", FEE[name]))
    judge("SYNC-108", number_is(fees.desk.exchanges, priced, at_least=1, at_most=99, fence=fees.desk.fence))


@pytest.mark.verifies("SYNC-144")
def test_what_the_platform_is_told_keeps_the_profile(fees_begun: Begun[Till], judge: Judge) -> None:
    """Payments, questions and fetched receipts are as the platform's profile describes them."""
    judge("SYNC-144", keeps_the_profile(sent_in(fees_begun.scene.exchanges)))
    fees_begun.whole()


@pytest.mark.verifies("SYNC-147")
def test_the_receipt_will_name_payer_and_fee(fees: Till, judge: Judge) -> None:
    """What the receipt is to say names the dossier's owner, its procedure and the fee, as they were entered."""
    code, procedure = fees.desk.dossiers["plain"], fees.desk.told["plain"]["procedure"]
    asked = some(fees.exchanges, portal.met(payment.init(code)))
    payer = [fees.desk.accepting("plain"), asked[0]]
    priced = payment.init(code, fee=[AMOUNT, str(AMOUNT)])

    judge("SYNC-147", same_value(payer, ["/owner/name", f"{payment.BILL}/HoTenNguoiNop"]))
    judge("SYNC-147", field_matches(asked, f"{payment.BILL}/MaTTHC", rf"{re.escape(procedure)}(\..+)?"))
    for name, field in (("name", "TenPhiLePhi"), ("code", "MaPhiLePhi"), ("kind", "LoaiPhiLePhi")):
        judge("SYNC-147", field_is(asked, f"{payment.BILL}/PhiLePhi/*/{field}", FEE[name]))
    judge("SYNC-147", number_is(fees.exchanges, priced, at_least=1, at_most=9, fence=fees.fence))
