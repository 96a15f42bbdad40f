"""The lines of a body that a judgement looked at are those on which the values stand when the body is printed."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.marks import lines_at, pointers_of
from reports.outside import pretty

BODY = {
    "a": {"x": 1, "list": [], "none": None},
    "data": [{"Ma": "H1", "Ten": "một"}, {"Ma": "H2", "Ten": "hai"}],
    "z": "é\n",
}
TEXTS = st.text(st.characters(categories=["L", "Nd"]), max_size=3)
LEAVES = st.none() | st.booleans() | st.integers(-9, 9) | TEXTS
BODIES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner))


@pytest.mark.parametrize(
    ("pointer", "shown"),
    [
        ("/a/x", ['"x": 1,']),
        ("/a/list", ['"list": [],']),
        ("/a/none", ['"none": null']),
        ("/data/*/Ten", ['"Ten": "một"', '"Ten": "hai"']),
        ("/data/[Ma=H2]/Ten", ['"Ten": "hai"']),
        ("/z", ['"z": "é\\n"']),
    ],
)
def test_the_line_holds_the_value(pointer: str, shown: list[str]) -> None:
    lines = pretty(BODY).split("\n")
    assert [lines[number].strip() for number in lines_at(BODY, [pointer])[pointer]] == shown


@pytest.mark.parametrize("pointer", ["/a", "/data/*", "/nobody", "/data/[Ma=H3]/Ten", ""])
def test_what_is_no_single_value_or_not_there_has_no_line(pointer: str) -> None:
    assert lines_at(BODY, [pointer]) == {}


@given(st.lists(BODIES, max_size=4), LEAVES)
def test_what_stands_before_is_counted(before: list[Any], value: Any) -> None:
    body = {"before": before, "it": value}
    (number,) = lines_at(body, ["/it"])["/it"]
    assert json.loads("{" + pretty(body).split("\n")[number] + "}") == {"it": value}


def test_pointers_lead_into_one_half_and_facts_into_none() -> None:
    arguments = {"pointer": "reply:/error_code", "pointers": ["/a/b", "facts:/identity"], "source": "/c", "value": "/d"}
    assert [*pointers_of(arguments)] == [("response", "/error_code"), ("request", "/c"), ("request", "/a/b")]
