"""What the portal does: one table of operations, and what is refused. `Mock.call` validates every answer."""

from collections.abc import Callable
from typing import Any

import pytest


def answered(mock: Any) -> Any:
    return mock.journal()[-1]["facts"]["answered"]


def test_a_sign_in_gives_a_session(portal: Any) -> None:
    answer = portal.login().json()
    assert answer["error_code"] == "0"
    assert portal.call("LayDanhSachTTHC").json()["error_code"] == "0"
    assert portal.journal()[0]["facts"]["credentials"] == "right"


@pytest.mark.parametrize(
    ("body", "code", "fact"),
    [
        ({"username": "h56.test", "password": "wrong"}, "5", "refused"),
        ({"username": "h56.test"}, "5", "refused"),
        ({"username": 1, "password": None}, "5", "refused"),
        (["h56.test", "not-a-real-password"], "-1", "malformed"),
        (None, "-1", "malformed"),
    ],
)
def test_a_sign_in_without_the_right_credentials_is_refused(portal: Any, body: Any, code: str, fact: str) -> None:
    answer = portal.checked("DangNhap", portal.national.post("/auth/login", json=body)).json()
    assert (answer["error_code"], answer["session"], answered(portal)) == (code, None, fact)


def test_a_procedure_is_told_in_the_keys_that_clients_read(signed_in: Any) -> None:
    procedure = signed_in.call("LayThuTuc", maTTHC="2.001019").json()["result"]
    assert procedure["MATTHC"] == "2.001019"
    assert procedure["LINHVUCTHUCHIEN"][0] == {"MALINHVUC": "G09-HT01", "TENLINHVUC": "Hộ tịch"}
    expected = set(signed_in.profile.operation("LayThuTuc").response_schema["$defs"]["Procedure"]["properties"])
    assert set(procedure) == expected


@pytest.mark.parametrize("code", ["9.999999", "", None, ["2.001019"], ...])
def test_an_unknown_procedure_is_no_procedure(signed_in: Any, code: Any) -> None:
    answer = signed_in.call("LayThuTuc", maTTHC=code).json()
    assert (answer["error_code"], answer["result"]) == ("0", None)


def test_every_listed_procedure_can_be_asked_for(signed_in: Any) -> None:
    rows = signed_in.call("LayDanhSachTTHC").json()["result"]
    assert len(rows) == 12
    for row in rows:
        assert signed_in.call("LayThuTuc", maTTHC=row["MATTHC"]).json()["result"]["TENTTHC"] == row["TENTTHC"]


def test_agencies_are_listed(signed_in: Any) -> None:
    rows = signed_in.call("LayDanhMucCoQuan").json()["result"]
    assert {"H56", "H56.14"} <= {row["MADONVI"] for row in rows}


def test_a_dossier_is_added_looked_up_updated_and_gets_steps(signed_in: Any, dossier: Any, step: Any) -> None:
    assert signed_in.call("TraCuuHoSo", mahoso=dossier["MaHoSo"]).json()["result"] is None
    assert signed_in.push(dossier).json()["error_code"] == "0"
    assert signed_in.push(dossier | {"TrangThaiHoSo": "4"}, updating="True").json()["error_code"] == "0"
    assert signed_in.call("CapNhatTienDoHoSoMC", data=[step, step]).json()["error_code"] == "0"
    found = signed_in.call("TraCuuHoSo", mahoso=dossier["MaHoSo"]).json()["result"]
    assert (found["MaHoSo"], found["TrangThaiHoSo"]) == (dossier["MaHoSo"], "4")
    assert signed_in.dossiers() == [
        {"MaHoSo": dossier["MaHoSo"], "adds": 1, "updates": 1, "TrangThaiHoSo": "4", "statuses": ["2", "4"], "steps": 2}
    ]
    effects = [exchange["facts"].get("effect") for exchange in signed_in.journal()]
    assert effects == [None, None, "added", "updated", "step", None]


def test_an_add_of_a_known_dossier_is_told_that_it_exists(signed_in: Any, dossier: Any) -> None:
    signed_in.push(dossier)
    answer = signed_in.push(dossier, dossier | {"MaHoSo": "H56.14-261122-0002"}).json()
    assert (answer["error_code"], answer["message"]) == ("3", "Hồ sơ đã tồn tại")
    assert answered(signed_in) == "exists"
    assert [row["MaHoSo"] for row in signed_in.dossiers()] == [dossier["MaHoSo"]], "all or none of a call is taken"


def test_one_call_that_adds_a_dossier_twice_adds_nothing(signed_in: Any, dossier: Any) -> None:
    assert signed_in.push(dossier, dossier).json()["error_code"] == "3"
    assert signed_in.dossiers() == []


@pytest.mark.parametrize("service", ["DongBoHoSoMC", "CapNhatTienDoHoSoMC"])
def test_news_of_an_unknown_dossier_is_refused(signed_in: Any, dossier: Any, service: str) -> None:
    answer = signed_in.call(service, isUpdating="True", data=[dossier]).json()
    assert (answer["error_code"], answered(signed_in)) == ("4", "unknown-dossier")
    assert signed_in.dossiers() == []


