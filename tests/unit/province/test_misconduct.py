"""The faults that change what a province does: seen at the portal, beside what stays honest."""

import asyncio
from itertools import pairwise
from typing import Any

import pytest

from tests.unit.province.conftest import Office, Play
from tests.unit.province.samples import StubPortal, until
from tests.unit.province.stories import FOREIGN, one, two_acts

REFUSED = {"error_code": "99", "message": "bận", "result": None}
BLIND = {"error_code": "0", "message": "", "result": None}


def seen(play: Play, fault: str, portal: StubPortal | None = None, **options: Any) -> list[str]:
    return play(two_acts, portal, fault=fault, **options).operations(FOREIGN)


def test_honest_for_comparison(play: Play) -> None:
    assert play(two_acts).operations(FOREIGN) == ["look-up", "add", "step", "look-up", "update", "step"]


def spelling(code: object, *, message: str = "Thành công", times: int = 2) -> StubPortal:
    portal = StubPortal()

    async def spell(body: Any) -> Any:
        return portal.answer("DongBoHoSoMC", body) | {"error_code": code, "message": message}

    portal.scripts["DongBoHoSoMC"] = [spell] * times
    return portal


@pytest.mark.parametrize("code", [0, "00"])
def test_success_only_as_text(play: Play, code: object) -> None:
    assert seen(play, "success-only-as-text", spelling(code))[:3] == ["look-up", "add", "look-up"]


def test_success_by_wording(play: Play) -> None:
    told = seen(play, "success-by-wording", spelling("0", message="OK"))
    assert told[:5] == ["look-up", "add", "look-up", "update", "look-up"]


def test_unknown_code_is_success(play: Play) -> None:
    async def story(office: Office) -> None:
        office.portal.scripts["DongBoHoSoMC"] = [REFUSED]
        code = await office.accept()
        await until(lambda: "step" in office.portal.operations(code))
        await office.until_empty()
        assert office.portal.operations(code) == ["look-up", "add", "step"]

    play(story, fault="unknown-code-is-success")


def test_hammers(play: Play) -> None:
    portal = StubPortal()
    portal.scripts["TraCuuHoSo"] = [503] * 6
    seen(play, "hammers", portal, first_pause_s=0.5, max_pause_s=5.0)
    tries = [at for at, (name, _) in zip(portal.times, portal.calls, strict=True) if name == "TraCuuHoSo"]
    assert min(after - before for before, after in list(pairwise(tries))[:6]) < 0.2


def test_no_destination_code(play: Play) -> None:
    portal = play(one, fault="no-destination-code")
    assert all("dstcode" not in headers and "Charset" in headers for _, headers in portal.requests)


def test_skips_postal(play: Play) -> None:
    async def story(office: Office) -> None:
        postal = await office.accept(channel="postal")
        counter = await office.accept()
        await office.until_told(counter, "2")
        await office.until_empty()
        assert office.portal.operations(postal) == []

    play(story, fault="skips-postal")


def test_no_look_up(play: Play) -> None:
    assert seen(play, "no-look-up") == ["add", "step", "add", "update", "step"]


def test_progress_first(play: Play) -> None:
    portal = play(two_acts, fault="progress-first")
    assert portal.operations(FOREIGN) == ["step", "look-up", "add", "step", "step", "look-up", "update"]
    assert portal.steps[FOREIGN] == ["2", "4"]


def test_progress_despite_refusal(play: Play) -> None:
    portal = StubPortal()
    portal.scripts["DongBoHoSoMC"] = [REFUSED]
    told = seen(play, "progress-despite-refusal", portal)
    assert told == ["look-up", "add", "step", "look-up", "add", "step", "look-up", "update", "step"]


def test_newest_first(play: Play) -> None:
    async def story(office: Office) -> None:
        office.portal.scripts["TraCuuHoSo"] = [503]
        code = await office.accept()
        await office.act(code, "process", "supplement")
        await office.until_empty()
        assert office.portal.known[code] == office.portal.steps[code] == ["5", "4", "2"]

    play(story, fault="newest-first", first_pause_s=0.2)


def test_resend_without_look_up(play: Play) -> None:
    portal = StubPortal()

    async def keep_silent(body: Any) -> Any:
        portal.answer("DongBoHoSoMC", body)
        await asyncio.sleep(0.3)

    portal.scripts["DongBoHoSoMC"] = [keep_silent]
    told = seen(play, "resend-without-look-up", portal, read_timeout_s=0.1)
    assert told == ["look-up", "add", "add", "update", "step", "look-up", "update", "step"]


def test_resend_without_look_up_looks_up_after_a_refusal(play: Play) -> None:
    portal = StubPortal()
    portal.scripts["DongBoHoSoMC"] = [REFUSED, 503]
    assert seen(play, "resend-without-look-up", portal)[:6] == ["look-up", "add"] * 3


def test_exists_is_done(play: Play) -> None:
    portal = StubPortal()
    portal.known[FOREIGN] = []
    portal.scripts["TraCuuHoSo"] = [BLIND]
    assert seen(play, "exists-is-done", portal)[:3] == ["look-up", "add", "step"]


@pytest.mark.parametrize(("message", "then"), [("Trùng mã", "look-up"), ("Hồ sơ ĐÃ TỒN TẠI", "update")])
def test_exists_by_wording(play: Play, message: str, then: str) -> None:
    portal = StubPortal()
    portal.known[FOREIGN] = []
    portal.scripts["TraCuuHoSo"] = [BLIND]
    portal.scripts["DongBoHoSoMC"] = [{"error_code": "3", "message": message}]
    assert seen(play, "exists-by-wording", portal)[:3] == ["look-up", "add", then]


def test_gives_up(play: Play) -> None:
    async def story(office: Office) -> None:
        office.portal.scripts["TraCuuHoSo"] = [503] * 3
        code = await office.accept()
        await office.act(code, "process")
        await office.until_empty()
        assert office.portal.operations(code) == ["look-up"] * 3
        await office.act(code, "finish")
        await office.until_told(code, "9")

    play(story, fault="gives-up", first_pause_s=0.05)


def test_adds_twice(play: Play) -> None:
    portal = play(two_acts, fault="adds-twice")
    assert portal.operations(FOREIGN) == ["look-up", "add", "step", "look-up", "add", "look-up", "update", "step"]
    first, second, _ = (body["data"] for name, body in portal.calls if name == "DongBoHoSoMC")
    assert first == second
    assert portal.known[FOREIGN] == portal.steps[FOREIGN] == ["2", "4"]


def test_steps_missing(play: Play) -> None:
    assert seen(play, "steps-missing") == ["look-up", "add", "step", "look-up", "update"]


def test_suffixed_foreign_code(play: Play) -> None:
    async def story(office: Office) -> None:
        code = await office.accept(code=FOREIGN)
        assert code == f"{FOREIGN}-0001"
        await office.until_told(code, "2")
        assert not office.portal.steps[FOREIGN]

    play(story, fault="suffixed-foreign-code")


def test_free_form_code(play: Play) -> None:
    async def story(office: Office) -> None:
        assert await office.accept() == "HS-2026-000001"
        await office.call("POST", "/clock", {"now": "2026-12-01T08:00:00+07:00"})
        assert await office.accept() == "HS-2026-000002"

    play(story, fault="free-form-code")
