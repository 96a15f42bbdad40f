"""Look-ups find whom they ask for, say so in the order that clients read, and nobody else is told."""

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest

from mocks.population.names import style_of
from tests.unit.mocks.population.asking import Province, body_of, record_of
from tests.unit.mocks.population.conftest import everybody, some_resident

LOOK_UP = "TraCuuThongTinCongDan"
ORDER = [
    "SoDinhDanh", "SoCMND", "HoVaTen", "GioiTinh", "DanToc", "TonGiao", "TinhTrangHonNhan", "NhomMau",
    "NgayThangNamSinh", "NoiDangKyKhaiSinh", "QueQuan", "ThuongTru", "NoiOHienTai", "QuocTich", "Cha", "Me", "VoChong",
    "NguoiDaiDien", "ChuHo", "SoSoHoKhau",
]  # fmt: skip


def whole_name(record: dict[str, Any]) -> str:
    """The parts of a name put together."""
    parts = record["HoVaTen"]
    return " ".join(parts[name] for name in ("Ho", "ChuDem", "Ten") if name in parts)


def test_somebody_is_found_by_the_new_number(province: Province, resident: dict[str, Any]) -> None:
    record = record_of(province.ask(LOOK_UP, **province.about(resident)))
    assert (record["SoDinhDanh"], record["SoCMND"]) == (resident["identity"], resident["old_identity"])
    assert whole_name(record) == resident["name"]
    assert record["NgayThangNamSinh"] == {"NgayThangNam": resident["born"]}
    assert record["ThuongTru"]["MaPhuongXa"] == resident["commune"]
    assert "MaQuanHuyen" not in record["ThuongTru"]
    assert list(record) == [name for name in ORDER if name in record]
    facts = province.last()["facts"]
    assert (facts["found"], facts["kind"], facts["officer"]) == (True, "SoDinhDanh", "known")


def test_somebody_is_found_by_the_old_number(province: Province, resident: dict[str, Any]) -> None:
    asked = {"SoCMND": resident["old_identity"], "HoVaTen": ..., "NgayThangNamSinh": ...} | {
        name: value for name, value in province.about(resident).items() if name != "SoDinhDanh"
    }
    assert record_of(province.ask(LOOK_UP, **asked))["SoDinhDanh"] == resident["identity"]
    assert province.last()["facts"]["kind"] == "SoCMND"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"SoDinhDanh": "098476000001"}, "another number"),
        ({"HoVaTen": "TRANVANKHAC"}, "another name"),
        ({"NgayThangNamSinh": {"NgayThangNam": "19000101"}}, "another birth"),
        ({"NgayThangNamSinh": {"Nam": "1900"}}, "another year"),
    ],
)
def test_nobody_is_found_by(province: Province, resident: dict[str, Any], change: dict[str, Any], why: str) -> None:
    answer = province.ask(LOOK_UP, **province.about(resident, **change))
    assert body_of(answer) == {"CongdanCollection": {"CongDan": None}}, why
    assert province.last()["facts"]["found"] is False


def test_the_year_finds_whoever_was_born_in_it(province: Province, resident: dict[str, Any]) -> None:
    asked = province.about(resident, NgayThangNamSinh={"Nam": resident["born"][:4]})
    assert record_of(province.ask(LOOK_UP, **asked))["NgayThangNamSinh"] == {"NgayThangNam": resident["born"]}


def test_of_some_nothing_but_the_year_is_known(province: Province) -> None:
    elder = some_resident(province.side, lambda row: len(row["born"]) == 4)
    record = record_of(province.ask(LOOK_UP, **province.about(elder)))
    assert record["NgayThangNamSinh"] == {"Nam": elder["born"]}
    day = province.about(elder, NgayThangNamSinh={"NgayThangNam": f"{elder['born']}0101"})
    assert record_of(province.ask(LOOK_UP, **day)) is None


def test_some_were_born_on_the_leap_day(province: Province) -> None:
    leapling = some_resident(province.side, lambda row: row["born"].endswith("0229"))
    assert (
        record_of(province.ask(LOOK_UP, **province.about(leapling)))["NgayThangNamSinh"]["NgayThangNam"][4:] == "0229"
    )


def test_some_live_abroad_and_some_are_foreigners(province: Province) -> None:
    abroad = some_resident(province.side, lambda row: row["country"] != "VN" and row["nationality"] == "VN")
    record = record_of(province.ask(LOOK_UP, **province.about(abroad)))
    assert record["NoiOHienTai"]["QuocGia"] == abroad["country"]
    assert "MaTinhThanh" not in record["NoiOHienTai"]
    assert record["VoChong"]["QuocTich"] == abroad["country"]
    assert "SoDinhDanh" not in record["VoChong"]
    foreigner = some_resident(province.side, lambda row: row["nationality"] != "VN")
    assert record_of(province.ask(LOOK_UP, **province.about(foreigner)))["QuocTich"] == foreigner["nationality"]


