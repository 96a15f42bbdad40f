"""Nothing personal of a question or an answer is found in the journal, whatever way it came."""

import json
from typing import Any

import pytest

from tests.unit.mocks.population.asking import Province, envelope, record_of

LOOK_UP = "TraCuuThongTinCongDan"
SOMEBODY = {
    "identity": "098476123456",
    "old_identity": "991234567",
    "name": "Chim Hoàng Yến",
    "sex": "female",
    "birth": "1976-05-01",
    "commune": "00004",
    "address": "Ngõ Vành Khuyên, phường Ba Đình",
    "household": "SHK77001",
    "nationality": "ZQ",
    "ethnicity": "53",
    "father": {"name": "Chào Mào", "identity": "097152000001", "old_identity": "997654321"},
    "mother": {"name": "Hoàng Oanh", "identity": "097152000002"},
    "spouse": {"name": "Sơn Ca", "identity": "097175000003"},
    "guardian": {"name": "Bồ Câu", "identity": "097175000004"},
    "head": {"name": "Cú Mèo", "identity": "097175000005", "relation": "Cháu họ"},
}
CANARIES = [
    "098476123456", "991234567", "CHIMHOANGYEN", "19760501", "Vành Khuyên", "SHK77001", "Chào Mào",
    "097152000001", "997654321", "Hoàng Oanh", "097152000002", "Sơn Ca", "097175000003", "Bồ Câu", "097175000004",
    "Cú Mèo", "097175000005", "Cháu họ", "Hoàng", "Yến", "0912345678", "canary-account",
]  # fmt: skip


def journal(province: Province) -> str:
    """The whole journal as one text."""
    return json.dumps(province.journal(), ensure_ascii=False)


def leaves(tree: Any, place: str = "") -> dict[str, str]:
    """The texts of a tree by their places."""
    if isinstance(tree, dict):
        inner = [leaves(value, f"{place}/{name}") for name, value in tree.items()]
        return {at: text for part in inner for at, text in part.items()}
    return {place: tree}


def found(province: Province, values: list[str] = CANARIES) -> list[str]:
    """The personal values that stand in the journal."""
    text = journal(province)
    return [value for value in [*values, province.officer] if value in text]


@pytest.fixture
def asked(province: Province) -> dict[str, Any]:
    """A question about somebody of whom everything is known."""
    row = province.add(SOMEBODY)
    told = {"TaiKhoan": "canary-account", "SoDienThoai": "0912345678"}
    return told | province.about(row)


def test_a_look_up_and_its_answer(province: Province, asked: dict[str, Any]) -> None:
    answer = province.ask(LOOK_UP, **asked)
    assert all(value in answer.text for value in ("Vành Khuyên", "Cú Mèo", "SHK77001", "Cháu họ"))
    assert found(province) == []
    last = province.last()
    record = last["response"]["body"]["Envelope"]["Body"]["CongdanCollection"]["CongDan"]
    assert record["SoDinhDanh"] == last["request"]["body"]["Envelope"]["Body"][LOOK_UP]["SoDinhDanh"]
    told, kept = leaves(record_of(answer)), leaves(record)
    assert set(told) == set(kept) > {"/SoDinhDanh", "/ThuongTru/ChiTiet", "/Cha/HoVaTen", "/ChuHo/QuanHe", "/NhomMau"}
    assert [place for place in told if told[place] == kept[place]] == [], "every value of a record is personal"


@pytest.mark.parametrize(
    "operation",
    ["XacThucThongTinCongDan", "CungCapThongTinCongDan", "CungCapThongTinHoGiaDinh", "CungCapThongTinNhomMau"],
)
def test_other_answers(province: Province, asked: dict[str, Any], operation: str) -> None:
    assert province.ask(operation, **asked).status_code == 200
    assert found(province) == []


def test_statements_about_others(province: Province, asked: dict[str, Any]) -> None:
    province.ask("XacMinhThongTinChuHo", **asked, ChuHo={"HoVaTen": "CÚ MÈO", "SoDinhDanh": "097175000005"})
    province.ask("XacMinhThongTinNoiOHienTai", **asked, NoiOHienTai={"MaTinhThanh": "01", "MaPhuongXa": "00004"})
    assert found(province, [*CANARIES, "CÚ MÈO", "00004"]) == []


@pytest.mark.parametrize("change", [{"HoVaTen": ...}, {"MaCanBo": "cán bộ Vành Khuyên"}, {"MaTichHop": "000"}])
def test_refused_questions(province: Province, asked: dict[str, Any], change: dict[str, Any]) -> None:
    assert province.ask(LOOK_UP, **(asked | change)).status_code == 500
    assert found(province) == []
    assert province.last()["facts"]["accepted"] is False


def test_what_the_schema_does_not_know(province: Province, asked: dict[str, Any]) -> None:
    nested = {"Ngoai": {"Sau": asked}, "HoVaTen": {"Ho": "Hoàng", "Ten": "Yến"}}
    province.send(envelope("TraCuuTatCa", nested))
    province.send(envelope(LOOK_UP, nested))
    twice = envelope(LOOK_UP, asked).replace(b"<dan:HoVaTen>", b"<dan:HoVaTen>Y</dan:HoVaTen><dan:HoVaTen>")
    province.send(twice)
    assert len(province.journal()) == 3
    assert found(province) == []


@pytest.mark.parametrize("cut", [20, 60, 200])
def test_xml_that_is_broken(province: Province, asked: dict[str, Any], cut: int) -> None:
    whole = envelope(LOOK_UP, asked)
    province.send(whole[:-cut])
    province.send(whole.replace(b"?>", b"?><!DOCTYPE x>", 1))
    assert [row["facts"]["reason"] for row in province.journal()] == ["unreadable", "unreadable"]
    assert found(province) == []


def test_values_in_headers(province: Province, asked: dict[str, Any]) -> None:
    headers = province.headers(X_Road_UserId="VN098476123456", Cookie="canary-account")
    province.ask(LOOK_UP, headers=headers, **asked)
    assert found(province) == []


def test_defects_quote_nothing(province: Province, asked: dict[str, Any]) -> None:
    province.ask(LOOK_UP, **(asked | {"SoDinhDanh": "Vành Khuyên", "NgayThangNamSinh": {"Nam": "Yến"}}))
    assert province.last()["defects"]
    assert found(province) == []


def test_queued_lists_keep_codes_only(province: Province, asked: dict[str, Any]) -> None:
    province.ask("CungCapDanhSachTheoDanToc", TaiKhoan="canary-account", DanToc="53")
    province.side.command("requests/finish")
    number = province.side.view("requests")["requests"][0]["number"]
    answer = province.ask("GetRequestResult", SoYeuCau=number)
    assert "Chim" in answer.text
    assert found(province) == []
