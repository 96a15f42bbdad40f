"""What the portal sends to the province when the referee says so: each push, what it keeps, what it refers to."""

import json
from base64 import b64decode
from typing import Any

import httpx
import pytest
from lxml import etree

CODE = "H56.14-261122-0001"


def pushed(mock: Any, province: Any, count: int) -> Any:
    """The body of the last of `count` pushes, once it has arrived and stands in the journal."""
    received = province.wait(count)[-1]
    while not (told := [row for row in mock.journal(wait=5) if row["direction"] == "to-sut"])[count - 1 :]:
        continue
    assert told[-1]["defects"] == []
    assert told[-1]["facts"]["accepted"] is True
    return received.path, json.loads(received.body)


def test_a_tax_notice_is_xml_in_base64(pushing: Any, province: Any) -> None:
    told = pushing.command("tax-notices/send", MaHoSo=CODE, SoTien=1_000_001)
    path, body = pushed(pushing, province, 1)
    assert path == "/nhantbthuedvcqg"
    root = etree.fromstring(b64decode(body["FileThongBaoThue"]))
    lines = [{cell.tag: cell.text for cell in line} for line in root.findall("LIST")]
    assert {line["MA_HSO"] for line in lines} == {CODE}
    assert {line["SO_QUYET_DINH"] for line in lines} == {told["SO_QUYET_DINH"]}
    assert sum(int(str(line["SO_TIEN"])) for line in lines) == 1_000_001
    assert set(lines[0]) == {"MA_HSO", "MA_SO_THUE", "SO_QUYET_DINH", "NGAY_QUYET_DINH", "SO_TIEN", "TEN_TIEU_MUC"}


def test_a_tax_receipt_follows_its_notice_and_names_a_document(pushing: Any, province: Any) -> None:
    notice = pushing.command("tax-notices/send", MaHoSo=CODE)
    receipt = pushing.command("tax-receipts/send", MaHoSo=CODE)
    path, body = pushed(pushing, province, 2)
    assert path == "/nhanbienlaithuedvcqg"
    assert body["ThongTinThanhToan"]["MaThongBaoThue"] == notice["SO_QUYET_DINH"]
    assert body["ThongTinThanhToan"]["SoTien"] == str(notice["SO_TIEN"])
    document = httpx.get(body["UrlFileChungTu"], trust_env=False)
    assert (document.status_code, document.content[:5]) == (200, b"%PDF-")
    assert receipt["document"] in body["UrlFileChungTu"]
    assert pushing.view("tax")["receipts"] == [
        {"document": receipt["document"], "MaHoSo": CODE, "MaThongBaoThue": notice["SO_QUYET_DINH"]}
    ]
    assert body["HoTenNguoiNopTien"] not in str(pushing.journal()), "whoever pays is redacted in the journal"


def test_a_document_that_no_receipt_names_is_not_there(portal: Any) -> None:
    assert portal.national.get("/tep/CT-99999").status_code == 404
    assert portal.last()["facts"]["reason"] == "unknown-file"


def test_a_receipt_without_a_notice_is_refused(pushing: Any) -> None:
    answer = pushing.control.post("/control/1/tax-receipts/send", json={"MaHoSo": CODE})
    assert answer.status_code == 422
    assert "no tax notice was sent" in answer.json()["detail"]
    assert pushing.view("tax") == {"notices": [], "receipts": []}


@pytest.mark.parametrize(
    "answer",
    [{"error_code": 1, "message": {"MaTraCuuTT": "TT-1"}}, {"error_code": 0, "message": "x"}, {"error_code": -1}],
)
def test_a_fee_look_up_has_a_success_code_the_other_way_round(pushing: Any, province: Any, answer: Any) -> None:
    province.answers = [(200, "application/json", json.dumps(answer).encode())]
    pushing.command("fees/look-up", MaHoSo=CODE)
    path, body = pushed(pushing, province, 1)
    assert (path, body) == ("/dptracuuthanhtoanhs", {"MaHoSo": CODE})
    assert pushing.last()["response"]["body"]["error_code"] == answer["error_code"]


def test_an_answer_of_the_province_that_breaks_the_profile_is_noted(pushing: Any, province: Any) -> None:
    province.answers = [(200, "application/json", b'{"error_code": 7}')]
    pushing.command("fees/look-up", MaHoSo=CODE)
    province.wait(1)
    pushing.journal(after=1, wait=5)
    assert [row["pointer"] for row in pushing.last()["defects"]] == ["/error_code"]


