"""From a charge to a booked payment, over real HTTP, on good days and on bad ones."""

import asyncio
from typing import Any

import pytest

from mocks.province.screens.app import BASE
from tests.postgres import both_engines
from tests.unit.province.payment.conftest import Play
from tests.unit.province.payment.till import (
    COMMUNE,
    FEE,
    PARTNER,
    SOON,
    Till,
    bookings,
    digest_of,
)
from tests.unit.province.samples import OFFICER, until


def test_a_charge_becomes_an_address_to_pay_at(play: Play) -> None:
    async def story(till: Till) -> None:
        code, reference = await till.open(fees=[FEE, FEE | {"code": "PL.2", "amount": 1_234_567}])
        shown = await till.bill(code)
        assert (shown["state"], shown["amount"], shown["url"]) == ("open", 1242567, f"https://pay.example/{reference}")
        assert (await till.confirm(reference, SoTien="1242567"))["MaLoi"] == "00"
        assert bookings(await till.bill(code)) == [(1242567, "confirm")]

    platform = play(story)
    assert platform.calls[0]["SoTien"] == "1242567"
    assert platform.addresses[0] == "/payment/init"


def test_a_communes_fee_goes_to_its_own_account(play: Play) -> None:
    async def story(till: Till) -> None:
        await till.open(agency=COMMUNE)
        status, told = await till.call("GET", "/records/beneficiary-accounts")
        assert (status, [row["agency"] for row in told["accounts"]]) == (200, ["H56.101", "H56.14"])

    told = play(story).calls[0]["ThongTinBienLai"]
    assert (told["MaDonVi"], told["TKThuHuong"], told["TenTKThuHuong"]) == ("H56.101", "99101", "TAI KHOAN H56.101")


def test_what_cannot_be_charged_is_refused(play: Play) -> None:
    async def story(till: Till) -> None:
        code = await till.accept()
        body = {"officer": OFFICER, "agency": "H56.999", "way": "online", "before": "return", "fees": [FEE]}
        assert (await till.call("POST", f"/dossiers/{code}/charge", body))[0] == 409
        assert (await till.call("POST", f"/dossiers/{code}/charge", body | {"fees": []}))[0] == 422
        assert (await till.call("POST", "/dossiers/H56.14-261122-9999/charge", body))[0] == 404
        assert [await till.act(code, name) for name in ("finish", "return")] == [200, 200]
        assert (await till.call("POST", f"/dossiers/{code}/charge", body | {"agency": COMMUNE}))[0] == 409

    assert play(story).calls == []


def test_whoever_charges_needs_the_right_to(play: Play) -> None:
    async def story(till: Till) -> None:
        code = await till.accept()
        nobody = OFFICER | {"account": "nobody"}
        body = {"officer": nobody, "agency": COMMUNE, "way": "counter", "before": "return", "fees": [FEE]}
        assert (await till.call("POST", f"/dossiers/{code}/charge", body))[0] == 403
        await till.charge(code, way="counter")
        assert (await till.call("POST", f"/dossiers/{code}/collect", {"officer": nobody, "amount": 8000}))[0] == 403
        assert bookings(await till.bill(code)) == []

    play(story)


@both_engines
def test_a_call_back_is_booked_once_however_often_it_comes(play: Play) -> None:
    async def story(till: Till) -> None:
        code, reference = await till.open()
        answers = [await till.confirm(reference) for _ in range(3)]
        assert bookings(await till.bill(code)) == [(8000, "confirm")]
        for answer in answers:
            assert (answer["MaLoi"], answer["MaThamChieu"], answer["MaDoiTac"]) == ("00", reference, PARTNER)
            assert answer["MaXacThuc"] == digest_of("REPLY", answer)

    play(story)


MISFITS = [
    ({"SoTien": "16000"}, "94"),
    ({"SoTien": "8.000"}, "90"),
    ({"MaTienTe": "USD"}, "90"),
    ({"MaLoi": "77"}, "90"),
    ({"MaDoiTac": "SOMEBODY"}, "91"),
    ({"MaXacThuc": "0" * 64}, "92"),
    ({"MaThamChieu": "HS_unknown"}, "93"),
]
"""What is told, and MaLoi of the answer."""


def test_a_call_back_that_does_not_fit_books_nothing(play: Play) -> None:
    async def story(till: Till) -> None:
        dossier, reference = await till.open()
        answers = [await till.confirm(reference, **changes) for changes, _ in MISFITS]
        assert [answer["MaLoi"] for answer in answers] == [code for _, code in MISFITS]
        shown = await till.bill(dossier)
        assert (shown["state"], bookings(shown)) == ("open", [])

    play(story)


def test_what_is_no_call_back_is_answered_all_the_same(play: Play) -> None:
    async def story(till: Till) -> None:
        for raw in (b"", b"not json", b"[]", b'"text"', b"{}"):
            async with till.inbound.post("/payment/confirm", data=raw) as answer:
                assert (answer.status, (await answer.json())["MaLoi"]) == (200, "92")

    play(story)


