"""How acts reach the portal, on good days and on bad ones."""

import asyncio
from itertools import pairwise
from typing import Any

import pytest

from tests.postgres import both_engines
from tests.unit.province.conftest import Office, Play
from tests.unit.province.samples import PROCEDURE, StubPortal, until

REFUSED = {"error_code": "99", "message": "Thành công", "result": None}


async def hang(_body: Any) -> None:
    """Answer later than anybody waits."""
    await asyncio.sleep(0.3)


@both_engines
def test_an_act_is_looked_up_pushed_and_told(play: Play) -> None:
    async def story(office: Office) -> None:
        code = await office.accept()
        await office.act(code, "process", "supplement", "process", "finish", "return")
        await office.until_told(code, "2", "4", "5", "4", "9", "10")
        await office.until_empty()
        assert office.portal.operations(code) == ["look-up", "add", "step"] + ["look-up", "update", "step"] * 5
        assert office.portal.known[code] == ["2", "4", "5", "4", "9", "10"]

    play(story)


def test_a_code_from_elsewhere_is_kept(play: Play) -> None:
    async def story(office: Office) -> None:
        assert await office.accept(code="G09.20-20260609-0092637") == "G09.20-20260609-0092637"
        await office.until_told("G09.20-20260609-0092637", "2")

    play(story)


@pytest.mark.parametrize("spelt", [0, "0", "00"])
@pytest.mark.parametrize("message", ["Thành công", "OK", "", None])
def test_success_is_known_by_its_code(play: Play, spelt: object, message: str | None) -> None:
    class Spelling(StubPortal):
        def answer(self, operation: str, body: dict[str, Any]) -> dict[str, Any]:
            return super().answer(operation, body) | {"error_code": spelt, "message": message}

    async def story(office: Office) -> None:
        code = await office.accept()
        await office.until_told(code, "2")
        assert office.portal.operations(code) == ["look-up", "add", "step"]

    play(story, Spelling())


@pytest.mark.parametrize("answer", [REFUSED, {"message": "?"}, {"error_code": False}, {"error_code": None}, 503, 302])
def test_a_push_that_was_not_taken_is_tried_again_before_anything_is_told(play: Play, answer: object) -> None:
    portal = StubPortal()
    portal.scripts["DongBoHoSoMC"] = [answer, answer]

    async def story(office: Office) -> None:
        code = await office.accept()
        await office.until_told(code, "2")
        assert office.portal.operations(code) == ["look-up", "add"] * 3 + ["step"]

    play(story, portal)


@both_engines
def test_an_unanswered_push_is_looked_up_before_it_is_repeated(play: Play) -> None:
    portal = StubPortal()

    async def take_it_and_keep_silent(body: Any) -> None:
        portal.answer("DongBoHoSoMC", body)
        await hang(body)

    portal.scripts["DongBoHoSoMC"] = [take_it_and_keep_silent]

    async def story(office: Office) -> None:
        code = await office.accept()
        await office.until_told(code, "2")
        assert office.portal.operations(code) == ["look-up", "add", "look-up", "update", "step"]

    play(story, portal, read_timeout_s=0.1)


@pytest.mark.parametrize(
    "answer",
    [{"error_code": "3", "message": "?"}, {"error_code": -3}, {"error_code": "7", "message": "Hồ sơ ĐÃ TỒN TẠI"}],
)
def test_an_existing_dossier_is_updated_with_the_same_content(play: Play, answer: dict[str, Any]) -> None:
    portal = StubPortal()
    portal.scripts["TraCuuHoSo"] = [{"error_code": "0", "message": "", "result": None}]
    portal.scripts["DongBoHoSoMC"] = [answer]
    portal.known["G09.20-20260609-0092637"] = []

    async def story(office: Office) -> None:
        code = await office.accept(code="G09.20-20260609-0092637")
        await office.until_told(code, "2")
        assert office.portal.operations(code) == ["look-up", "add", "update", "step"]
        add, update = (body["data"] for _, body in office.portal.calls if "isUpdating" in body)
        assert add == update

    play(story, portal)


@both_engines
def test_after_an_outage_acts_arrive_in_order_and_dossiers_side_by_side(play: Play) -> None:
    portal = StubPortal()
    portal.scripts["TraCuuHoSo"] = [503] * 12

    async def story(office: Office) -> None:
        codes = [await office.accept() for _ in range(4)]
        for code in codes:
            await office.act(code, "process", "finish", "return")
        for code in codes:
            await office.until_told(code, "2", "4", "9", "10")
            assert office.portal.operations(code).count("add") == 1

    play(story, portal)


def test_a_dossier_that_is_refused_holds_up_no_other(play: Play) -> None:
    portal = StubPortal()

    async def story(office: Office) -> None:
        office.portal.scripts["DongBoHoSoMC"] = [REFUSED]
        unlucky = await office.accept()
        await until(lambda: office.portal.count("add") == 1)
        lucky = await office.accept()
        await office.until_told(lucky, "2")
        assert office.portal.steps[unlucky] == []
        await office.until_told(unlucky, "2")

    play(story, portal, first_pause_s=0.2)


def test_each_pause_is_at_least_twice_the_first_and_so_on(play: Play) -> None:
    portal = StubPortal()

    async def story(office: Office) -> None:
        await until(lambda: office.portal.count("LayDanhMucCoQuan") == 1)
        office.portal.scripts["TraCuuHoSo"] = [503] * 5
        code = await office.accept()
        await office.until_told(code, "2")
        tries = [at for at, (name, _) in zip(portal.times, portal.calls, strict=True) if name == "TraCuuHoSo"]
        # Other programs may make a pause longer than it was meant, never shorter.
        for failures, (before, after) in enumerate(pairwise(tries)):
            assert after - before >= 0.02 * 2**failures

    play(story, portal, max_pause_s=10.0)


def test_a_procedure_that_the_catalogue_lacks_waits_for_it(play: Play) -> None:
    portal = StubPortal()
    portal.scripts["LayThuTuc"] = [{"error_code": "0", "message": "", "result": None}] * 2

    async def story(office: Office) -> None:
        code = await office.accept()
        assert await office.pending() == 1
        await office.until_told(code, "2")
        assert office.portal.count("LayThuTuc") == 3
        again = await office.accept()
        await office.until_told(again, "2")
        assert office.portal.count("LayThuTuc") == 3

    play(story, portal)


def test_the_province_works_while_the_catalogue_cannot_be_read(play: Play) -> None:
    portal = StubPortal()
    portal.scripts["LayDanhMucCoQuan"] = [503, REFUSED]

    async def story(office: Office) -> None:
        code = await office.accept()
        await office.until_told(code, "2")
        await until(lambda: office.portal.count("LayDanhMucCoQuan") == 3)

    play(story, portal)


def test_the_envelope_and_the_headers_are_those_of_the_interface(play: Play) -> None:
    async def story(office: Office) -> None:
        code = await office.accept(procedure=PROCEDURE)
        await office.until_told(code, "2")

    portal = play(story)
    for (operation, body), (address, headers) in zip(portal.calls, portal.requests, strict=True):
        assert headers["Accept"] == headers["Content-Type"] == "application/json"
        assert (headers["Charset"], headers["dstcode"]) == ("utf-8", "VN:GOV:DVCQG")
        if operation == "DangNhap":
            assert (address, body) == ("/auth/login", {"username": "h56.test", "password": "not-a-real-password"})
        else:
            assert (address, body["madonvi"], body["service"]) == ("/integration", "H56.14", operation)
