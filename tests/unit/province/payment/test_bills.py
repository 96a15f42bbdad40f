"""The states of a bill, the hashes and the messages: pure, against tables, the profile and the platform's own hash."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from mocks.payment import hashes as of_the_platform
from mocks.province.faults.misconduct import conduct_of
from mocks.province.payment.bill import AFTER, WAITING, Bill, Contradiction, Result, State, must_wait, next_state
from mocks.province.payment.dossier_fields import make_fields
from mocks.province.payment.hashes import SIGNED, is_signed, sign
from mocks.province.payment.message import (
    STATES,
    make_enquiry,
    make_reference,
    make_request,
    read_amount,
    read_outcome,
)
from mocks.province.payment.order import Account, Order
from specs.profile import load_profile
from tests.unit.province.samples import NATIONAL, NOON, OWNER

PROFILE = load_profile("payment", "1.0.6")


def bill(state: State, **changes: Any) -> Bill:
    """A bill in that state."""
    fee: Any = {"code": "PL.1", "name": "Lệ phí", "kind": "1", "amount": 8000}
    plain: dict[str, Any] = {
        "number": 1,
        "dossier": "H56.14-261122-0001",
        "reference": "HS_H56142611220001_20261122120005",
        "agency": "H56.14",
        "way": "online",
        "before": "return",
        "fees": (fee,),
        "amount": 8000,
        "at": NOON,
        "state": state,
        "url": None,
        "asked": 0,
    }
    return Bill(**(plain | changes))


def test_every_result_is_foreseen_in_every_state() -> None:
    for state in State:
        for result in Result:
            try:
                after = next_state(state, result)
            except Contradiction:
                assert state not in WAITING
            else:
                assert after in AFTER[state].values()
                assert state in WAITING or after is state


@pytest.mark.parametrize("state", [State.CHARGED, State.OPEN, State.PENDING])
def test_pending_is_not_paid(state: State) -> None:
    assert next_state(state, Result.PENDING) is State.PENDING


@pytest.mark.parametrize(
    ("state", "result"),
    [(State.PAID, Result.FAILED), (State.FAILED, Result.SUCCESS), (State.CANCELLED, Result.SUCCESS)],
)
def test_what_is_settled_stays(state: State, result: Result) -> None:
    with pytest.raises(Contradiction):
        next_state(state, result)


@pytest.mark.parametrize(
    ("states", "before", "waiting"),
    [
        ((State.OPEN,), "return", {"return"}),
        ((State.PENDING,), "processing", {"process", "finish", "return"}),
        ((State.PAID,), "processing", set()),
        ((State.FAILED,), "processing", {"process", "finish", "return"}),
        ((State.FAILED, State.PAID), "return", set()),
        ((State.PAID, State.CANCELLED), "return", {"return"}),
        ((), "return", set()),
    ],
)
def test_which_acts_wait_for_money(states: tuple[State, ...], before: str, waiting: set[str]) -> None:
    bills = tuple(bill(state, number=number, before=before) for number, state in enumerate(states))
    assert {act for act in ("process", "supplement", "finish", "return") if must_wait(bills, act)} == waiting


@pytest.mark.parametrize(
    ("bills", "flag"),
    [
        ((bill(State.OPEN),), "3"),
        ((bill(State.PAID),), "1"),
        ((bill(State.FAILED),), "3"),
        ((bill(State.FAILED), bill(State.PAID)), "1"),
        ((bill(State.OPEN, way="counter"),), "3"),
        ((bill(State.PAID, way="counter"),), "0"),
        ((bill(State.PAID, way="counter"), bill(State.PAID)), "1"),
    ],
)
def test_what_the_portal_is_told(bills: tuple[Bill, ...], flag: str) -> None:
    told = make_fields(bills)
    assert told["DuocThanhToanTrucTuyen"] == flag
    assert {row["Gia"] for row in told["DanhSachLePhi"]} == {"8000"}


def test_of_a_dossier_without_fees_nothing_is_told() -> None:
    assert make_fields(()) == {}


@pytest.mark.parametrize(("state", "told"), [(State.OPEN, False), (State.FAILED, False), (State.PAID, True)])
def test_a_fee_that_is_told_once_it_is_paid_is_told_as_it_should_be(state: State, *, told: bool) -> None:
    bills = (bill(state),)
    fields = conduct_of("fee-told-once-paid").payment_fields(bills)
    assert fields == (make_fields(bills) if told else {})


@pytest.mark.parametrize("kind", sorted(SIGNED))
def test_both_sides_hash_alike(kind: str) -> None:
    """The province's hash and the platform's were written apart."""
    names = {"QUERY": "ENQUIRY", "GET_BILL": "ENQUIRY"}
    members: tuple[str, ...] = getattr(of_the_platform, names.get(kind, kind))
    message = {name: f"{name} của thử nghiệm" for name in members}
    assert sign(kind, message, "s") == of_the_platform.plain_hash(message, members, "s")


def test_a_hash_holds_for_one_message_and_one_secret() -> None:
    message = {"LoaiBanTin": "CONFIRM", "SoTien": "8000"}
    signed = {**message, "MaXacThuc": sign("CONFIRM", message, "s")}
    assert is_signed("CONFIRM", signed, "s")
    assert not is_signed("CONFIRM", signed, "t")
    assert not is_signed("CONFIRM", signed | {"SoTien": "8001"}, "s")
    assert not is_signed("CONFIRM", message, "s")


def test_a_reference_names_the_dossier_and_is_never_the_same() -> None:
    first = make_reference("H56.14-261122-0001", NOON, 0)
    assert first == "HS_H56142611220001_20261122120005"
    assert make_reference("H56.14-261122-0001", NOON, 1) == f"{first}_1"


def check(kind: str, message: Mapping[str, Any]) -> None:
    """Hold a message against the profile's schema."""
    schema = PROFILE.operation(kind).request_schema
    assert [error.message for error in Draft202012Validator(schema).iter_errors(message)] == []


