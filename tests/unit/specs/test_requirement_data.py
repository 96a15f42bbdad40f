"""The catalogue, the policies, the statement and the JSON Schemas of our own formats agree with one another."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from harness.requirement import APART
from specs import FOLDER
from specs.profile import load_profile
from specs.schema import load_schema
from tests.unit.specs.catalogue import AREAS, errors_of, load_rows, load_toml

SCHEMAS = (
    "requirement",
    "policy",
    "statement",
    "province",
    "faults",
    "requirements",
    "coverage",
    "readiness",
    "partial",
)
VIETNAMESE = re.compile(r"[ăâđêôơưàáạảãèéẹẻẽìíịỉĩòóọỏõùúụủũỳýỵỷỹ]|[\u1ea0-\u1ef9]", re.IGNORECASE)

PROVINCE = """
sut = { name = "One-stop software", supplier = "A supplier", version = "2.1" }
statement = { "portal.sync" = true, "channel.online" = true }
access.agency = "H56.14"
access.destination = "VN:GOV:DVCQG"
access.upper_tester = { kind = "http", url = "http://127.0.0.1:8100" }
access.portal = { username = "h56", password_env = "PORTAL_PASSWORD" }
access.timers = { sync_within_s = 5, quiet_s = 1, read_timeout_s = 1.5, first_pause_s = 0.2 }
[mocks.dvcqg]
profile = "dvcqg-2025"
national = "http://127.0.0.1:8201"
control = "http://127.0.0.1:8202"
token_env = "MOCK_TOKEN"
"""


def _operations() -> set[str]:
    """Every operation and push of every profile, as requirements name them."""
    folders = [path.parent for path in (FOLDER / "interfaces").glob("*/*/operations.toml")]
    profiles = [load_profile(folder.parent.name, folder.name) for folder in folders]
    return {f"{one.name}:{row.name}" for one in profiles for row in (*one.operations, *one.pushes)}


def _bilingual(value: object, path: str = "$") -> Iterator[tuple[str, dict[str, str]]]:
    """Every {vi, en} pair below the value, with the path to it."""
    if isinstance(value, dict):
        if "vi" in value or "en" in value:
            yield path, value
        for key, item in value.items():
            yield from _bilingual(item, f"{path}.{key}")
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _bilingual(item, f"{path}[{number}]")


def _objects(value: object, path: str = "$") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every subschema below the value that has properties of its own, conditions left out."""
    if isinstance(value, dict):
        if value.get("type") == "object" and "properties" in value:
            yield path, value
        for key, item in value.items():
            yield from _objects(item, f"{path}.{key}")


FILES = [("requirement", f"requirements/{area}.toml") for area in AREAS]
FILES += [("policy", f"policies/{path.name}") for path in sorted((FOLDER / "policies").glob("*.toml"))]
FILES += [("statement", "statement.toml")]


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_schema_is_valid_its_objects_closed_and_its_properties_described(name: str) -> None:
    schema = load_schema(name)
    Draft202012Validator.check_schema(schema)
    objects = list(_objects(schema))
    texts = {key: value.get("description") for key, value in schema.get("$defs", {}).items()}

    assert objects
    assert schema["description"]
    for path, item in objects:
        assert item["additionalProperties"] is False, path
        for key, value in item["properties"].items():
            described = value.get("description") or texts.get(value.get("$ref", "").removeprefix("#/$defs/"))
            assert described, f"{path}.{key}"


@pytest.mark.parametrize(("schema", "name"), FILES)
def test_every_data_file_is_valid(schema: str, name: str) -> None:
    assert errors_of(schema, load_toml(name)) == []


def test_every_id_stands_once_in_the_file_of_its_area() -> None:
    for area in AREAS:
        ids = [row["id"] for row in load_toml(f"requirements/{area}.toml")["requirement"]]

        assert ids
        assert len(ids) == len(set(ids))
        assert all(name.startswith(f"{area.upper()}-") for name in ids)