@pytest.mark.parametrize(
    "body",
    [
        {"data": {"MaHoSo": "H56.14-261122-0001"}},
        {"data": None},
        {"data": ...},
        {"data": ["H56.14-261122-0001"]},
        {"data": [{"MaHoSo": ""}]},
        {"data": [{"MaTTHC": "2.001019"}]},
    ],
)
@pytest.mark.parametrize("service", ["DongBoHoSoMC", "CapNhatTienDoHoSoMC"])
def test_data_that_names_no_dossiers_is_refused(signed_in: Any, service: str, body: Any) -> None:
    answer = signed_in.call(service, isUpdating="False", **body).json()
    assert (answer["error_code"], answered(signed_in)) == ("-1", "malformed")


def test_an_unknown_service_is_refused(signed_in: Any) -> None:
    body = {"session": signed_in.session, "madonvi": "H56.14", "service": "XoaHoSo"}
    assert signed_in.national.post("/integration", json=body).json()["error_code"] == "-1"
    last = signed_in.journal()[-1]
    assert (last["operation"], last["facts"]["session"]) == (None, "valid")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b'{"a": NaN}', b"a=1&b=2"])
def test_what_is_no_json_object_is_refused(signed_in: Any, content: bytes) -> None:
    answer = signed_in.national.post("/integration", content=content)
    assert (answer.status_code, answer.json()["error_code"]) == (200, "-1")
    assert signed_in.journal()[-1]["request"]["size"] == len(content)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/auth/login?username=a", 405),
        ("PUT", "/integration", 405),
        ("GET", "/", 404),
        ("POST", "/integration/", 404),
        ("OPTIONS", "*", 404),
    ],
)
def test_other_addresses_and_methods_are_journaled_too(portal: Any, method: str, path: str, status: int) -> None:
    assert portal.national.request(method, path).status_code == status
    assert portal.journal()[-1]["operation"] is None


@pytest.mark.parametrize(
    ("change", "pointer", "rule"),
    [
        ({"TenLinhVuc": ...}, "/data/0", "required"),
        ({"NgayTiepNhan": "20261122"}, "/data/0/NgayTiepNhan", "pattern"),
        ({"NgayTiepNhan": "20261122251502"}, "/data/0/NgayTiepNhan", "pattern"),
        ({"TrangThaiHoSo": "11"}, "/data/0/TrangThaiHoSo", "enum"),
        ({"LoaiDoiTuong": 1}, "/data/0/LoaiDoiTuong", "enum"),
        ({"DinhDanhCHS": [{"LoaiDinhDanh": "1"}]}, "/data/0/DinhDanhCHS/0", "required"),
    ],
)
def test_a_field_defect_is_noted_and_accepted(
    signed_in: Any, dossier: Any, change: Any, pointer: str, rule: str
) -> None:
    changed = {name: value for name, value in (dossier | change).items() if value is not ...}
    assert signed_in.push(changed).json()["error_code"] == "0"
    assert [(row["pointer"], row["rule"]) for row in signed_in.journal()[-1]["defects"]] == [(pointer, rule)]


def test_unknown_fields_are_no_defect(signed_in: Any, dossier: Any) -> None:
    signed_in.push(dossier | {"TruongMoi": "x"})
    assert signed_in.journal()[-1]["defects"] == []


def test_a_strict_portal_refuses_field_defects(start: Callable[..., Any], dossier: Any) -> None:
    portal = start(lenient=False)
    portal.login()
    assert portal.push(dossier | {"TrangThaiHoSo": "11"}).json()["error_code"] == "-1"
    assert portal.dossiers() == []
    assert portal.push(dossier).json()["error_code"] == "0"


def test_a_missing_agency_is_noted_and_accepted(signed_in: Any) -> None:
    assert signed_in.call("TraCuuHoSo", mahoso="x", madonvi=...).json()["error_code"] == "0"
    assert [row["rule"] for row in signed_in.journal()[-1]["defects"]] == ["required"]


def test_headers_unlike_the_expected_ones_are_a_fact(signed_in: Any) -> None:
    headers = {"Accept": "application/json", "Charset": "UTF-8", "dstcode": "VN:GOV:TEST"}
    signed_in.national.post("/integration", json={}, headers=headers)
    assert signed_in.journal()[-1]["facts"]["headers_unlike"] == []
    signed_in.national.post("/integration", json={}, headers={"Charset": "latin-1", "dstcode": ""})
    assert signed_in.journal()[-1]["facts"]["headers_unlike"] == ["charset", "dstcode"]


def test_a_call_that_says_not_for_whom_it_is_meant_breaks_the_profile(start: Callable[..., Any], dossier: Any) -> None:
    portal = start(lenient=False)
    portal.login()
    del portal.national.headers["dstcode"]
    assert portal.push(dossier).json()["error_code"] == "-1"
    assert (portal.last()["facts"]["reason"], portal.last()["defects"][0]["pointer"]) == ("malformed", "/headers")
    assert portal.dossiers() == []
