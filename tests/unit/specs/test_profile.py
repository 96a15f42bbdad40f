"""Profiles are read whole or refused whole; what they say of the portal is what the sources say."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

from specs.errors import SpecError
from specs.marked_schema import FIDELITIES, PERSONAL_DATA, load_marked_schema
from specs.openapi import components, openapi, render_openapi
from specs.profile import INTERFACES, Profile, load_profile

DVCQG = load_profile("dvcqg", "dvcqg-2025")
ROW = {
    "name": "A",
    "summary": "An operation",
    "method": "POST",
    "path": "/a/{id}",
    "request": "any.json",
    "response": "any.json",
    "fidelity": "observed",
    "sources": ["K1", "K2"],
}
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
Writing = Callable[..., Profile]


@pytest.fixture
def written(tmp_path: Path) -> Writing:
    """Write a profile `s/p` and read it."""

    def write(*rows: dict[str, Any], head: str = 'system = "s"\nprofile = "p"', **schemas: Any) -> Profile:
        folder = tmp_path / "s" / "p"
        (folder / "schemas").mkdir(parents=True)
        for name, schema in ({"any": {"type": "object"}} | schemas).items():
            text = schema if isinstance(schema, str) else json.dumps(schema)
            (folder / "schemas" / f"{name}.json").write_text(text, encoding="utf-8")
        tables = ["[[operation]]\n" + "\n".join(f"{key} = {_toml(row[key])}" for key in row) for row in rows]
        (folder / "operations.toml").write_text("\n".join([head, *tables]), encoding="utf-8")
        return load_profile("s", "p", root=tmp_path)

    return write


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_toml(item)}" for key, item in value.items()) + "}"
    return json.dumps(value)


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in ROW.items() if key != name}


def test_a_profile_says_what_its_files_say(written: Writing) -> None:
    profile = written(ROW)
    (operation,) = profile.operations
    assert (profile.system, profile.name, operation.profile) == ("s", "p", "p")
    assert (operation.fidelity, operation.sources) == ("observed", ("K1", "K2"))
    assert operation.request_schema == {"type": "object"}
    assert profile.operation("A") is operation
    with pytest.raises(KeyError, match="p has no operation 'B'"):
        profile.operation("B")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (ROW | {"pfad": "/"}, "operation 1 (A): unknown key pfad"),
        (without("fidelity"), "operation 1 (A): fidelity missing"),
        (without("name"), "operation 1 (without a name): name missing"),
        (ROW | {"method": "post"}, "method 'post' is none of GET"),
        (ROW | {"path": "a"}, "path 'a' does not begin with /"),
        (ROW | {"fidelity": "certain"}, "fidelity 'certain' is none of published"),
        (ROW | {"sources": []}, "fidelity observed without a source"),
        (ROW | {"request": "none.json"}, "schemas/none.json: file: cannot be read"),
    ],
)
def test_a_bad_row_refuses_the_profile(written: Writing, row: dict[str, Any], said: str) -> None:
    with pytest.raises(SpecError) as caught:
        written(row)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("second", "refused"),
    [
        (ROW | {"path": "/b"}, True),
        (ROW | {"name": "B"}, True),
        (ROW | {"name": "B", "discriminator": {"service": "B"}}, False),
        (ROW | {"name": "B", "method": "GET"}, False),
    ],
)
def test_a_name_and_a_door_belong_to_one_operation(written: Writing, second: dict[str, Any], *, refused: bool) -> None:
    if not refused:
        assert len(written(ROW, second).operations) == 2
        return
    with pytest.raises(SpecError, match="same name, or same door"):
        written(ROW, second)


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ('system = "x"\nprofile = "p"', "system is 'x', the folder says 's'"),
        ('system = "s"', "profile is None"),
        ('system = "s', "cannot be read"),
    ],
)
def test_a_head_that_contradicts_its_folder_is_refused(written: Writing, head: str, said: str) -> None:
    with pytest.raises(SpecError, match=said):
        written(ROW, head=head)


def test_a_profile_without_operations_is_none(written: Writing) -> None:
    with pytest.raises(SpecError, match="no operation"):
        written()


def test_a_profile_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match=r"s/p/operations\.toml: file: cannot be read"):
        load_profile("s", "p", root=tmp_path)


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        ("{", "cannot be read"),
        ({"type": "objekt"}, "is no JSON Schema"),
        (
            {"properties": {"a": {"x-personal-data": "nickname"}}},
            "/properties/a: x-personal-data 'nickname' is none of",
        ),
        ({"properties": {"a": {"x-fidelity": "sure"}}}, "x-fidelity 'sure' is none of"),
        ({"items": {"$ref": "#/$defs/A"}}, "points at nothing in this file"),
        ({"items": {"$ref": "other.json"}}, "points at nothing in this file"),
    ],
)
def test_a_bad_schema_refuses_the_profile(written: Writing, schema: Any, said: str) -> None:
    with pytest.raises(SpecError) as caught:
        written(ROW, any=schema)
    assert said in str(caught.value)


@pytest.mark.parametrize("schema", [{"items": {"$ref": "#"}}, {"enum": [{"$ref": "x"}]}, {"properties": {"$ref": {}}}])
def test_a_schema_may_refer_to_itself_and_speak_of_references(written: Writing, schema: Any) -> None:
    assert written(ROW, any=schema).operations


@pytest.mark.parametrize(
    ("method", "path", "body", "name"),
    [
        ("POST", "/auth/login", None, "DangNhap"),
        ("POST", "/auth/login", {"service": "TraCuuHoSo"}, "DangNhap"),
        ("POST", "/integration", {"service": "TraCuuHoSo", "mahoso": 1}, "TraCuuHoSo"),
        ("POST", "/integration", {"service": "tracuuhoso"}, None),
        ("POST", "/integration", {"service": ["TraCuuHoSo"]}, None),
        ("POST", "/integration", {}, None),
        ("POST", "/integration", [{"service": "TraCuuHoSo"}], None),
        ("POST", "/integration", "TraCuuHoSo", None),
        ("POST", "/integration/", {"service": "TraCuuHoSo"}, None),
        ("GET", "/auth/login", None, None),
        ("GET", "/integration", {"service": "TraCuuHoSo"}, None),
    ],
)
def test_a_request_is_an_operation_or_none(method: str, path: str, body: Any, name: str | None) -> None:
    operation = DVCQG.match(method, path, body)
    assert (operation and operation.name) == name


@pytest.mark.parametrize(("path", "fits"), [("/a/1", True), ("/a/x.y", True), ("/a/", False), ("/a/1/2", False)])
def test_a_path_may_have_parameters(written: Writing, path: str, *, fits: bool) -> None:
    assert (written(ROW).match("POST", path, None) is not None) == fits


def test_data_files_of_a_profile_are_read_or_refused(written: Writing) -> None:
    assert DVCQG.table("catalogue")["synthetic"] is True
    with pytest.raises(SpecError, match=r"none\.toml"):
        DVCQG.table("none")


def test_the_digest_changes_with_any_file(written: Writing) -> None:
    profile = written(ROW)
    before = profile.digest()
    assert before == profile.digest()
    (profile.folder / "more.toml").write_text("", encoding="utf-8")
    assert profile.digest() != before


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