@pytest.mark.parametrize(("schema", "name"), FILES)
def test_every_text_is_in_both_languages_and_they_differ(schema: str, name: str) -> None:
    pairs = list(_bilingual(load_toml(name)))

    assert pairs
    for path, text in pairs:
        assert set(text) == {"vi", "en"}, path
        assert text["vi"] != text["en"], path
        assert VIETNAMESE.search(text["vi"]), f"{path} has no Vietnamese letter"
        assert all(value == value.strip() and value.endswith(".") for value in text.values()) or ".title" in path, path


def test_no_text_is_used_for_two_requirements() -> None:
    texts = [row[key][language] for row in load_rows() for key in ("text", "next_step") for language in ("vi", "en")]
    assert len(texts) == len(set(texts))


def test_should_and_assumed_never_block() -> None:
    blocking = [row for row in load_rows() if row["gate_class"] == "blocking"]

    assert len(blocking) >= 24
    assert all(row["level"] == "MUST" and row["fidelity"] != "assumed" for row in blocking)


@pytest.mark.parametrize(("key", "value"), [("level", "SHOULD"), ("fidelity", "assumed")])
def test_the_schema_refuses_a_blocking_row_that_may_not_block(key: str, value: str) -> None:
    row = {**load_rows()[0], "gate_class": "blocking", key: value}
    assert errors_of("requirement", {"requirement": [row]})


def test_requirements_name_operations_that_exist_and_a_derived_one_rests_on_an_assumption() -> None:
    rows = load_rows()

    assert {name for row in rows for name in row["operations"]} <= _operations()
    assert all(row["derived_from"] for row in rows)
    assert {row["interpretation"]["status"] for row in rows} == {"assumption"}


def test_applicability_reads_only_what_a_supplier_may_choose() -> None:
    optional = {item["id"] for item in load_toml("statement.toml")["item"] if item["status"] != "m"}
    conditions = {row["applicable"] for row in load_rows() if row["applicable"]}

    assert {word for row in conditions for word in re.split(r"[\s()]+", row)} - {"and", "or", "not", ""} <= optional


def test_mandatory_items_are_judged_by_a_blocking_requirement() -> None:
    mandatory = {
        item["id"]: item["requirement"] for item in load_toml("statement.toml")["item"] if item["status"] == "m"
    }

    assert mandatory == {"portal.sync": "CONN-001"}
    assert ("CONN-001", "blocking") in {(row["id"], row["gate_class"]) for row in load_rows()}


@pytest.mark.parametrize(("name", "apart"), [("first-light", None), ("volume", "load")])
def test_the_policy_names_every_derived_blocking_requirement_once_and_no_other(name: str, apart: str | None) -> None:
    policy = load_toml(f"policies/{name}.toml")
    named = [name for group in policy["derived"] for name in group["ids"]]
    rows = [row for row in load_rows() if (row["method"] if row["method"] in APART else None) == apart]
    derived = [row["id"] for row in rows if row["gate_class"] in policy["blocks"] and row["derived_from"]]

    assert sorted(named) == sorted(derived)


def test_the_policy_asks_for_exactly_what_applies_to_everybody() -> None:
    policy = load_toml("policies/first-light.toml")
    needed = {"", "channel.online"}
    always = [
        row["area"]
        for row in load_rows()
        if row["gate_class"] in policy["blocks"] and row["applicable"] in needed and row["method"] not in APART
    ]

    assert policy["min_applicable"] == dict(Counter(always))
    assert policy["valid_from"] < policy["valid_until"]


def test_the_target_file_is_accepted_and_knows_every_item_of_the_statement() -> None:
    items = {item["id"] for item in load_toml("statement.toml")["item"]}

    assert errors_of("province", tomllib.loads(PROVINCE)) == []
    assert set(tomllib.loads(PROVINCE)["statement"]) <= items


@pytest.mark.parametrize("table", [(), ("sut",), ("access",), ("access", "timers"), ("mocks", "dvcqg")])
def test_an_unknown_key_of_the_target_file_is_refused(table: tuple[str, ...]) -> None:
    target = tomllib.loads(PROVINCE)
    place = target
    for key in table:
        place = place[key]
    place["unknown"] = True

    assert errors_of("province", target)


def test_a_secret_in_place_of_a_variable_name_is_refused() -> None:
    target = tomllib.loads(PROVINCE)
    target["access"]["portal"]["password_env"] = "mật khẩu 123"

    assert errors_of("province", target)
