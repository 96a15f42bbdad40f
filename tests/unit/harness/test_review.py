"""Static review: an m item answered no, or left out, fails without traffic."""

from collections.abc import Mapping
from typing import Any

import pytest

from harness.review import review_cases, review_statement
from harness.statement import Item, read_statement

ITEMS = {
    "portal.sync": Item("portal.sync", "m", "", "CONN-001", {}),
    "codes": Item("codes", "m", "", "IDN-001", {}),
    "postal": Item("postal", "o", "", None, {}),
}


def reviewed(**answers: bool) -> list[tuple[str, Mapping[str, Any]]]:
    """The events of a review."""
    events: list[tuple[str, Mapping[str, Any]]] = []
    statement = read_statement(ITEMS, {name.replace("_", "."): answer for name, answer in answers.items()})
    review_statement(statement, review_cases(ITEMS), lambda kind, data: events.append((kind, data)))
    return events


def test_only_m_items_are_cases() -> None:
    assert [case.id for case in review_cases(ITEMS)] == ["review/statement::portal.sync", "review/statement::codes"]


@pytest.mark.parametrize(
    ("answers", "verdict", "observed"),
    [
        ({"portal_sync": True}, "PASS", "portal.sync = yes"),
        ({"portal_sync": False}, "FAIL", "portal.sync = no"),
        ({}, "FAIL", "portal.sync = left out"),
    ],
)
def test_the_answer_is_judged(answers: dict[str, bool], verdict: str, observed: str) -> None:
    events = reviewed(codes=True, **answers)
    judgement = next(data for kind, data in events if kind == "judgement")
    ending = next(data for kind, data in events if kind == "case-ended")

    assert (judgement["verdict"], judgement["observed"]) == (verdict, observed)
    assert judgement["evidence"] == ["statement:portal.sync"]
    assert (ending["verdict"], ending["judgements"]) == (verdict, 1)


def test_all_are_judged_after_one_has_failed() -> None:
    kinds = [kind for kind, _ in reviewed()]

    assert kinds == ["statement-line", "case-started", "judgement", "case-ended"] * 2
