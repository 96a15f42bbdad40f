"""What flows back to the province: by cursor without gaps and doubles, by push in the order of each dossier."""

import json
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.unit.mocks.ministry.visiting import Ministry, step
from tests.unit.mocks.province import Province

PUSH = "/api/bo-nganh/ho-so/thay-doi"


def numbers(changes: list[dict[str, Any]]) -> list[int]:
    return [change["ThuTu"] for change in changes]


def test_an_empty_system_has_an_empty_feed(ministry: Ministry) -> None:
    assert ministry.page() == {"DanhSach": [], "ConTro": "", "ConNua": False}


def test_the_feed_tells_what_happened_in_order(ministry: Ministry) -> None:
    known = ministry.create()
    ministry.call("CapNhatTienDo", [step(known)])
    ministry.status(known, "2")
    feed = ministry.feed()
    assert [change["LoaiThayDoi"] for change in feed] == ["TAO_MOI", "TIEN_DO", "TRANG_THAI"]
    assert [change["HoSo"]["TrangThai"] for change in feed] == ["1", "1", "2"]
    assert feed[0]["HoSo"]["ChuHoSo"] == "Nguyễn Thị Thử Nghiệm"
    assert [row["NguoiXuLy"] for row in feed[1]["TienDo"]] == ["Lê Thị Giả Định"]


@pytest.mark.parametrize("size", [1, 2, 7, 500])
def test_pages_of_any_size_have_every_change_once(ministry: Ministry, size: int) -> None:
    ministry.command("dossiers/make", count=5)
    ministry.command("dossiers/return", count=3)
    everything = ministry.feed()
    assert numbers(everything) == list(range(1, len(everything) + 1))
    assert ministry.feed(size) == everything


def test_pages_that_change_under_way_repeat_nothing_and_miss_nothing(ministry: Ministry) -> None:
    ministry.command("dossiers/make", count=4)
    found: list[dict[str, Any]] = []
    cursor, more = "", True
    for _ in range(3):
        page = ministry.page(cursor, 3)
        found, cursor = found + page["DanhSach"], page["ConTro"]
        ministry.command("dossiers/advance")
        ministry.command("dossiers/make", count=1)
    while more:
        page = ministry.page(cursor, 3)
        found, cursor, more = found + page["DanhSach"], page["ConTro"], page["ConNua"]
    assert found == ministry.feed()
    assert numbers(found) == list(range(1, len(found) + 1))


def test_a_page_at_the_end_keeps_its_cursor(ministry: Ministry) -> None:
    ministry.command("dossiers/make", count=1)
    cursor = ministry.page()["ConTro"]
    assert ministry.page(cursor) == {"DanhSach": [], "ConTro": cursor, "ConNua": False}


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ({"conTro": "td-999"}, "unknown-cursor"),
        ({"conTro": "x"}, "malformed"),
        ({"conTro": "td-0"}, "malformed"),
        ({"soLuong": "0"}, "malformed"),
        ({"soLuong": "501"}, "malformed"),
        ({"soLuong": "many"}, "malformed"),
    ],
)
def test_a_page_that_cannot_be_is_refused(steady: Ministry, query: dict[str, str], reason: str) -> None:
    assert steady.refused("LayThayDoiHoSo", **query) == (400, reason)


def test_a_lenient_system_refuses_such_pages_too(start: Callable[..., Ministry]) -> None:
    ministry = start(lenient=True).sign_in()
    assert ministry.refused("LayThayDoiHoSo", conTro="x") == (400, "unknown-cursor")
    assert ministry.refused("LayThayDoiHoSo", soLuong="501") == (400, "malformed")


def test_results_come_with_files_that_can_be_fetched(ministry: Ministry) -> None:
    ministry.command("dossiers/make", count=1)
    ministry.command("dossiers/return")
    (result,) = [row for change in ministry.feed() for row in change["DanhSachGiayToKetQua"]]
    answer = httpx.get(result["DuongDanTepTinKetQua"], headers=ministry.national.headers, trust_env=False)
    assert answer.status_code == 200
    assert ministry.call("TaiTepXuong", path=result).content == answer.content


def test_a_gap_loses_one_change_for_good(ministry: Ministry) -> None:
    ministry.command("dossiers/make", count=4)
    ministry.behave("feed-gap", times=1)
    assert numbers(ministry.feed(2)) == [2, 3, 4]
    assert ministry.hits() == {"feed-gap": 1}


def test_a_duplicate_comes_on_one_page(ministry: Ministry) -> None:
    ministry.command("dossiers/make", count=3)
    ministry.behave("feed-duplicate", times=1)
    assert numbers(ministry.feed(2)) == [1, 1, 2, 3]


