"""What the shipped profiles say: their OpenAPI documents, and of the portal what its sources say."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

from specs.marked_schema import FIDELITIES, PERSONAL_DATA, load_marked_schema
from specs.openapi import components, openapi, render_openapi
from specs.profile import INTERFACES, load_profile

DVCQG = load_profile("dvcqg", "dvcqg-2025")
MANDATORY = {
    "MaHoSo",
    "MaTTHC",
    "TenTTHC",
    "MaLinhVuc",
    "TenLinhVuc",
    "LoaiDoiTuong",
    "NgayTiepNhan",
    "NgayHenTra",
    "TrangThaiHoSo",
    "DonViXuLy",
}


def test_every_shipped_openapi_is_written_from_its_profile() -> None:
    stale = [
        str(file)
        for file in INTERFACES.glob("*/*/openapi.json")
        if (file.parent / "operations.toml").exists()
        and file.read_text(encoding="utf-8") != render_openapi(load_profile(file.parts[-3], file.parts[-2]))
    ]
    assert stale == [], "write it again: python -m specs"
    assert (DVCQG.folder / "openapi.json").exists()


def test_the_openapi_names_every_operation_once() -> None:
    document = openapi(DVCQG)
    assert document["openapi"] == "3.1.0"
    told = [row for item in document["paths"].values() for method in item.values() for row in method["x-operations"]]
    assert sorted(row["name"] for row in told) == sorted(operation.name for operation in DVCQG.operations)
    body = document["paths"]["/integration"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert body["discriminator"]["propertyName"] == "service"
    assert set(body["discriminator"]["mapping"]) == {row["name"] for row in told if row["discriminator"]}


def test_references_of_the_openapi_lead_somewhere() -> None:
    text = render_openapi(DVCQG)
    names = {f"#/components/schemas/{name}" for name in components(DVCQG)}
    assert "$defs" not in text
    assert {line.split('"')[3] for line in text.splitlines() if '"$ref"' in line} <= names


@pytest.mark.parametrize("operation", DVCQG.operations, ids=lambda operation: operation.name)
def test_a_field_of_the_portal_says_where_it_is_known_from(operation: Any) -> None:
    for schema in filter(None, (operation.request_schema, operation.response_schema)):
        Draft202012Validator.check_schema(schema)
        parts = [schema, *(part for name, part in schema.get("$defs", {}).items() if "properties" in part)]
        for part in parts:
            assert part["additionalProperties"] is True
            for name, field in part["properties"].items():
                assert field.get("x-fidelity") in FIDELITIES, name
                assert isinstance(field.get("x-source"), list), name
                assert field["x-source"] or field["x-fidelity"] == "assumed", name


def test_personal_fields_are_marked() -> None:
    schema = DVCQG.operation("DongBoHoSoMC").request_schema["$defs"]
    marks = {name: field["x-personal-data"] for name, field in _fields(schema) if "x-personal-data" in field}
    assert set(marks.values()) <= set(PERSONAL_DATA)
    assert marks == {
        "SoGiayToChuHoSo": "identity",
        "ChuHoSo": "name",
        "MaDoiTuong": "account",
        "ThongTinKhac": "text",
        "Email": "email",
        "Fax": "phone",
        "SoDienThoai": "phone",
        "GhiChu": "text",
        "TrichYeuHoSo": "text",
        "ThongTinTra": "text",
        "SoDinhDanh": "identity",
        "TenTepDinhKem": "text",
        "NguoiYeuCauBoSung": "name",
        "NoiDungBoSung": "text",
        "NguoiTiepNhanBoSung": "name",
        "ThongTinTiepNhan": "text",
    }


def _fields(schema: dict[str, Any]) -> list[tuple[str, Any]]:
    return [(name, field) for part in schema.values() for name, field in part.get("properties", {}).items()]


def test_the_mandatory_fields_are_those_of_the_source_and_the_code_is_judged_apart() -> None:
    dossier = DVCQG.operation("DongBoHoSoMC").request_schema["$defs"]["Dossier"]
    assert set(dossier["required"]) == MANDATORY
    assert "pattern" not in dossier["properties"]["MaHoSo"]


@pytest.mark.parametrize(
    ("value", "fits"),
    [
        ("20261122081502", True),
        ("20260228235959", True),
        ("2026112208150", False),
        ("2026-11-22T08:15", False),
        ("20261322081502", False),
        ("20261122241502", False),
        ("", False),
        (None, False),
        (20261122081502, False),
    ],
)
def test_instants_are_fourteen_digits_of_a_date_and_a_24_hour_time(value: Any, *, fits: bool) -> None:
    schema = DVCQG.operation("DongBoHoSoMC").request_schema
    instant = Draft202012Validator(schema["$defs"]["Instant"])
    assert instant.is_valid(value) == fits
    optional = Draft202012Validator(schema["$defs"]["OptionalInstant"])
    assert optional.is_valid(value) == (fits or value in ("", None))


@pytest.mark.parametrize("code", [0, "0", "00", "3", "-3", -1])
def test_every_spelling_of_a_code_is_within_the_profile(code: Any) -> None:
    schema = DVCQG.operation("TraCuuHoSo").response_schema
    Draft202012Validator(schema).validate({"error_code": code, "message": "", "result": None})


@pytest.mark.parametrize("code", [None, "", "ok", 0.5, [0]])
def test_what_is_no_code_is_outside_it(code: Any) -> None:
    with pytest.raises(ValidationError):
        Draft202012Validator(DVCQG.operation("TraCuuHoSo").response_schema).validate(
            {"error_code": code, "message": "", "result": None}
        )


def test_the_schema_of_exchanges_is_one() -> None:
    Draft202012Validator.check_schema(load_marked_schema(INTERFACES.parent / "schemas" / "exchange.json"))
