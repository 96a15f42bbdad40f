"""A mark is found wherever a schema puts it, and a schema that cannot be followed is refused."""

from typing import Any

import pytest

from specs.errors import SpecError
from specs.placeholders import placeholder
from specs.redaction import redact
from specs.redaction_plan import plan_of
from tests.unit.specs.marked import KEY, mark


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": "#/$defs/x", "$defs": {"x": {"properties": {"a": mark("name")}}}},
        {"allOf": [{"properties": {"b": {}}}, {"properties": {"a": mark("name")}}]},
        {"anyOf": [{"type": "null"}, {"properties": {"a": mark("name")}}]},
        {"if": {}, "then": {"properties": {"a": mark("name")}}},
        {"additionalProperties": mark("name")},
        {"x-personal-data": "name"},
        {"properties": {"a": {"type": ["string", "null"], "x-personal-data": "name"}}},
        {"properties": {"a": {"$ref": "#/$defs/a~1b"}}, "$defs": {"a/b": mark("name")}},
    ],
)
def test_a_mark_is_found_wherever_the_schema_puts_it(schema: dict[str, Any]) -> None:
    assert redact({"a": "Nguyễn Văn An"}, schema, KEY).value == {"a": placeholder("Nguyễn Văn An", "name", KEY)}
    assert redact({"a": None}, schema, KEY).value == {"a": None}
    assert redact({"a": ""}, schema, KEY).value == {"a": ""}


def test_places_of_an_array_have_their_own_marks() -> None:
    schema = {"prefixItems": [{}, mark("name")], "items": mark("text")}
    value = redact(["Lê Lợi", "Lê Lợi", "Lê Lợi"], schema, KEY).value
    assert value == ["Lê Lợi", placeholder("Lê Lợi", "name", KEY), placeholder("Lê Lợi", "text", KEY)]


def test_a_schema_may_refer_to_itself() -> None:
    schema = {"properties": {"name": mark("name"), "child": {"$ref": "#"}}}
    value = redact({"child": {"child": {"name": "Trần Thị Bình"}}}, schema, KEY).value
    assert value == {"child": {"child": {"name": placeholder("Trần Thị Bình", "name", KEY)}}}
    assert plan_of(schema) is plan_of(schema)


@pytest.mark.parametrize(
    "schema",
    [
        {"properties": {"a": {"x-personal-data": "nmae"}}},
        {"$ref": "#/$defs/absent"},
        {"$ref": "other.json#/x"},
        {"allOf": [mark("name"), mark("text")]},
    ],
)
def test_a_schema_that_cannot_be_followed_is_refused(schema: dict[str, Any]) -> None:
    with pytest.raises(SpecError):
        redact({"a": "x"}, schema, KEY)
