"""Real exchanges of every operation are valid by `xmllint` and the profile's XSDs; what is out of order is not."""

import shutil
import subprocess
from typing import Any

import pytest

from specs.profile import load_profile
from tests.unit.mocks.population.asking import XSD, Province, body_of
from tests.unit.mocks.population.conftest import some_resident
from tests.unit.mocks.population.test_other_operations import LISTS

LOOK_UP = "TraCuuThongTinCongDan"
NO_XMLLINT = "xmllint is not installed: apt-get install libxml2-utils"


def lint(schema: str, content: bytes) -> bool:
    """Whether xmllint finds the document valid by that XSD."""
    program = shutil.which("xmllint")
    if program is None:
        pytest.fail(NO_XMLLINT)
    command = [program, "--noout", "--nonet", "--schema", str(XSD / f"{schema}.xsd"), "-"]
    done = subprocess.run(command, input=content, capture_output=True, check=False)
    assert done.returncode in (0, 3), done.stderr.decode()
    return done.returncode == 0


def questions(province: Province) -> dict[str, dict[str, Any]]:
    """The members of a question of every operation of the profile."""
    child = some_resident(province.side, lambda row: row["born"] > "2015")
    about = province.about(child)
    record = body_of(province.ask(LOOK_UP, **about))["CongdanCollection"]["CongDan"]
    other = {"HoVaTen": "CHA", "SoDinhDanh": record["Cha"]["SoDinhDanh"]}
    number = body_of(province.ask("CungCapDanhSachTheoDanToc", DanToc="02"))["DanhSachYeuCau"]["YeuCau"]["SoYeuCau"]
    province.side.command("requests/finish")
    statements: dict[str, dict[str, Any]] = {
        "XacMinhThongTinNhanThan": {"NhanThan": other},
        "XacMinhThongTinNguoiGiamHo": {"NguoiGiamHo": other},
        "XacMinhThongTinChuHo": {"ChuHo": other},
        "XacMinhThongTinNoiOHienTai": {"NoiOHienTai": {"MaTinhThanh": "01", "MaPhuongXa": "00004"}},
        "XacMinhTinhTrangHonNhan": {"TinhTrangHonNhan": "1"},
        "XacMinhTinhTrangChetMatTich": {},
    }
    plain: tuple[str, ...] = (
        LOOK_UP,
        "XacThucThongTinCongDan",
        "CungCapThongTinCongDan",
        "CungCapThongTinHoGiaDinh",
        "CungCapThongTinNhomMau",
    )
    asked = {"SoYeuCau": number}
    return {
        **dict.fromkeys(plain, about),
        **{name: about | members for name, members in statements.items()},
        **LISTS,
        "GetRequests": {},
        **dict.fromkeys(("GetRequestStatus", "GetRequestResult", "DeleteRequest"), asked),
    }


def test_every_exchange_is_valid(province: Province) -> None:
    asked = questions(province)
    assert set(asked) == {operation.name for operation in load_profile("c06", "c06-2025").operations}
    for operation, members in asked.items():
        content = province.question(operation, **members)
        assert lint("soap-request", content), operation
        answer = province.send(content)
        assert answer.status_code == 200, operation
        assert lint("soap-response", answer.content), operation


def test_faults_and_records_that_look_otherwise_are_valid(province: Province, resident: dict[str, Any]) -> None:
    assert lint("soap-response", province.ask(LOOK_UP).content)
    assert lint("soap-response", province.ask("X").content)
    for name in ("not-found", "empty-citizen", "year-only", "other-name", "with-district"):
        province.side.behave(name, times=1)
        assert lint("soap-response", province.ask(LOOK_UP, **province.about(resident)).content), name
    for code in ("Client", "Server", "VersionMismatch", "MustUnderstand"):
        province.side.behave("fault", times=1, code=code)
        assert lint("soap-response", province.ask(LOOK_UP, **province.about(resident)).content), code


def test_what_is_out_of_order_is_not_valid(province: Province, resident: dict[str, Any]) -> None:
    asked = province.about(resident)
    assert not lint("soap-request", province.question(LOOK_UP, **dict(reversed(asked.items()))))
    sound = province.ask(LOOK_UP, **asked).content
    assert lint("soap-response", sound)
    start, end = sound.index(b"<ns1:GioiTinh>"), sound.index(b"<ns1:DanToc>")
    swapped = sound[:start] + sound[end:].replace(b"<ns1:TonGiao>", sound[start:end] + b"<ns1:TonGiao>", 1)
    assert not lint("soap-response", swapped)
