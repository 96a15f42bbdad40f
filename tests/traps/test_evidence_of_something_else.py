"""What is not of this dossier, not of this run, not an operation, or refused for another reason shows nothing."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from harness.checks import CHECKS
from harness.checks.pattern import some
from harness.errors import Ending, Inconclusive
from harness.exchange import Exchange
from harness.judge import Judge
from harness.verdict import Code
from tests.suites import payment
from tests.suites.fault import test_fees_told_wrong as fees
from tests.unit.harness.evidence import make_exchange
from tests.unit.harness.test_checks import CONTENT_APART, HOLDS

FENCE = payment.confirm("fence")
UNREAD: dict[str, Any] = {"bills": [{"bookings": []}]}
REFUSED_ALIKE = [
    (fees.test_a_wrong_hash_settles_nothing, "SEC-041"),
    (fees.test_another_amount_settles_nothing, "SYNC-062"),
    (fees.test_a_failed_payment_is_not_booked, "SYNC-063"),
]


def called_back(seq: int, reference: str, *, taken: bool) -> Exchange:
    return make_exchange(
        seq, payment.CONFIRM, body={"MaThamChieu": reference}, reply={}, facts={"accepted": taken}, door="payment"
    )


def till(exchanges: Sequence[Exchange]) -> Any:
    """What the cases of the till look at: call-backs for four payments, none of which is booked."""
    view = make_exchange(90, "view", reply=UNREAD, door="upper-tester")
    return SimpleNamespace(
        exchanges=exchanges,
        fence=FENCE,
        views={"hash": view, "amount": view, "failed": view},
        reference=lambda part: part,
    )


@pytest.mark.parametrize(("case", "requirement"), REFUSED_ALIKE, ids=[name for _, name in REFUSED_ALIKE])
def test_a_refusal_for_another_reason(case: Any, requirement: str) -> None:
    """A province that takes no call-back at all has not refused the wrong one because it is wrong."""
    parts = ("plain", "hash", "amount", "failed", "fence")
    judge = Judge("c", "", 1, (requirement,), lambda _kind, _row: None)
    alike = [called_back(seq, part, taken=False) for seq, part in enumerate(parts, 1)]
    with pytest.raises(Inconclusive) as caught:
        case(till(alike), judge)
    assert caught.value.code is Code.WRONG_REASON
    assert judge.judgements == []

    case(till([called_back(0, "plain", taken=True), *alike]), judge)
    assert [row.verdict.value for row in judge.judgements] in (["PASS"], ["PASS", "PASS"])


def test_a_call_back_of_another_session() -> None:
    """A call-back under another payment's reference is no call-back for this one."""
    with pytest.raises(Inconclusive) as caught:
        some([called_back(1, "another", taken=True)], payment.confirm("plain"))
    assert caught.value.code is Code.NO_TRAFFIC


@pytest.mark.parametrize(("name", "evidence", "arguments"), [row for row in HOLDS if row[0] not in CONTENT_APART])
def test_an_answer_of_the_mocks_fallback(name: str, evidence: list[Any], arguments: dict[str, Any]) -> None:
    """What reached a mock as no operation of its profile makes no check hold."""
    unmatched = [
        make_exchange(50 + number, None, reply={"error": "no such operation"}, status=404)
        for number in range(len(evidence))
    ]
    try:
        seen = CHECKS[name](unmatched, **arguments)
    except (Ending, KeyError):
        return
    assert not seen.holds


@pytest.mark.parametrize("said", ["2026-11-22T01:00:01Z", "2026-11-21T00:00:00Z", None])
def test_a_clock_of_the_system_that_is_wrong(said: str | None) -> None:
    """When something arrived is told by the doors; what the system writes about its own time changes nothing."""
    act = make_exchange(1, "accept", body={}, reply={}, door="upper-tester")
    soon, late = (make_exchange(seq, "Push", body={"at": said}, reply={}) for seq in (2, 9))

    assert CHECKS["arrived_within"]([act, soon], within_s=1.0).holds
    assert not CHECKS["arrived_within"]([act, late], within_s=1.0).holds
