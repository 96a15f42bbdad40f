"""What the database is told to do otherwise, it does, as often as told, and the journal says so."""

from typing import Any

import pytest

from mocks.population.behaviours import DATABASE_BEHAVIOURS
from specs.profile import load_profile
from tests.unit.mocks.population.asking import Province, body_of, own_code, record_of

LOOK_UP = "TraCuuThongTinCongDan"


def ask(province: Province, resident: dict[str, Any]) -> Any:
    """One look-up of somebody who is there."""
    return province.ask(LOOK_UP, **province.about(resident))


def told(province: Province, name: str) -> None:
    """The newest exchange was under that behaviour and no other."""
    assert province.last()["behaviour"] == [name]


@pytest.mark.parametrize(("name", "collection"), [("not-found", None), ("empty-citizen", {"CongDan": None})])
def test_somebody_is_not_found(
    province: Province, resident: dict[str, Any], name: str, collection: dict[str, Any] | None
) -> None:
    province.side.behave(name, times=1)
    assert body_of(ask(province, resident)) == {"CongdanCollection": collection}
    told(province, name)
    assert province.last()["facts"]["found"] is False
    assert record_of(ask(province, resident)) is not None
    assert [row["found"] for row in province.side.view("audit")["rows"]] == [False, True]


def test_somebody_does_not_exist(province: Province, resident: dict[str, Any]) -> None:
    province.side.behave("not-found")
    answer = province.ask("XacThucThongTinCongDan", **province.about(resident))
    assert body_of(answer) == {"KetQuaXacThuc": {"TonTai": "false"}}


def test_records_look_otherwise(province: Province, resident: dict[str, Any]) -> None:
    usual = record_of(ask(province, resident))
    for name in ("year-only", "other-name", "with-district"):
        province.side.behave(name, operation=LOOK_UP, times=1)
        record = record_of(ask(province, resident))
        told(province, name)
        changed = {member for member in usual if record[member] != usual[member]}
        expected = {
            "year-only": {"NgayThangNamSinh"},
            "other-name": {"HoVaTen"},
            "with-district": {"NoiDangKyKhaiSinh", "QueQuan", "ThuongTru", "NoiOHienTai"},
        }
        assert changed == expected[name]
    assert record["ThuongTru"]["MaQuanHuyen"]
    assert record_of(ask(province, resident)) == usual


@pytest.mark.parametrize(("unit", "other"), [("ms", "s"), ("s", "ms")])
def test_one_unit_of_time_is_taken(province: Province, resident: dict[str, Any], unit: str, other: str) -> None:
    province.side.behave("timestamp-strict", unit=unit)
    right = province.ask(LOOK_UP, headers=province.headers(unit=unit), **province.about(resident))
    assert record_of(right) is not None
    wrong = province.ask(LOOK_UP, headers=province.headers(unit=other), **province.about(resident))
    assert own_code(wrong) == "C06-103"
    told(province, "timestamp-strict")


def test_the_service_refuses(province: Province, resident: dict[str, Any]) -> None:
    before = province.side.view("state/changes")
    province.side.behave("refuse", code="999", message="Hệ thống đang bảo trì", times=1)
    answer = ask(province, resident)
    assert own_code(answer) == "999"
    assert body_of(answer)["Fault"]["faultstring"] == "Hệ thống đang bảo trì"
    facts = province.last()["facts"]
    assert (facts["accepted"], facts["reason"]) == (False, "told-to-refuse")
    assert province.side.view("state/changes") == before


@pytest.mark.parametrize("code", ["Client", "Server", "VersionMismatch", "MustUnderstand"])
def test_a_bare_fault(province: Province, resident: dict[str, Any], code: str) -> None:
    province.side.behave("fault", code=code, times=1)
    answer = ask(province, resident)
    assert answer.status_code == 500
    told_fault = body_of(answer)["Fault"]
    assert (told_fault["faultcode"], "detail" in told_fault) == (f"soapenv:{code}", False)


@pytest.mark.parametrize(
    ("arguments", "kind", "status"),
    [
        ({}, "Server.ServerProxy.NetworkError", 500),
        ({"error": "Server.ClientProxy.OutdatedGlobalConf"}, "Server.ClientProxy.OutdatedGlobalConf", 500),
        ({"error": "Client.BadRequest"}, "Client.BadRequest", 400),
    ],
)
def test_a_fault_of_the_platform(
    province: Province, resident: dict[str, Any], arguments: dict[str, Any], kind: str, status: int
) -> None:
    province.side.behave("platform-fault", times=1, **arguments)
    answer = ask(province, resident)
    assert (answer.status_code, answer.headers["x-road-error"]) == (status, kind)
    assert set(answer.json()) == {"type", "message", "detail"}
    assert province.side.view("audit")["rows"] == []
    assert "x-road-error" not in ask(province, resident).headers


def test_a_message_that_xml_cannot_hold_is_not_taken(province: Province) -> None:
    wish = {"name": "refuse", "arguments": {"code": "1", "message": "a\u0001b"}}
    assert province.side.control.post("/control/1/behaviours", json=wish).status_code == 422


def test_anything_is_accepted(province: Province, resident: dict[str, Any]) -> None:
    province.side.behave("accepts-anything")
    headers = province.headers(ApiKey=None, Authorization=None, Timestamp=None, X_Road_Client=None)
    wrong = province.about(resident, HoVaTen="AI DO", NgayThangNamSinh=...) | {"MaCanBo": ..., "MaTichHop": "000"}
    assert record_of(province.ask(LOOK_UP, headers=headers, **wrong))["SoDinhDanh"] == resident["identity"]
    assert record_of(province.ask(LOOK_UP, headers=headers, SoDinhDanh="x")) is not None
    profile = load_profile("c06", "c06-2025")
    for operation in profile.operations:
        answer = province.ask(operation.name, headers=headers, SoYeuCau="YC00009999")
        assert answer.status_code == 200, operation.name
        assert province.last()["facts"]["accepted"] is True


def test_behaviours_are_explained_in_both_languages() -> None:
    assert all(kind.en and kind.vi and kind.usage.startswith(kind.name) for kind in DATABASE_BEHAVIOURS)
