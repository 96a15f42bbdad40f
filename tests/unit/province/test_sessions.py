"""One session for everybody, one sign-in at a time."""

import asyncio
from itertools import pairwise
from typing import Any

from tests.unit.province.conftest import Office, Play
from tests.unit.province.samples import StubPortal, until

MANY = 20


def test_twenty_dossiers_that_meet_an_expired_session_share_one_new_one(play: Play) -> None:
    portal = StubPortal()
    gate = asyncio.Event()

    async def hold(body: Any) -> dict[str, Any]:
        await gate.wait()
        return portal.answer("TraCuuHoSo", body)

    async def story(office: Office) -> None:
        await until(lambda: portal.count("LayDanhMucCoQuan") == 1)
        assert portal.count("login") == 1
        portal.scripts["TraCuuHoSo"] = [hold] * MANY
        codes = await asyncio.gather(*(office.accept() for _ in range(MANY)))
        await until(lambda: portal.count("look-up") == MANY)
        portal.sessions.clear()
        gate.set()
        for code in codes:
            await office.until_told(code, "2")
        assert portal.count("login") == 2
        expired = {body["session"] for name, body in portal.calls if name == "TraCuuHoSo"} - portal.sessions
        assert len(expired) == 1
        assert portal.count("look-up") == 2 * MANY

    play(story, portal)


def test_a_refused_sign_in_is_repeated_by_one_with_growing_pauses(play: Play) -> None:
    portal = StubPortal()
    portal.scripts["DangNhap"] = [{"error_code": "5", "session": None}, 503, {"error_code": "0", "session": ""}]

    async def story(office: Office) -> None:
        codes = [await office.accept() for _ in range(5)]
        for code in codes:
            await office.until_told(code, "2")
        assert portal.count("login") == 4
        for failures, (before, after) in enumerate(pairwise(portal.times[:4])):
            assert after - before >= 0.02 * 2**failures

    play(story, portal)


def test_a_session_that_is_refused_twice_is_a_failed_try(play: Play) -> None:
    portal = StubPortal()
    expired = {"error_code": "-2", "message": "", "result": None}

    async def story(office: Office) -> None:
        await until(lambda: portal.count("LayDanhMucCoQuan") == 1)
        portal.scripts["TraCuuHoSo"] = [expired, expired]
        code = await office.accept()
        await office.until_told(code, "2")
        used = [body["session"] for name, body in portal.calls if name == "TraCuuHoSo"]
        assert len(set(used)) == 3

    play(story, portal)