@pytest.mark.parametrize("identity", [{"number": "097090123456"}, None])
def test_messages_keep_the_profile(identity: Any) -> None:
    payer: Any = OWNER | {"identity": identity}
    account = Account("H56.101", "99101", "99", "UBND XA")
    order = Order(bill(State.CHARGED, agency="H56.101"), account, NATIONAL, "Xã", payer, NOON)
    request = make_request(order, ip="127.0.0.1")
    check("INIT", request | {"MaDoiTac": "P", "MaXacThuc": "0" * 64})
    assert request["ThoiGianGD"] == "20261122120005"
    assert "|" not in request["ThongTinGiaoDich"]
    assert [row["SoTien"] for row in request["ThongTinBienLai"]["PhiLePhi"]] == [request["SoTien"]]
    for kind in ("QUERY", "GET_BILL"):
        utc_noon = datetime(2026, 11, 22, 5, 0, 5, tzinfo=UTC)
        enquiry = make_enquiry(kind, request["MaThamChieu"], at=utc_noon)
        check(kind, enquiry | {"MaDoiTac": "P", "MaXacThuc": "0" * 64})
        assert enquiry["ThoiGianGD"] == "20261122120005"


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        ("8000", 8000),
        (8000, 8000),
        ("8.000", None),
        ("8e3", None),
        (8000.0, None),
        (True, None),
        (None, None),
        ("", None),
    ],
)
def test_an_amount_is_whole_dong(value: object, amount: int | None) -> None:
    assert read_amount(value) == amount


@pytest.mark.parametrize("told", [{"TrangThaiGD": "2", "SoTien": "1"}, {"TrangThaiGD": "1", "SoTien": "?"}, {}])
def test_what_cannot_be_read_is_no_outcome(told: dict[str, str]) -> None:
    assert read_outcome(told, STATES, "TrangThaiGD") is None