def test_out_of_order_turns_a_page_round(ministry: Ministry) -> None:
    ministry.command("dossiers/make", count=3)
    ministry.behave("feed-out-of-order")
    assert numbers(ministry.page()["DanhSach"]) == [3, 2, 1]
    assert ministry.hits() == {"feed-out-of-order": 1}
    assert numbers(ministry.page("td-2")["DanhSach"]) == [3]
    assert ministry.hits() == {"feed-out-of-order": 1}, "one change has no order"


def test_changes_are_pushed_in_the_order_of_their_dossier(ministry: Ministry, province: Province) -> None:
    province.answers = [(503, "text/plain", b"busy"), (200, "application/json", b"{}")]
    ministry.command("province", url=province.url)
    ministry.command("feed/push", on=True)
    ministry.command("dossiers/make", count=2)
    ministry.command("dossiers/return")
    expected = ministry.feed()
    got = [json.loads(push.body) for push in province.wait(len(expected) + 1)]
    assert {push.path for push in province.received} == {PUSH}
    assert {body["MaBoNganh"] for body in got} == {"BTP"}
    by_dossier: dict[str, list[int]] = defaultdict(list)
    for body in got:
        by_dossier[body["ThayDoi"]["HoSo"]["MaHoSo"]].append(body["ThayDoi"]["ThuTu"])
    assert sorted({number for numbers in by_dossier.values() for number in numbers}) == numbers(expected)
    assert all(numbers == sorted(numbers) for numbers in by_dossier.values())
    assert sum(map(len, by_dossier.values())) == len(expected) + 1, "the one refused came again"


def test_calls_of_the_province_are_pushed_back_too(ministry: Ministry, province: Province) -> None:
    ministry.command("province", url=province.url)
    ministry.command("feed/push", on=True)
    known = ministry.create()
    ministry.status(known, "2")
    bodies = [json.loads(push.body)["ThayDoi"] for push in province.wait(2)]
    assert [body["HoSo"]["TrangThai"] for body in bodies] == ["1", "2"]
    ministry.command("feed/push", on=False)
    ministry.status(known, "4")
    assert len(ministry.view("pushes")["pushes"]) == 2


def test_without_the_address_of_a_province_changes_wait_in_the_log(ministry: Ministry, province: Province) -> None:
    ministry.command("feed/push", on=True)
    ministry.command("dossiers/make", count=2)
    assert ministry.view("changes")["unpushed"] == 2
    refused = ministry.control.post("/control/1/feed/push-again", json={})
    assert refused.status_code == 422
    ministry.command("province", url=province.url)
    assert ministry.command("feed/push-again") == {"pushed": 2}
    assert len(province.wait(2)) == 2
    assert ministry.command("feed/push-again", conTro="td-1") == {"pushed": 1}
    assert ministry.view("changes")["unpushed"] == 0


def test_what_the_province_told_of_people_is_never_on_disk(start: Callable[..., Ministry], tmp_path: Any) -> None:
    ministry = start(state=tmp_path).sign_in()
    file = ministry.upload(b"a secret of a citizen")
    known = ministry.create()
    ministry.call("CapNhatTienDo", [step(known)])
    actor = "btp.h56.107-cb01"
    officer = {"NguoiThucHien": actor, "HoTen": "Phạm Thị Không Có Thật", "MaDonVi": "H56.107"}
    assert ministry.call("DangKyCanBo", officer).status_code == 200
    bank = {"NguoiThucHien": actor, "MaNganHang": "NHGL", "SoTaiKhoan": "TK-KHONG-CO", "TenTaiKhoan": "Tên Không Có"}
    assert ministry.call("CapNhatTaiKhoanNganHang", bank, path={"MaDonVi": "H56.107"}).status_code == 200
    ministry.command("snapshot")
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for told in (
        "Nguyễn Thị Thử",
        "Trần Văn Giả",
        "Lê Thị Giả",
        "Đã kiểm tra",
        "Phạm Thị Không",
        "TK-KHONG",
        "citizen",
    ):
        assert told.encode() not in kept
    assert ministry.call("TaiTepXuong", path=file).status_code == 200


def test_the_journal_shows_nobody(ministry: Ministry, province: Province) -> None:
    ministry.command("province", url=province.url)
    ministry.command("feed/push", on=True)
    known = ministry.create()
    ministry.call("CapNhatTienDo", [step(known)])
    ministry.command("dossiers/make", count=1)
    ministry.feed()
    ministry.call("TraCuuHoSo", path={"MaHoSo": known["maHoSo"]})
    made = ministry.feed()[-1]["HoSo"]
    province.wait(3)
    journal = str(ministry.journal())
    told = ("Nguyễn Thị Thử", "Trần Văn Giả", "Lê Thị Giả", "Đã kiểm tra", made["ChuHoSo"])
    assert [name for name in told if name in journal] == []
    assert known["maHoSo"] in journal
