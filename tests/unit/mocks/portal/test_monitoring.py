"""Ratings and monitoring: counted by what they are about, words left out."""

from typing import Any

import pytest

RATING = {
    "NgayTongHop": "20261122",
    "TongSoNguoiDanhGia": "40",
    "PhanTramDanhGiaRatHaiLong": 62.5,
    "PhanTramDanhGiaHaiLong": "35,0",
    "PhanTramDanhGiaChuaHaiLong": "2.5",
    "MaThuTuc": "2.001019",
    "NoiDung": "Thái độ phục vụ",
    "Madonvi": "H56.14",
}
STATE = {"CodeProfile": "H56.14-261122-0001", "SiteId": "56", "CodeTTHC": "2.001019", "Status": 1, "Level": "4"}


def monitor(mock: Any, **more: Any) -> Any:
    return mock.checked("GuiHoSoEMC", mock.national.post("/emc/ho-so", json=STATE | more)).json()


def test_ratings_are_kept_as_figures(signed_in: Any) -> None:
    for _ in range(2):
        assert signed_in.call("DongBoDanhGia", data=[RATING]).json()["error_code"] == "0"
    assert signed_in.view("ratings")["ratings"] == [
        {
            "Madonvi": "H56.14",
            "MaThuTuc": "2.001019",
            "NgayTongHop": "20261122",
            "TongSoNguoiDanhGia": 40.0,
            "PhanTramDanhGiaRatHaiLong": 62.5,
            "PhanTramDanhGiaHaiLong": 35.0,
            "PhanTramDanhGiaChuaHaiLong": 2.5,
            "times": 2,
        }
    ]


@pytest.mark.parametrize(
    "change", [{"PhanTramDanhGiaHaiLong": 101}, {"PhanTramDanhGiaHaiLong": "35%"}, {"Madonvi": ""}, {"NgayTongHop": 1}]
)
def test_a_rating_that_breaks_the_profile_is_refused(strict: Any, change: Any) -> None:
    assert strict.call("DongBoDanhGia", data=[RATING, RATING | change]).json()["error_code"] == "-1"
    assert strict.view("ratings")["ratings"] == []


def test_a_figure_that_is_none_is_noted_and_kept_as_nothing(signed_in: Any) -> None:
    odd = {"PhanTramDanhGiaHaiLong": "nhiều", "TongSoNguoiDanhGia": True}
    assert signed_in.call("DongBoDanhGia", data=[RATING | odd]).json()["error_code"] == "0"
    (row,) = signed_in.view("ratings")["ratings"]
    assert (row["PhanTramDanhGiaHaiLong"], row["TongSoNguoiDanhGia"]) == (None, None)


def test_a_dossier_is_monitored_without_a_session(portal: Any) -> None:
    assert monitor(portal)["error_code"] == "0"
    assert monitor(portal, Status="3", User="somebody")["error_code"] == "0"
    (row,) = portal.view("monitoring")["monitoring"]
    assert (row["CodeProfile"], row["Status"], row["times"]) == ("H56.14-261122-0001", "3", 2)
    assert "User" not in row


@pytest.mark.parametrize("change", [{"Status": 9}, {"CodeProfile": ""}, {"Level": 2}, {"CodeProfile": None}])
def test_a_state_that_breaks_the_profile_is_refused(strict: Any, change: Any) -> None:
    assert monitor(strict, **change)["error_code"] == "-1"
    assert strict.view("monitoring")["monitoring"] == []
