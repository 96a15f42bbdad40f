"""What the platform does not tell, the province asks for or says again, and books nothing twice."""

import hashlib

from tests.postgres import both_engines
from tests.unit.province.payment.conftest import Play
from tests.unit.province.payment.till import (
    LOST,
    PDF,
    SILENCE,
    SOON,
    StubPlatform,
    Till,
    bookings,
    until_told,
)


@both_engines
def test_where_nobody_tells_it_asks_and_a_late_call_back_books_nothing_more(play: Play) -> None:
    async def story(till: Till) -> None:
        dossier, reference = await till.open()
        await until_told(lambda: _asked(till, times=3))
        assert (await till.bill(dossier))["state"] == "pending"
        till.platform.states[reference] = "1"
        shown = await till.until_bill(dossier, state="paid")
        assert bookings(shown) == [(8000, "query")]
        assert (await till.confirm(reference))["MaLoi"] == "00"
        assert bookings(await till.bill(dossier)) == [(8000, "query")]

    play(story, settings=SOON)


async def _asked(till: Till, *, times: int) -> bool:
    await till.call("GET", "/version")
    return till.platform.kinds().count("QUERY") >= times


def test_another_amount_is_not_booked_after_asking_either(play: Play) -> None:
    async def story(till: Till) -> None:
        dossier, reference = await till.open()
        till.platform.amounts[reference], till.platform.states[reference] = "1", "1"
        await until_told(lambda: _asked(till, times=2))
        assert bookings(await till.bill(dossier)) == []

    play(story, settings=SOON)


def test_the_receipt_is_kept_whole(play: Play) -> None:
    platform = StubPlatform(scripts={"GET_BILL": [503, b"<html>", SILENCE]})

    async def story(till: Till) -> None:
        dossier, reference = await till.open()
        await till.confirm(reference)
        shown = await till.until_bill(dossier, receipt=...)
        assert shown["receipt"] == f"sha256:{hashlib.sha256(PDF).hexdigest()}"

    assert play(story, platform, settings=SOON).kinds().count("GET_BILL") == 4


def test_an_unheard_request_is_repeated_under_its_own_reference(play: Play) -> None:
    async def story(till: Till) -> None:
        await till.open()

    platform = play(story, StubPlatform(scripts={"INIT": [SILENCE]}))
    assert platform.kinds() == ["INIT", "QUERY", "INIT"]
    assert len(set(platform.references())) == 1


def test_a_request_whose_answer_was_lost_gets_another_reference_and_both_count(play: Play) -> None:
    async def story(till: Till) -> None:
        dossier, _ = await till.open()
        first, second = till.platform.references()
        assert (await till.bill(dossier))["reference"] == second
        assert (await till.confirm(first))["MaLoi"] == "00"
        assert bookings(await till.bill(dossier)) == [(8000, "confirm")]
        assert (await till.confirm(second))["MaLoi"] == "95"
        assert (await till.until_bill(dossier, receipt=...))["reference"] == first

    platform = play(story, StubPlatform(scripts={"INIT": [LOST]}))
    assert platform.kinds() == ["INIT", "QUERY", "INIT", "GET_BILL"]
    assert platform.calls[-1]["MaThamChieu"] == platform.references()[0]


def test_a_refused_request_is_tried_again(play: Play) -> None:
    async def story(till: Till) -> None:
        await till.open()

    refused = {"error_code": "-8", "message": "tài khoản sai"}
    platform = play(story, StubPlatform(scripts={"INIT": [refused, 500, {"error_code": "0", "message": "?"}]}))
    assert platform.kinds() == ["INIT", "QUERY", "INIT", "QUERY", "INIT", "QUERY", "INIT"]
    assert len(set(platform.references())) == 1


@both_engines
def test_open_bills_outlive_the_process(play: Play) -> None:
    platform, kept = StubPlatform(scripts={"INIT": [503] * 2}), []

    async def before(till: Till) -> None:
        kept.append(await till.charge())
        await until_told(lambda: _called(till))

    async def after(till: Till) -> None:
        shown = await till.until_bill(kept[0], state="pending")
        till.platform.states[shown["reference"]] = "1"
        await till.until_bill(kept[0], state="paid", receipt=...)

    play(before, platform, settings=SOON, first_pause_s=10.0, max_pause_s=10.0)
    play(after, platform, settings=SOON)
    assert len(set(platform.references())) == 1


async def _called(till: Till) -> bool:
    await till.call("GET", "/version")
    return bool(till.platform.calls)
