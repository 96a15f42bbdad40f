"""Statements and tables of a workbook, and the rows of the checks that look at them, for the tables of all checks."""

from typing import Any

from harness.attested import Attestation
from harness.verdict import Code


def statement(**more: Any) -> Attestation:
    row = {"answer": "yes", "role": "office", "stated_on": "2026-01-05", "attachment": {"name": "a"}, **more}
    return Attestation("attested:OPS-001", "statement", row)


def table(*rows: dict[str, Any]) -> Attestation:
    return Attestation("table:t", "table", {"rows": [{"row": n, **row} for n, row in enumerate(rows, 3)]})


HOURS = {"place": "ioc", "first": "2026-01-05", "last": "2026-01-07"}


def stay(first: str, last: str, place: str = "ioc") -> dict[str, Any]:
    return {"place": place, "first_day": first, "last_day": last}


HOLDS: list[tuple[str, list[Any], dict[str, Any]]] = [
    ("stated", [statement()], {"attached": True}),
    ("stated", [statement(attachment=None)], {"attached": False}),
    ("rows_filled", [table({"a": "x", "b": "y"})], {"columns": ["a", "b"]}),
    ("rows_filled", [table({"a": "", "b": "y"}, {"a": "x", "b": "n"})], {"columns": ["a"], "where": {"b": "n"}}),
    ("rows_filled", [table()], {"columns": ["a"], "least": 0}),
    ("rows_are", [table({"a": "yes"}, {"a": "yes"})], {"values": {"a": "yes"}}),
    ("rows_are", [table()], {"values": {"a": "yes"}, "least": 0}),
    ("rows_name", [table({"a": "x"}, {"a": "y"})], {"column": "a", "values": ["x", "y"]}),
    ("days_covered", [table(stay("2026-01-05", "2026-01-06"), stay("2026-01-07", "2026-01-09"))], HOURS),
    ("routes_followed", [table({"path": "a > b"}), table({"path": "a > b > c"})], {}),
]

FAILS: list[tuple[str, list[Any], dict[str, Any], str]] = [
    ("stated", [statement(answer="no")], {"attached": False}, "answered no"),
    ("stated", [statement(attachment=None)], {"attached": True}, "without a file"),
    ("rows_filled", [table({"a": "x"}, {"a": ""})], {"columns": ["a"]}, "row 4 (a)"),
    ("rows_filled", [table(*[{"a": ""}] * 7)], {"columns": ["a"]}, "and 2 more"),
    ("rows_are", [table({"a": "yes"}, {"a": ""})], {"values": {"a": "yes"}}, "row 4 (a empty)"),
    ("rows_name", [table({"a": "x"})], {"column": "a", "values": ["x", "y"]}, "of 2 missing y"),
    ("rows_name", [table({"a": "x", "b": "m"})], {"column": "a", "values": ["x"], "where": {"b": "n"}}, "missing x"),
    ("days_covered", [table(stay("2026-01-05", "2026-01-06"))], HOURS, "nobody on 2026-01-07"),
    ("days_covered", [table(stay("2026-01-05", "2026-01-07", "home"))], HOURS, "2026-01-05, 2026-01-06, 2026-01-07"),
    ("routes_followed", [table({"path": "a > c"}), table({"path": "a > b > c"})], {}, "row 3 (a > c)"),
]

OPEN: list[tuple[str, list[Any], dict[str, Any], Code]] = [
    ("rows_filled", [table()], {"columns": ["a"]}, Code.INSUFFICIENT_DATA),
    ("rows_name", [table()], {"column": "a", "values": ["x"]}, Code.INSUFFICIENT_DATA),
    ("days_covered", [table()], HOURS, Code.INSUFFICIENT_DATA),
    ("routes_followed", [table({"path": "a"}), table()], {}, Code.INSUFFICIENT_DATA),
    ("stated", [table()], {"attached": False}, Code.INSUFFICIENT_DATA),
]