def test_a_child_has_parents_guardian_and_a_head_of_household(province: Province) -> None:
    child = some_resident(province.side, lambda row: row["born"] > "2015")
    record = record_of(province.ask(LOOK_UP, **province.about(child)))
    assert record["NguoiDaiDien"] == record["Cha"]
    assert record["ChuHo"]["QuanHe"] == "Con"
    assert record["Me"]["SoDinhDanh"] != record["Cha"]["SoDinhDanh"]


@pytest.mark.parametrize(
    ("matching", "takes"),
    [("either", {"upper-joined", "upper"}), ("upper", {"upper"}), ("upper-joined", {"upper-joined"})],
)
def test_the_profile_says_how_names_are_written(start: Callable[..., Province], matching: str, takes: set[str]) -> None:
    province = start(settings=f'[settings.name_matching]\nvalue = "{matching}"\n')
    row = some_resident(province.side, lambda row: len(row["born"]) == 8)
    joined = province.about(row)["HoVaTen"]
    for written in (joined, row["name"].upper(), row["name"]):
        record = record_of(province.ask(LOOK_UP, **province.about(row, HoVaTen=written)))
        assert (record is not None) == (style_of(written) in takes), written
        assert province.last()["facts"]["name_style"] == style_of(written)


@pytest.mark.parametrize(
    "given",
    ["NGUYỄN VĂN HOÀ", "NGUYỄN VĂN HÒA", unicodedata.normalize("NFD", "NGUYỄN VĂN HOÀ"), "NGUYENVANHOA"],
)
def test_one_name_is_the_same_in_every_writing(province: Province, given: str) -> None:
    row = {"identity": "098476123456", "name": "Nguyễn Văn Hòa", "sex": "male", "birth": "1976-05-01"}
    added = province.add(row)
    assert record_of(province.ask(LOOK_UP, **province.about(added, HoVaTen=given)))["SoDinhDanh"] == row["identity"]


def test_a_whole_name_may_stand_in_its_last_part(start: Callable[..., Province]) -> None:
    province = start(settings='[settings.name_place]\nvalue = "whole"\n[settings.district]\nvalue = true\n')
    row = some_resident(province.side, lambda row: row["country"] == "VN")
    record = record_of(province.ask(LOOK_UP, **province.about(row)))
    assert record["HoVaTen"] == {"Ten": row["name"]}
    assert len(record["QueQuan"]["MaQuanHuyen"]) == 3


def test_a_missing_record_may_say_not_found(start: Callable[..., Province]) -> None:
    province = start(settings='[settings.not_found]\nvalue = "missing"\n')
    row = some_resident(province.side, lambda row: row["identity"])
    answer = province.ask(LOOK_UP, **province.about(row, HoVaTen="AI DO"))
    assert body_of(answer) == {"CongdanCollection": None}


@pytest.mark.parametrize("prefix", ["dan", "qldc", "x"])
def test_a_prefix_is_only_a_prefix(province: Province, resident: dict[str, Any], prefix: str) -> None:
    content = province.question(LOOK_UP, prefix=prefix, **province.about(resident))
    assert record_of(province.send(content)) is not None


@pytest.mark.parametrize("media", ["application/xml", "text/xml; charset=utf-8", "application/xml;charset=UTF-8"])
def test_both_media_types_of_xml_are_taken(province: Province, resident: dict[str, Any], media: str) -> None:
    headers = province.headers(Content_Type=media, SOAPAction='""')
    assert record_of(province.ask(LOOK_UP, headers=headers, **province.about(resident))) is not None


def test_answers_come_through_the_platform(province: Province, resident: dict[str, Any]) -> None:
    headers = province.headers(X_Road_Id="7d1f-1")
    answer = province.ask(LOOK_UP, headers=headers, **province.about(resident))
    assert answer.headers["x-road-id"] == "7d1f-1"
    assert answer.headers["x-road-client"] == headers["X-Road-Client"]
    assert {"x-road-service", "x-road-request-id", "x-road-request-hash"} <= set(answer.headers)
    assert "x-road-error" not in answer.headers


def test_everybody_of_the_seed_can_be_looked_up(province: Province) -> None:
    residents = everybody(province.side)
    assert len(residents) > 300
    for row in residents[::7]:
        assert record_of(province.ask(LOOK_UP, **province.about(row)))["SoDinhDanh"] == row["identity"]
