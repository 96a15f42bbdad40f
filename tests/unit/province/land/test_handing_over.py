"""A land dossier goes to the land database once, whatever happens on the way, and its states come back."""

import pytest

from tests.postgres import both_engines
from tests.unit.province.land.conftest import Play
from tests.unit.province.land.office import COMMUNE, LOST, PARCEL, REGISTERED, LandOffice, StubLand

REFUSAL = {"Result": 0, "Message": "không nhận", "Data": None}


@both_engines
def test_a_dossier_is_handed_over_with_its_parcels(play: Play) -> None:
    async def story(office: LandOffice) -> None:
        code = await office.handed_over()
        assert await office.at_land(code) == ("handed-over", "received")

    land = play(story)
    assert land.names() == ["TraCuuThuaDat", "TiepNhanHoSo"]
    (message,) = land.known.values()
    assert message["SoBienNhan"] == message["MaHoSoMotCua"]
    assert (message["TinhId"], message["XaId"], "HuyenId" in message) == ("38", COMMUNE, False)
    assert message["ThongTinThuaDat"] == [{"SoThuTuThua": "7", "SoHieuBanDo": "2", **REGISTERED}]
    assert len(message["DanhSachGiayToDinhKem"]) == 3


def test_a_parcel_that_the_register_lacks_is_told_as_stated(play: Play) -> None:
    async def story(office: LandOffice) -> None:
        await office.hand_over(await office.accept(), parcels=[{**PARCEL, "number": "99"}])
        await office.settled()

    (message,) = play(story).known.values()
    assert message["ThongTinThuaDat"] == [{"SoThuTuThua": "99", "SoHieuBanDo": "2", "DienTich": 100.0}]


@pytest.mark.parametrize("trouble", [LOST, 500], ids=["cut", "500"])
def test_after_silence_it_looks_before_it_hands_over_again(play: Play, trouble: object) -> None:
    async def story(office: LandOffice) -> None:
        assert await office.at_land(await office.handed_over()) == ("handed-over", "received")

    land = play(story, StubLand(scripts={"TiepNhanHoSo": [trouble]}))
    wanted = ["TiepNhanHoSo", "TraCuuHoSo"] + (["TraCuuThuaDat", "TiepNhanHoSo"] if trouble == 500 else [])
    assert land.names()[1:] == wanted
    assert len(land.known) == 1
    assert len({body["SoBienNhan"] for name, body in land.calls if name == "TiepNhanHoSo"}) == 1


def test_what_is_there_already_is_taken_for_done_and_a_refusal_is_not(play: Play) -> None:
    async def story(office: LandOffice) -> None:
        code = await office.handed_over()
        assert await office.at_land(code) == ("refused", None)
        status, told = await office.hand_over(code)
        assert (status, told["receipt"]) == (200, code)
        await office.settled()
        assert await office.at_land(code) == ("handed-over", "received")
        assert (await office.hand_over(code))[0] == 409

    land = play(story, StubLand(scripts={"TiepNhanHoSo": [REFUSAL]}))
    assert land.names().count("TiepNhanHoSo") == 2


def test_it_takes_only_what_can_be_handed_over(play: Play) -> None:
    async def story(office: LandOffice) -> None:
        code = await office.accept()
        assert (await office.hand_over(code, commune="99999"))[0] == 422
        assert (await office.call("GET", f"/records/land-dossiers/{code}"))[0] == 404
        await office.act(code, "finish")
        assert (await office.hand_over(code))[0] == 409
        assert (await office.hand_over("H56.14-260101-9999"))[0] == 404

    assert play(story).calls == []


def test_states_keep_their_order(play: Play) -> None:
    async def story(office: LandOffice) -> None:
        code = await office.handed_over()
        for state in ("4", "2", "4"):
            assert await office.tell_state(code, state) == 1
        assert await office.at_land(code) == ("handed-over", "finished")

    play(story)


def test_a_push_must_bear_the_code_and_name_a_known_dossier(play: Play) -> None:
    async def story(office: LandOffice) -> None:
        code = await office.handed_over()
        assert await office.tell_state(code, "2", SecurityCode="wrong") == 0
        assert await office.tell_state(code, "2", SecurityCode=7) == 0
        assert await office.tell_state(code, "9") == 0
        assert await office.tell_state(code, "2", MaHoSoMotCua="H56.14-260101-9999") == 0
        assert await office.tell_state("H56.14-260101-9999", "2") == 0
        assert await office.tell_notice(code, SecurityCode="wrong") == 0
        assert await office.tell_notice("H56.14-260101-9999") == 0
        assert await office.push("/api/vbdlis/ThongBaoThue", []) == {
            "Result": 0,
            "Message": "Không tiếp nhận",
            "Data": None,
        }
        assert await office.at_land(code) == ("handed-over", "received")
        assert (await office.notices(code))["notices"] == []

    play(story)
