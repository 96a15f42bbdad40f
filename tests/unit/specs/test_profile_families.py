"""Profiles that extend others, overlays, pushes, refusals: what is inherited, what is replaced, what is refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from specs.errors import SpecError
from specs.openapi import openapi
from specs.profile import Profile, load_profile

HEAD = 'system = "{system}"\nprofile = "{profile}"\n'
ROW = """
[[{table}]]
name = "{name}"
summary = "A thing"
method = "POST"
path = "/{name}"
fidelity = "assumed"
sources = []
{more}
"""


def write(root: Path, label: str, *rows: str, head: str = "", **schemas: dict[str, Any]) -> None:
    """Write a profile of these rows under `root`."""
    system, _, profile = label.partition("/")
    folder = root / system / profile
    (folder / "schemas").mkdir(parents=True)
    for name, schema in schemas.items():
        (folder / "schemas" / f"{name}.json").write_text(json.dumps(schema), encoding="utf-8")
    text = HEAD.format(system=system, profile=profile) + head + "".join(rows)
    (folder / "operations.toml").write_text(text, encoding="utf-8")


def row(name: str, more: str = "", *, table: str = "operation") -> str:
    return ROW.format(table=table, name=name, more=more)


@pytest.fixture
def family(tmp_path: Path) -> Path:
    """A base with two operations and a push, and a profile that extends it."""
    codes = 'title = "Base"\n[settings.codes]\nok = "0"\nbad = "1"\n'
    base = codes + '[security.key]\ntype = "apiKey"\nin = "header"\nname = "x-key"\n'
    write(
        tmp_path,
        "m/base",
        row("A", 'request = "any.json"\nsecurity = ["key"]'),
        row("B", 'refusals = {"404" = "none.json"}'),
        row("P", table="push"),
        head=base,
        any={"type": "object"},
        none={"type": "object", "required": ["error"], "properties": {"error": {"type": "string"}}},
    )
    own = 'title = "Own"\nextends = "m/base"\n[settings.codes]\nbad = "9"\n'
    write(tmp_path, "m/own", row("A", 'request = "any.json"'), row("C"), head=own, any={"type": "array"})
    return tmp_path


def test_what_is_not_said_is_taken_over_and_what_is_said_is_replaced(family: Path) -> None:
    own = load_profile("m", "own", root=family)
    assert sorted(operation.name for operation in own.operations) == ["A", "B", "C"]
    assert [push.name for push in own.pushes] == ["P"]
    assert own.settings["codes"] == {"ok": "0", "bad": "9"}
    assert own.operation("A").request_schema == {"type": "array"}, "an own file is found first"
    assert set(own.operation("B").refusals) == {404}, "the base's file is found where there is none of its own"
    assert own.security.keys() == {"key"}
    assert own.title == "Own"


def test_the_digest_holds_what_was_taken_over(family: Path) -> None:
    before = load_profile("m", "own", root=family).digest()
    (family / "m" / "base" / "schemas" / "none.json").write_text("{}", encoding="utf-8")
    load_profile.cache_clear()
    assert load_profile("m", "own", root=family).digest() != before


def test_an_overlay_stands_before_ours_and_may_extend_it(
    family: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    overlay = tmp_path_factory.mktemp("overlay")
    write(overlay, "m/base", row("A"), head='extends = "m/base"\n')
    base = load_profile("m", "base", root=family, overlay=overlay)
    assert base.folder.is_relative_to(overlay)
    assert (base.operation("A").request_type, base.operation("B").name) == ("", "B")
    own = load_profile("m", "own", root=family, overlay=overlay)
    assert own.folder.is_relative_to(family), "everything else is ours, resting on the overlay"
    assert own.operation("B").name == "B"
    assert load_profile("m", "base", root=family).operation("A").request_type == "application/json", "and ours is left"


@pytest.mark.parametrize(
    ("head", "rows", "said"),
    [
        ('extends = "m/none"\n', (row("A"),), "m/none/operations.toml: file: cannot be read"),
        ('extends = "base"\n', (row("A"),), "extends 'base'; <system>/<profile> is needed"),
        ('extends = "m/x"\n', (row("A"),), "extends itself: m/x -> m/x"),
        ('colour = "red"\n', (row("A"),), "head: unknown key colour"),
        ("", (row("P", table="push"),), "no operation"),
        ("", (row("A", 'security = ["key"]'),), "A: security key is nowhere described"),
        ("", (row("A", 'refusals = {"200" = "any.json"}'),), "200 is no HTTP status of a refusal"),
        ("", (row("A", 'request = "any.json"\nrequest_type = "text/csv"'),), "request_type 'text/csv' is none of"),
        ("", (row("A", 'parameters = "cookies.json"'),), "parameters stand in query, headers or path"),
    ],
)
def test_a_bad_family_is_refused_with_the_place(family: Path, head: str, rows: tuple[str, ...], said: str) -> None:
    write(family, "m/x", *rows, head=head, any={}, cookies={"properties": {"cookies": {}}})
    with pytest.raises(SpecError) as caught:
        load_profile("m", "x", root=family)
    assert said in str(caught.value)


@pytest.fixture
def document(tmp_path: Path) -> dict[str, Any]:
    """The OpenAPI of a profile that uses everything a row may say."""
    parameters = {
        "properties": {
            "path": {"properties": {"id": {"type": "string"}}},
            "query": {"properties": {"q": {"type": "string"}}, "required": ["q"]},
            "headers": {"properties": {"x-key": {"type": "string"}, "accept": {"type": "string"}}},
        }
    }
    text = row("A", 'parameters = "p.json"\nresponse_type = "application/pdf"\nstatus = 201\nsecurity = ["key"]')
    write(
        tmp_path,
        "m/x",
        text.replace('path = "/A"', 'path = "/A/{id}/{more}"'),
        row("F", 'request = "r.json"\nrequest_type = "application/x-www-form-urlencoded"\nresponse = "r.json"'),
        row("X", 'request = "r.json"\nrequest_type = "text/xml"\nresponse = "r.json"\nresponse_type = "text/xml"'),
        row("P", 'request = "r.json"', table="push"),
        head='[security.key]\ntype = "http"\nscheme = "bearer"\n[security.unused]\ntype = "http"\nscheme = "basic"\n',
        p=parameters,
        r={"type": "object"},
    )
    return openapi(load_profile("m", "x", root=tmp_path))


def test_parameters_status_media_and_security_are_in_the_document(document: dict[str, Any]) -> None:
    operation = document["paths"]["/A/{id}/{more}"]["post"]
    told = {(item["in"], item["name"], item["required"]) for item in operation["parameters"]}
    assert told == {("path", "id", True), ("path", "more", True), ("query", "q", True), ("header", "x-key", False)}
    assert operation["responses"]["201"]["content"] == {"application/pdf": {"schema": {"type": "string"}}}
    assert operation["security"] == [{"key": []}]
    assert set(document["components"]["securitySchemes"]) == {"key"}, "what nobody uses is left out"


def test_forms_xml_and_pushes_are_in_the_document(document: dict[str, Any]) -> None:
    form = document["paths"]["/F"]["post"]["requestBody"]["content"]
    assert form == {"application/x-www-form-urlencoded": {"schema": {"$ref": "#/components/schemas/F.request"}}}
    assert document["paths"]["/X"]["post"]["requestBody"]["content"] == {"text/xml": {"schema": {"type": "string"}}}
    assert "X.request" not in document["components"]["schemas"], "nothing refers to the tree of an XML body"
    push = document["webhooks"]["P"]["post"]
    assert push["requestBody"]["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/P.request"}
    assert push["tags"] == ["pushes"]


def test_a_path_gives_its_values_and_its_methods(family: Path) -> None:
    write(family, "m/y", row("A").replace('path = "/A"', 'path = "/a/{id}/b"'), row("B", ""))
    profile: Profile = load_profile("m", "y", root=family)
    operation = profile.match("POST", "/a/7/b", None)
    assert operation is not None
    assert (operation.name, operation.path_values("/a/7/b")) == ("A", {"id": "7"})
    assert profile.match("POST", "/a/7/8/b", None) is None
    assert profile.match("GET", "/B", None) is None
    assert (profile.methods("/B"), profile.methods("/c")) == (("POST",), ())
