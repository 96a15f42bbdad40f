"""What the Payment Platform tells wrongly, twice, late or not at all (interfaces §9, Q14)."""

import pytest

from harness.checks.fields import field_is, no_value_like, same_value, values_are
from harness.checks.pattern import some
from harness.checks.sequence import each_preceded_by, number_is
from harness.errors import Inconclusive
from harness.judge import Judge
from harness.verdict import Code
from tests.suites import payment
from tests.suites.payment_scene import AMOUNT, Till
from tests.suites.refusal import otherwise_taken

BY_CALL_BACK = "reply:/bills/*/bookings/[by=confirm]/amount"
BY_QUESTION = "reply:/bills/*/bookings/[by=query]/amount"
BOOKED = "reply:/bills/*/bookings/*/amount"


def _not_taken(fees: Till, judge: Judge, requirement: str, part: str) -> None:
    """A call-back came, was not taken although a right one was, and nothing was booked by it."""
    reference = fees.reference(part)
    some(fees.exchanges, payment.confirm(reference))
    otherwise_taken(fees.exchanges, payment.confirm(fees.reference("plain"), taken=True))
    taken = payment.confirm(reference, taken=True)

    judge(requirement, number_is(fees.exchanges, taken, at_least=0, at_most=0, fence=fees.fence))
    judge(requirement, values_are(fees.views[part], BY_CALL_BACK, []))


@pytest.mark.verifies("SYNC-062")
def test_another_amount_settles_nothing(fees: Till, judge: Judge) -> None:
    """A call-back under a right hash, with twice the amount that was charged, is neither taken nor booked."""
    _not_taken(fees, judge, "SYNC-062", "amount")


@pytest.mark.verifies("SEC-041")
def test_a_wrong_hash_settles_nothing(fees: Till, judge: Judge) -> None:
    """A call-back whose hash is wrong in one digit is neither taken nor booked."""
    _not_taken(fees, judge, "SEC-041", "hash")


@pytest.mark.verifies("SYNC-063")
def test_a_failed_payment_is_not_booked(fees: Till, judge: Judge) -> None:
    """A call-back that tells of a refusal by the bank books nothing."""
    some(fees.exchanges, payment.confirm(fees.reference("failed")))
    otherwise_taken(fees.exchanges, payment.confirm(fees.reference("plain"), taken=True))

    judge("SYNC-063", values_are(fees.views["failed"], BOOKED, []))


@pytest.mark.verifies("SYNC-064")
def test_the_same_call_back_books_once(fees: Till, judge: Judge) -> None:
    """A payment of which the platform tells twice is booked once."""
    _told_again(fees, "plain", times=2)

    judge("SYNC-064", values_are(fees.views["plain"], BOOKED, [AMOUNT]))


@pytest.mark.verifies("SYNC-065")
def test_the_same_call_back_is_answered_as_taken(fees: Till, judge: Judge) -> None:
    """The second call-back for a booked payment is answered with 00 like the first one."""
    _told_again(fees, "plain", times=2)
    taken = payment.confirm(fees.reference("plain"), taken=True)

    judge("SYNC-065", number_is(fees.exchanges, taken, at_least=2, at_most=9, fence=fees.fence))


@pytest.mark.verifies("SYNC-066")
def test_pending_is_not_paid(fees: Till, judge: Judge) -> None:
    """A payment of which the platform says that it is pending is not booked."""
    some(fees.exchanges, payment.query(fees.reference("pending"), state="pending"))

    judge("SYNC-066", values_are(fees.views["pending"], BOOKED, []))


@pytest.mark.verifies("SYNC-067")
def test_it_asks_where_nobody_tells(fees: Till, judge: Judge) -> None:
    """The call-back of a payment is lost: the province asks by itself."""
    asked = payment.query(fees.reference("lost"), state="success")

    judge("SYNC-067", number_is(fees.exchanges, asked, at_least=1, at_most=9, fence=fees.fence))
    judge("SYNC-067", values_are(fees.views["lost"], BY_QUESTION, [AMOUNT]))


@pytest.mark.verifies("SYNC-068")
def test_a_late_call_back_books_nothing_more(fees: Till, judge: Judge) -> None:
    """The lost call-back comes after the province had asked: the payment is still booked once."""
    _told_again(fees, "lost", times=1)

    judge("SYNC-068", values_are(fees.views["lost"], BOOKED, [AMOUNT]))


@pytest.mark.verifies("SYNC-069")
def test_after_silence_it_asks_before_it_begins_again(fees: Till, judge: Judge) -> None:
    """A request to pay that was not answered is repeated under its own reference, after asking what became of it."""
    asked = payment.init(fees.desk.dossiers["silence"])
    unheard = next((one for one in some(fees.exchanges, asked) if one.silence == "reset"), None)
    if unheard is None:
        raise Inconclusive(Code.INSUFFICIENT_DATA, "no request met the silence that was made for it")
    since = [one for one in fees.exchanges if one.seq > unheard.seq]

    judge("SYNC-069", same_value([unheard, some(since, asked)[0]], [payment.REFERENCE, payment.REFERENCE]))
    judge("SYNC-069", each_preceded_by(since, asked, payment.query(unheard.body["MaThamChieu"])))


@pytest.mark.verifies("SEC-043")
def test_the_answer_to_a_call_back_is_its_own(fees: Till, judge: Judge) -> None:
    """The answer names the reference, and its hash is computed, not copied from the call."""
    answered = some(fees.exchanges, payment.confirm(fees.reference("plain"), taken=True))

    judge("SEC-043", field_is(answered, "facts:/reply_reference", "same"))
    judge("SEC-043", no_value_like(fees.exchanges, ["facts:/reply_hash"], "^(?:echoed|absent)$", fence=fees.fence))


def _told_again(fees: Till, part: str, *, times: int) -> None:
    """The platform told of the payment so often; Inconclusive(NO_TRAFFIC) where it did not come to that."""
    told = [one for one in some(fees.exchanges, payment.confirm(fees.reference(part))) if one.response is not None]
    if len(told) < times:
        raise Inconclusive(Code.NO_TRAFFIC, f"the platform told {len(told)} time(s) of the payment for {part}")
