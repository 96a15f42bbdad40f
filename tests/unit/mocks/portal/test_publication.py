"""What is published can be asked for, and what the referee changes is seen by the province."""

from collections.abc import Mapping
from typing import Any

import pytest

CODE = "1.003560"
NEW = {
    "MATTHC": "3.000123",
    "TENTTHC": "Thủ tục mới công bố (giả lập)",
    "MALINHVUC": "G03-GD10",
    "TENLINHVUC": "Giáo dục phổ thông",
    "level": "commune",
    "days": 3,
    "fee": 10000,
    "papers": ["Đơn"],
    "results": ["Quyết định"],
}


def listed(mock: Any) -> dict[str, Mapping[str, Any]]:
    return {row["MATTHC"]: row for row in mock.call("LayDanhSachTTHC").json()["result"]}


def test_the_fields_are_those_of_the_procedures(signed_in: Any) -> None:
    fields = signed_in.call("LayDanhMucLinhVuc").json()["result"]
    assert {row["MALINHVUC"] for row in fields} == {row["MALINHVUC"] for row in listed(signed_in).values()}
    assert all(row["MANGANH"] == row["MALINHVUC"][:3] for row in fields)


def test_a_withdrawn_procedure_is_no_longer_in_force(signed_in: Any) -> None:
    told = signed_in.command("procedures/withdraw", MATTHC=CODE)
    assert listed(signed_in)[CODE]["TRANGTHAI"] == told["TRANGTHAI"] == "Hết hiệu lực"
    assert signed_in.call("LayThuTuc", maTTHC=CODE).json()["result"]["TRANGTHAI"] == "Hết hiệu lực"
    others = {row["TRANGTHAI"] for code, row in listed(signed_in).items() if code != CODE}
    assert others == {"Còn hiệu lực"}
    signed_in.command("procedures/publish", MATTHC=CODE)
    assert listed(signed_in)[CODE]["TRANGTHAI"] == "Còn hiệu lực"


def test_a_new_procedure_is_published(signed_in: Any) -> None:
    signed_in.command("procedures/publish", **NEW)
    procedure = signed_in.call("LayThuTuc", maTTHC=NEW["MATTHC"]).json()["result"]
    assert procedure["TENTTHC"] == NEW["TENTTHC"]
    assert procedure["KETQUATHUCHIEN"][0]["TENKETQUA"] == "Quyết định"
    assert len(listed(signed_in)) == 13
    shown = {row["MATTHC"]: row["changed"] for row in signed_in.view("procedures")["procedures"]}
    assert [code for code, changed in shown.items() if changed] == [NEW["MATTHC"]]
    signed_in.command("procedures/withdraw", MATTHC=NEW["MATTHC"])
    assert signed_in.call("LayThuTuc", maTTHC=NEW["MATTHC"]).json()["result"]["TENTTHC"] == NEW["TENTTHC"]


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        ("procedures/withdraw", {"MATTHC": "9.999999"}),
        ("procedures/publish", {"MATTHC": "9.999999"}),
        ("procedures/publish", {name: value for name, value in NEW.items() if name != "days"}),
        ("procedures/publish", NEW | {"level": "district"}),
        ("procedures/withdraw", {"MATTHC": "birth"}),
        ("end-to-end-services/set", {"MADVC": "9.999999.01", "state": "ready"}),
        ("end-to-end-services/set", {"MADVC": "2.001019.01", "state": "done"}),
    ],
)
def test_what_cannot_be_published_is_refused(signed_in: Any, command: str, arguments: Any) -> None:
    before = signed_in.view("procedures"), signed_in.view("end-to-end-services")
    assert signed_in.control.post(f"/control/1/{command}", json=arguments).status_code == 422
    assert (signed_in.view("procedures"), signed_in.view("end-to-end-services")) == before


def test_of_25_end_to_end_services_21_are_ready(signed_in: Any) -> None:
    shown = signed_in.view("end-to-end-services")
    assert (len(shown["services"]), shown["ready"], shown["fidelity"]) == (25, 21, "assumed")
    still_open = [row for row in shown["services"] if row["state"] == "open"]
    assert {row["with"] for row in still_open} == {"Bộ Tài chính", "EVN"}
    ready = {row["MADVC"]: row["MATTHC"] for row in signed_in.call("LayDVC").json()["result"]}
    assert len(ready) == 21
    assert all(code.startswith(procedure) for code, procedure in ready.items())


def test_a_service_that_becomes_ready_is_listed(signed_in: Any) -> None:
    code = next(row["MADVC"] for row in signed_in.view("end-to-end-services")["services"] if row["state"] == "open")
    signed_in.command("end-to-end-services/set", MADVC=code, state="ready")
    assert signed_in.view("end-to-end-services")["ready"] == 22
    assert code in {row["MADVC"] for row in signed_in.call("LayDVC").json()["result"]}
    signed_in.command("end-to-end-services/set", MADVC=code, state="open")
    assert len(signed_in.call("LayDVC").json()["result"]) == 21
