"""No personal value that crosses the door is found in the journal or its file, whatever way it came."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from specs.redaction import redact

KEY = b"key of a test"
CANARIES = {
    "ChuHoSo": "Đặng Thị Chim Hoàng Yến",
    "SoGiayToChuHoSo": "001199123456",
    "MaDoiTuong": "TECHID-CANARY-77",
    "ThongTinKhac": "sống cùng bà Hoàng Oanh",
    "Email": "chim.hoang.yen@example.vn",
    "SoDienThoai": "0912345678",
    "GhiChu": "Gọi ông Sơn Ca trước khi trả",
    "TrichYeuHoSo": "Khai sinh cho cháu Bồ Câu",
}
NAMES_AND_NUMBERS = [*CANARIES.values(), "001199654321", "Vành Khuyên", "not-a-real-password", "Chào Mào"]


def everything(mock: Any, folder: Path) -> str:
    """Journal over HTTP, behaviours, dossiers and every byte of the state folder, as one text."""
    paths = ("journal", "behaviours", "dossiers")
    told = [json.dumps(mock.control.get(f"/control/1/{path}").json(), ensure_ascii=False) for path in paths]
    wait_for_the_disk(folder / "dvcqg.sqlite", last=mock.control.get("/control/1/identity").json()["journal_next"] - 1)
    kept = [file.read_bytes().decode("utf-8", "replace") for file in sorted(folder.iterdir())]
    return "\n".join([*told, *kept])


def wait_for_the_disk(file: Path, *, last: int) -> None:
    """Return once the exchange of that number is on disk."""
    until = monotonic() + 10
    with closing(sqlite3.connect(file)) as database:
        while not database.execute("SELECT 1 FROM journal WHERE last >= ?", (last,)).fetchone():
            assert monotonic() < until, "nothing was written"


@pytest.fixture
def door(start: Callable[..., Any], tmp_path: Path) -> tuple[Any, Path]:
    return start(state=tmp_path), tmp_path


def full(dossier: dict[str, Any]) -> dict[str, Any]:
    return (
        dossier
        | CANARIES
        | {
            "DinhDanhCHS": [{"LoaiDinhDanh": "1", "SoDinhDanh": "001199654321"}],
            "DanhSachHoSoBoSung": [{"NguoiYeuCauBoSung": "Vành Khuyên", "NoiDungBoSung": "hỏi Chào Mào"}],
        }
    )


def push(mock: Any, row: Any, **body: Any) -> dict[str, Any]:
    whole = {"session": mock.session, "madonvi": "H56.14", "service": "DongBoHoSoMC", "isUpdating": "False"}
    return whole | {"data": [row]} | body


def test_a_push_and_its_steps(door: Any, dossier: Any, step: Any) -> None:
    mock, file = door
    mock.login()
    mock.push(full(dossier))
    mock.call("CapNhatTienDoHoSoMC", data=[step | {"NguoiXuLy": "Vành Khuyên", "NoiDungXuLy": "hỏi Chào Mào"}])
    text = everything(mock, file)
    assert not [value for value in [*NAMES_AND_NUMBERS, mock.session] if value in text]
    assert dossier["MaHoSo"] in text
    last = mock.journal()[1]
    assert last["redacted"] >= len(CANARIES) + 4
    kept = last["request"]["body"]["data"][0]
    assert {name: kept[name] for name in ("NgayTiepNhan", "TenTTHC", "DonViXuLy")} == {
        name: dossier[name] for name in ("NgayTiepNhan", "TenTTHC", "DonViXuLy")
    }


@pytest.mark.parametrize(
    "change",
    [
        {"service": "DongBoHoSo"},
        {"service": None},
        {"data": {"0": "x"}},
        {"isUpdating": 7},
        {"session": "not-a-session-of-Vành Khuyên"},
    ],
)
def test_a_refused_push_tells_no_more(door: Any, dossier: Any, change: Any) -> None:
    mock, file = door
    mock.login()
    body = push(mock, full(dossier)) | change
    mock.national.post("/integration", json=body)
    text = everything(mock, file)
    assert not [value for value in NAMES_AND_NUMBERS if value in text]


def test_what_breaks_the_schema_is_not_quoted_in_the_defects(door: Any, dossier: Any) -> None:
    mock, file = door
    mock.login()
    wrong = full(dossier) | {"ChuHoSo": [CANARIES["ChuHoSo"]], "TrangThaiHoSo": "Vành Khuyên", "NgayTra": "Chào Mào"}
    mock.push(wrong)
    assert len(mock.journal()[-1]["defects"]) >= 3
    # TrangThaiHoSo and NgayTra are no personal fields, so a name there stays as it came; the defects never quote it.
    assert not [value for value in NAMES_AND_NUMBERS if value in json.dumps(mock.journal()[-1]["defects"])]
    assert CANARIES["ChuHoSo"] not in everything(mock, file)


@pytest.mark.parametrize("spoil", [lambda text: text[:-2], lambda text: "\ufeff" + text, lambda text: text + "}"])
def test_json_that_is_broken(door: Any, dossier: Any, spoil: Callable[[str], str]) -> None:
    mock, file = door
    mock.login()
    text = json.dumps(push(mock, full(dossier)), ensure_ascii=False)
    mock.national.post("/integration", content=spoil(text).encode())
    assert mock.journal()[-1]["request"]["body"] is None
    everywhere = everything(mock, file)
    assert not [value for value in [*NAMES_AND_NUMBERS, mock.session] if value in everywhere]


@pytest.mark.parametrize(
    ("content", "type_"),
    [
        ("ChuHoSo=Chào Mào&GhiChu=Vành Khuyên", "application/x-www-form-urlencoded"),
        ("data[0][ChuHoSo]=Chào Mào&data%5B0%5D%5BGhiChu%5D=Vành Khuyên", "application/x-www-form-urlencoded"),
        ("<HoSo><ChuHoSo>Chào Mào</ChuHoSo><GhiChu lang='vi'>Vành</GhiChu></HoSo>", "text/xml"),
        ('--x\r\nContent-Disposition: form-data; name="ChuHoSo"\r\n\r\nChào Mào\r\n--x--', "multipart/form-data"),
        ("{'ChuHoSo': 'Chào Mào', 'chuhoso': 'Vành Khuyên'}", "application/json"),
    ],
)
def test_forms_and_xml(door: Any, content: str, type_: str) -> None:
    mock, file = door
    mock.national.post("/integration", content=content.encode(), headers={"Content-Type": type_})
    text = everything(mock, file)
    assert not [value for value in NAMES_AND_NUMBERS if value in text]
    assert "ChuHoSo" in text


def test_bytes_of_another_encoding(door: Any, dossier: Any) -> None:
    mock, file = door
    mock.national.post("/integration", content=json.dumps(push(mock, full(dossier))).encode("utf-16-le"))
    text = everything(mock, file).replace("\\u0000", "")
    assert not [value for value in NAMES_AND_NUMBERS if value in text]
    assert "ChuHoSo" not in text


def test_credentials_in_the_address_and_in_forms(door: Any) -> None:
    mock, file = door
    query = {"username": "canary-account", "password": "canary-secret", "session": "canary-session"}
    mock.national.post("/auth/login", params=query, json=query)
    mock.national.get("/auth/login", params=query)
    mock.national.get("/x", params={"data[0][ChuHoSo]": "canary-name", "q": "Bearer canary-token"})
    mock.national.post("/auth/login", data=query)
    mock.national.post("/x", headers={"Authorization": "Bearer canary-bearer", "Cookie": "a=canary-cookie"})
    text = everything(mock, file)
    assert "canary" not in text
    assert set(mock.journal()[0]["request"]["query"]) == set(query), "that they stood there must remain visible"


def test_identity_numbers_are_described_before_they_go(signed_in: Any, dossier: Any) -> None:
    numbers = ["001199654321", "123456789", "000000001", "12345"]
    rows = [{"LoaiDinhDanh": "1", "SoDinhDanh": number} for number in numbers]
    signed_in.push(dossier | {"DinhDanhCHS": rows})
    kinds = {row["pointer"]: row["kind"] for row in signed_in.journal()[-1]["facts"]["identity"]}
    assert kinds == {
        "/data/0/DinhDanhCHS/0/SoDinhDanh": "citizen-12",
        "/data/0/DinhDanhCHS/1/SoDinhDanh": "citizen-9",
        "/data/0/DinhDanhCHS/2/SoDinhDanh": "placeholder",
        "/data/0/DinhDanhCHS/3/SoDinhDanh": "malformed",
    }
    kept = signed_in.journal()[-1]["request"]["body"]["data"][0]["DinhDanhCHS"]
    assert kept[2]["SoDinhDanh"] == "000000001", "it names nobody, and a check must see it"


def test_the_other_side_makes_the_same_placeholders_with_the_key(signed_in: Any, dossier: Any) -> None:
    signed_in.push(full(dossier))
    identity = signed_in.control.get("/control/1/identity").json()
    schema = {"properties": {"owner": {"x-personal-data": "name"}}}
    told = redact({"owner": CANARIES["ChuHoSo"]}, schema, bytes.fromhex(identity["redaction_key"]))
    assert signed_in.journal()[-1]["request"]["body"]["data"][0]["ChuHoSo"] == told.value["owner"]


def test_one_session_keeps_one_placeholder_in_question_and_answer(signed_in: Any) -> None:
    signed_in.call("LayDanhMucCoQuan")
    login, call = signed_in.journal()
    assert login["response"]["body"]["session"] == call["request"]["body"]["session"] != signed_in.session