def test_a_citizens_dossier_goes_to_the_province_and_comes_back_with_a_status(pushing: Any, province: Any) -> None:
    code = pushing.command("online-dossiers/create", MaTTHC="2.000815", MaDonVi="H56.107")["MaHoSo"]
    assert code.startswith("H56.107-")
    assert pushing.call("TraCuuHoSo", mahoso=code).json()["result"]["TrangThaiHoSo"] == "1"
    pushing.command("online-dossiers/send", MaHoSo=code)
    path, body = pushed(pushing, province, 1)
    assert (path, body["MaHoSo"], body["MaTTHC"], body["LoaiHoSo"]) == ("/nhanhosodvcqg", code, "2.000815", "1")
    assert len(body["TaiLieuNop"]) == 2
    for secret in (body["ChuHoSo"], body["SoGiayToChuHoSo"], body["SoDienThoai"], body["DiaChi"]):
        assert secret not in str(pushing.journal())
    status = [{"MaHoSo": code, "TrangThaiHoSo": "2"}]
    assert pushing.call("DongBoTrangThaiHoSo", type="2", data=status).json()["error_code"] == "0"
    (row,) = pushing.view("online-dossiers")["dossiers"]
    assert (row["statuses"], row["kind"], row["adds"]) == (["1", "2"], "dossier", 0)
    assert pushing.call("TraCuuHoSo", mahoso=code).json()["result"]["TrangThaiHoSo"] == "2"


def test_a_promotion_notice_can_be_rejected(pushing: Any, province: Any) -> None:
    code = pushing.command("online-dossiers/create", kind="promotion-notice")["MaHoSo"]
    pushing.command("online-dossiers/send", MaHoSo=code)
    assert pushed(pushing, province, 1)[1]["LoaiHoSo"] == "2"
    rejected = {"MaHoSo": code, "TrangThaiHoSo": "11", "GhiChu": "Không đúng quy định"}
    assert pushing.call("DongBoTrangThaiHoSo", type="2", data=[rejected]).json()["error_code"] == "0"
    assert pushing.view("online-dossiers")["dossiers"][0]["TrangThaiHoSo"] == "11"


def test_the_status_of_what_was_not_filed_on_the_portal_is_refused(signed_in: Any, dossier: Any) -> None:
    signed_in.push(dossier)
    filed = signed_in.command("online-dossiers/create")["MaHoSo"]
    rows = [{"MaHoSo": code, "TrangThaiHoSo": "4"} for code in (filed, dossier["MaHoSo"])]
    assert signed_in.call("DongBoTrangThaiHoSo", type="2", data=rows).json()["error_code"] == "4"
    assert [row["statuses"] for row in signed_in.dossiers()] == [["2"], ["1"]]


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        ("online-dossiers/create", {"MaTTHC": "9.999999"}),
        ("online-dossiers/create", {"kind": "petition"}),
        ("online-dossiers/send", {"MaHoSo": "H56.14-261122-9999"}),
        ("tax-notices/send", {"MaHoSo": CODE, "SoTien": 0}),
        ("tax-notices/send", {}),
    ],
)
def test_what_cannot_be_sent_is_refused(pushing: Any, province: Any, command: str, arguments: Any) -> None:
    assert pushing.control.post(f"/control/1/{command}", json=arguments).status_code == 422
    assert province.received == []


def test_without_an_address_nothing_is_sent_and_nothing_kept(signed_in: Any) -> None:
    answer = signed_in.control.post("/control/1/tax-notices/send", json={"MaHoSo": CODE})
    assert answer.status_code == 422
    assert "address of the province" in answer.json()["detail"]
    assert signed_in.view("tax")["notices"] == []


def test_pushes_arrive_in_the_order_of_the_commands(pushing: Any, province: Any) -> None:
    for _ in range(5):
        pushing.command("tax-notices/send", MaHoSo=CODE)
    numbers = [
        etree.fromstring(b64decode(json.loads(row.body)["FileThongBaoThue"])).findtext("LIST/SO_QUYET_DINH")
        for row in province.wait(5)
    ]
    assert numbers == [row["SO_QUYET_DINH"] for row in pushing.view("tax")["notices"]]
