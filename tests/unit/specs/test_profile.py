"""Profiles are read whole or refused whole; what they say of the portal is what the sources say."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from specs.errors import SpecError
from specs.profile import Profile, load_profile

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
