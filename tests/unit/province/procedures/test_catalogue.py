"""The catalogue follows the national one: what is new, what has changed, what is gone, and who serves it where."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from specs.profile import load_profile
from tests.postgres import both_engines
from tests.unit.province.procedures.conftest import HOME, NEW, OTHER, WHOLE, Desk, Nation

Play = Callable[..., None]
NATIONAL = load_profile("dvcqg", "dvcqg-2025").table("catalogue")["procedure"]
AT_MINISTRY, AT_PROVINCE = "2.001019", "2.000815"


def is_there(_row: dict[str, Any]) -> bool:
    return True


def in_version(number: int) -> Callable[[dict[str, Any]], bool]:
    return lambda row: bool(row["version"] == number)


@both_engines
def test_every_procedure_is_taken_over_whole(play: Play, nation: Nation) -> None:
    nation.publish()

    async def story(desk: Desk) -> None:
        row = await desk.until(is_there)
        assert (row["name"], row["state"], row["version"]) == (WHOLE["TENTTHC"], "in-force", 1)
        assert (row["days"], row["fee"], row["papers"]) == (5, 30000, WHOLE["papers"])
        shown = (await desk.get("procedures"))["procedures"]
        assert {row["code"] for row in shown} == {NEW, *(row["MATTHC"] for row in NATIONAL)}
        assert {row["code"]: row["days"] for row in shown}[AT_MINISTRY] == NATIONAL[0]["days"]
        assert (await desk.call("GET", "/records/procedures/9.999999"))[0] == 404

    play(story)


@both_engines
def test_a_change_is_a_new_version_and_open_dossiers_keep_theirs(play: Play, nation: Nation) -> None:
    nation.publish()

    async def story(desk: Desk) -> None:
        await desk.until(is_there)
        _, before = await desk.accept()
        nation.publish(days=1)
        assert (await desk.update(in_version(2)))["days"] == 1
        _, after = await desk.accept()
        assert datetime.fromisoformat(before["due"]) - datetime.fromisoformat(after["due"]) >= timedelta(days=4)
        ways = [await desk.get(f"workflows/{told['dossier']}") for told in (before, after)]
        assert [(way["version"], way["days"]) for way in ways] == [(1, 5), (2, 1)]
        assert (await desk.get(f"dossiers/{before['dossier']}"))["due"] == before["due"]
        nation.withdraw()
        assert (await desk.update(in_version(3)))["state"] == "abolished"
        status, told = await desk.accept()
        assert (status, told["detail"]) == (403, "the procedure is abolished")

    play(story)


def test_nothing_new_is_no_new_version_and_a_restart_forgets_nothing(play: Play, nation: Nation) -> None:
    nation.publish()

    async def first(desk: Desk) -> None:
        await desk.until(is_there)

    async def second(desk: Desk) -> None:
        assert (await desk.shown() or {})["version"] == 1
        nation.publish("1.987655")
        await desk.update(is_there, "1.987655")
        assert (await desk.shown() or {})["version"] == 1

    play(first)
    play(second)


def test_the_portal_is_asked_again_until_it_answers(play: Play, nation: Nation) -> None:
    for operation in ("LayDanhSachTTHC", "LayThuTuc"):
        nation.portal.behave("unavailable", operation=operation, times=2, status=503)

    async def story(desk: Desk) -> None:
        await desk.until(is_there, AT_PROVINCE)
        assert nation.portal.hits()["unavailable"] == 2

    play(story)


def test_the_catalogue_is_read_again_after_a_day(play: Play, nation: Nation) -> None:
    async def story(desk: Desk) -> None:
        await desk.until(is_there, AT_PROVINCE)
        nation.publish()
        later = datetime.fromisoformat((await desk.call("GET", "/clock"))[1]["now"]) + timedelta(hours=25)
        await desk.call("POST", "/clock", {"now": later.isoformat(timespec="milliseconds")})
        await desk.until(is_there)

    play(story)


def test_what_a_ministry_serves_is_not_taken_in(play: Play, nation: Nation) -> None:
    async def story(desk: Desk) -> None:
        await desk.until(is_there, AT_PROVINCE)
        while not (told := await desk.get(f"procedures/{AT_MINISTRY}"))["systems"]:
            pass
        assert told["systems"] == [{"agency": HOME, "system": "btp", "reason": "ministry"}]
        assert (await desk.accept(procedure=AT_MINISTRY))[0] == 403
        assert (await desk.accept(procedure=AT_MINISTRY, agency=OTHER))[0] == 201  # nobody has said so of that agency
        assert (await desk.accept(procedure=AT_PROVINCE))[0] == 201

    play(story)


@pytest.mark.parametrize("fault", ["communes-left-out", "open-dossiers-moved", "first-deadline-stays"])
def test_wrong_catalogues(play: Play, nation: Nation, fault: str) -> None:
    nation.publish()

    async def story(desk: Desk) -> None:
        await desk.until(is_there)
        _, before = await desk.accept()
        nation.publish(days=1)
        await desk.update(in_version(2))
        _, after = await desk.accept()
        moved = (await desk.get(f"workflows/{before['dossier']}"))["version"] == 2
        assert (await desk.shown(AT_PROVINCE) is None) is (fault == "communes-left-out")
        assert moved is (fault == "open-dossiers-moved")
        assert (after["due"][:10] == before["due"][:10]) is (fault == "first-deadline-stays")

    play(story, fault=fault)