@pytest.mark.parametrize(("code", "state"), [("01", "failed"), ("02", "cancelled")])
def test_bad_news_books_nothing_and_may_be_followed_by_another_bill(play: Play, code: str, state: str) -> None:
    async def story(till: Till) -> None:
        dossier, reference = await till.open()
        assert (await till.confirm(reference, MaLoi=code))["MaLoi"] == "00"
        assert (await till.bill(dossier))["state"] == state
        assert (await till.confirm(reference))["MaLoi"] == "95"
        _, second = await till.open(code=dossier)
        assert second != reference
        assert (await till.confirm(second))["MaLoi"] == "00"
        assert bookings(await till.bill(dossier)) == [(8000, "confirm")]

    play(story)


def test_money_that_comes_twice_is_not_booked_twice(play: Play) -> None:
    async def story(till: Till) -> None:
        dossier, reference = await till.open()
        await till.confirm(reference)
        assert (await till.confirm(reference, MaGiaoDich="GD-another"))["MaLoi"] == "95"
        assert len((await till.bill(dossier))["bookings"]) == 1

    play(story)


@both_engines
def test_cash_is_taken_in_one_sum_and_nobody_is_asked(play: Play) -> None:
    async def story(till: Till) -> None:
        code = await till.charge(way="counter")
        await till.until_flag(code, "3")
        assert (await till.call("POST", f"/dossiers/{code}/collect", {"officer": OFFICER, "amount": 1}))[0] == 409
        body = {"officer": OFFICER, "amount": 8000}
        assert (await till.call("POST", f"/dossiers/{code}/collect", body))[0] == 200
        assert (await till.call("POST", f"/dossiers/{code}/collect", body))[0] == 409
        assert bookings(await till.bill(code)) == [(8000, "cash")]
        await till.until_flag(code, "0")
        assert "1" not in till.flags(code)

    assert play(story, settings=SOON).calls == []


def test_the_portal_hears_of_fee_and_payment_without_a_step(play: Play) -> None:
    async def story(till: Till) -> None:
        code, reference = await till.open()
        await till.until_flag(code, "3")
        await till.confirm(reference)
        await till.until_flag(code, "1")
        assert till.portal.steps[code] == ["2"]

    play(story)


@pytest.mark.parametrize(
    ("before", "allowed"), [("processing", [409, 200, 409]), ("return", [200, 200, 200])], ids=["first", "last"]
)
def test_acts_wait_for_their_money(play: Play, before: str, allowed: list[int]) -> None:
    async def story(till: Till) -> None:
        code, reference = await till.open(before=before)
        assert await till.act(code, "process") == allowed[0]
        assert await till.act(code, "supplement") == allowed[1]
        assert await till.act(code, "process") == allowed[2]
        await till.confirm(reference)
        for name in ("process", "finish", "return"):
            assert await till.act(code, name) == 200

    play(story)


def test_the_result_waits_for_all_money(play: Play) -> None:
    async def story(till: Till) -> None:
        code, reference = await till.open()
        assert await till.act(code, "finish") == 200
        assert await till.act(code, "return") == 409
        await till.confirm(reference)
        assert await till.act(code, "return") == 200

    play(story)


def test_the_portal_is_told_what_is_to_be_paid(play: Play) -> None:
    async def story(till: Till) -> None:
        free, counter = await till.accept(), await till.charge(way="counter")
        code, reference = await till.open()
        assert await till.look_up({"MaHoSo": code}) == {"error_code": 1, "message": {"MaTraCuuTT": reference}}
        for other in (free, counter):
            assert (await till.look_up({"MaHoSo": other}))["error_code"] == 0
        await till.confirm(reference)
        assert (await till.look_up({"MaHoSo": code}))["error_code"] == 0
        wrongs: list[Any] = [{"MaHoSo": "H56.14-261122-9999"}, {}, [], "x"]
        for wrong in wrongs:
            assert (await till.look_up(wrong))["error_code"] == -1

    play(story)


def test_what_is_answered_after_a_reset_disturbs_nothing(play: Play) -> None:
    async def story(till: Till) -> None:
        dossier, reference = await till.open()
        till.platform.states[reference] = "1"
        till.platform.held = asyncio.Event()
        await until(lambda: "QUERY" in till.platform.kinds())
        async with till.screens.post(f"{BASE}/reset") as answer:
            assert answer.status == 204
        till.platform.held.set()
        assert (await till.call("GET", f"/records/payments/{dossier}"))[0] == 404
        assert (await till.confirm(reference))["MaLoi"] == "93"
        again, second = await till.open()
        till.platform.states[second] = "1"
        assert bookings(await till.until_bill(again, state="paid", receipt=...)) == [(8000, "query")]

    play(story, settings=SOON)
