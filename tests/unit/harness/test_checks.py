"""Every check: where it holds, where it does not, and that silence or other traffic never makes it hold."""

from collections.abc import Callable
from typing import Any

import pytest

from harness.checks import CHECKS
from harness.checks.pattern import matches
from harness.errors import Ending, HarnessError, Inconclusive
from harness.exchange import Exchange
from harness.verdict import Code
from tests.unit.harness import field_evidence, load_evidence, order_evidence, recounted_evidence, stated_evidence
from tests.unit.harness.evidence import make_exchange

TABLES = (field_evidence, order_evidence, recounted_evidence, load_evidence, stated_evidence)
HOLDS = [row for table in TABLES for row in table.HOLDS]
FAILS = [row for table in TABLES for row in table.FAILS]
OPEN = [row for table in TABLES for row in table.OPEN]


@pytest.mark.parametrize(("name", "evidence", "arguments"), HOLDS)
def test_it_holds(name: str, evidence: list[Any], arguments: dict[str, Any]) -> None:
    seen = CHECKS[name](evidence, **arguments)

    assert seen.holds, seen.observed
    assert seen.evidence == tuple(item.id for item in evidence)


@pytest.mark.parametrize(("name", "evidence", "arguments", "observed"), FAILS)
def test_it_does_not_hold(name: str, evidence: list[Any], arguments: dict[str, Any], observed: str) -> None:
    seen = CHECKS[name](evidence, **arguments)

    assert not seen.holds
    assert observed in seen.observed
    assert "\n" not in seen.expected + seen.observed


@pytest.mark.parametrize(("name", "evidence", "arguments", "code"), OPEN)
def test_it_does_not_decide(name: str, evidence: list[Any], arguments: dict[str, Any], code: Code) -> None:
    with pytest.raises(Ending) as caught:
        CHECKS[name](evidence, **arguments)

    assert isinstance(caught.value, Inconclusive | HarnessError)
    assert caught.value.code is code


CONTENT_APART = {"capability_is_claimed", "arrived_within", "keeps_the_profile", "status_is"}
"""Checks that look at no content of an exchange: the case chooses what they are shown."""


@pytest.mark.parametrize("name", CHECKS)
def test_every_check_is_in_the_tables(name: str) -> None:
    """And so is seen to hold and not to hold."""
    assert name in {row[0] for row in HOLDS}
    assert name in {row[0] for row in FAILS}


@pytest.mark.parametrize(("name", "evidence", "arguments"), [row for row in HOLDS if row[0] not in CONTENT_APART])
@pytest.mark.parametrize(
    "make", [lambda _: [], lambda n: [make_exchange(50 + k, "Other") for k in range(n)]], ids=["none", "irrelevant"]
)
def test_it_never_holds_on_nothing(
    name: str, evidence: list[Any], arguments: dict[str, Any], make: Callable[[int], list[Exchange]]
) -> None:
    """Without evidence, or on exchanges that say nothing of the matter, no check holds."""
    try:
        seen = CHECKS[name](make(len(evidence)), **arguments)
    except (Ending, KeyError):
        return
    assert not seen.holds


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ({}, True),
        ({"operation": "Push"}, True),
        ({"operation": None}, False),
        ({"where": {"/n": 0}}, True),
        ({"where": {"/n": "0"}}, False),
        ({"where": {"/n": False}}, False),
        ({"where": {"/n": ["0", 0]}}, True),
        ({"where": {"/n": []}}, False),
        ({"where": {"/l/*": 2}}, True),
        ({"where": {"/none": None}}, True),
        ({"where": {"/other": None}}, True),
        ({"where": {"/n": None}}, False),
        ({"where": {"reply:/error_code": "0", "facts:/session": "valid"}}, True),
    ],
)
def test_patterns(pattern: dict[str, Any], *, found: bool) -> None:
    body = {"n": 0, "l": [1, 2], "none": None}
    exchange = make_exchange(1, "Push", body=body, reply={"error_code": "0"}, facts={"session": "valid"})

    assert matches(exchange, pattern) is found
