"""Tax notices and receipts: each counts once, to the đồng, and the dossier waits until what is owed is paid."""

import hashlib

import pytest

from mocks.province.land.relayed import Unreadable, read_amount
from tests.postgres import both_engines
from tests.unit.province.land.conftest import Play
from tests.unit.province.land.office import NUMBER, PAPER, LandOffice

BIG = "9007199254740"
OBLIGED, IN_PROCESS, ACCEPTED = "6", "4", "2"


@both_engines
def test_a_dossier_waits_for_the_receipt(play: Play) -> None:
    async def story(office: LandOffice) -> None:
        code = await office.accept()
        for _ in range(2):
            assert await office.relay_notice(code, BIG, "1") == 0
            assert await office.status(code) == OBLIGED
        (notice,) = (await office.notices(code))["notices"]
        assert (notice["number"], notice["amount"]) == (NUMBER, int(BIG) + 1)
        assert (notice["decided"], notice["due"]) == ("2026-11-20", "2026-12-20")
        for _ in range(2):
            assert await office.relay_receipt(code, str(int(BIG) + 1)) == 0
            assert await office.status(code) == IN_PROCESS
        shown = await office.notices(code)
        assert (shown["owed"], shown["notices"][0]["paid"]) == (0, True)

    play(story)


def test_each_receipt_settles_the_notice_that_it_names(play: Play) -> None:
    async def story(office: LandOffice) -> None:
        code, other = await office.accept(), await office.accept()
        for number in ("1", "2"):
            assert await office.relay_notice(code, "500", number=number) == 0
        assert await office.relay_notice(other, "500", number="3") == 0
        assert await office.relay_receipt(code, 500, number="3") == -1
        assert await office.relay_receipt(code, 500, number="2") == 0
        assert [row["paid"] for row in (await office.notices(code))["notices"]] == [False, True]
        assert (await office.status(code), await office.status(other)) == (OBLIGED, OBLIGED)
        assert await office.relay_receipt(code, 500.0, number="1") == 0
        assert await office.status(code) == IN_PROCESS

    play(story)


def test_what_does_not_fit_changes_nothing(play: Play) -> None:
    async def story(office: LandOffice) -> None:
        code = await office.accept()
        assert await office.relay_notice("H56.14-260101-9999", "500") == -1
        assert await office.relay_notice(code, "1.500") == -1
        assert await office.relay_notice(code) == -1
        assert (await office.push("/nhantbthuedvcqg", {"FileThongBaoThue": "AAAA"}))["error_code"] == -1
        assert (await office.push("/nhantbthuedvcqg", {}))["error_code"] == -1
        assert (await office.notices(code))["notices"] == []
        assert await office.relay_notice(code, "500") == 0
        assert await office.relay_notice(code, "600") == -1
        assert await office.relay_receipt(code, "499") == -1
        assert await office.relay_receipt("H56.14-260101-9999", "500") == -1
        assert await office.relay_receipt(code, "500", state="0") == 0
        assert (await office.status(code), (await office.notices(code))["owed"]) == (OBLIGED, 500)

    play(story)


def test_a_notice_of_the_land_database_has_its_paper_and_ends_with_it(play: Play) -> None:
    async def story(office: LandOffice) -> None:
        code = await office.handed_over()
        assert await office.tell_notice(code, "http://elsewhere.example/thong-bao-thue/TB-1") == 1
        assert await office.status(code) == OBLIGED
        assert await office.at_land(code) == ("handed-over", "tax-notice")
        (notice,) = (await office.notices(code))["notices"]
        assert (notice["amount"], notice["paper"]) == (None, f"sha256:{hashlib.sha256(PAPER).hexdigest()}")
        assert await office.tell_state(code, "4") == 1
        assert await office.status(code) == IN_PROCESS

    assert ("paper", "/thong-bao-thue/TB-1") in play(story).calls


def test_what_the_land_database_finishes_still_waits_for_the_money(play: Play) -> None:
    async def story(office: LandOffice) -> None:
        code = await office.handed_over()
        assert await office.tell_notice(code) == 1
        assert await office.relay_notice(code, "500", number="TB-1") == 0
        assert len((await office.notices(code))["notices"]) == 1
        assert await office.tell_state(code, "4") == 1
        assert await office.status(code) == OBLIGED
        assert await office.relay_receipt(code, "500", number="TB-1") == 0
        assert await office.status(code) == IN_PROCESS

    play(story)


def test_a_notice_that_comes_while_papers_are_awaited_waits_for_them(play: Play) -> None:
    async def story(office: LandOffice) -> None:
        code = await office.accept()
        await office.act(code, "supplement")
        assert await office.relay_notice(code, "500") == 0
        assert await office.status(code) == "5"
        await office.act(code, "supplied")
        assert await office.status(code) == OBLIGED

    play(story)


@pytest.mark.parametrize(
    "told", ["", "1.500", "1,500", "-1", "1e3", "1500.0", 1.5, True, None, "١٢", float("nan"), float("inf")]
)
def test_an_amount_is_a_whole_number_of_dong(told: object) -> None:
    with pytest.raises(Unreadable):
        read_amount(told)
    assert (read_amount("0015"), read_amount(15.0), read_amount(15)) == (15, 15, 15)
