"""Checks on the account that a system keeps: where they hold, where they do not, and where they do not decide."""

import hashlib
import json
from typing import Any

import pytest

from harness.checks import CHECKS
from harness.errors import Inconclusive
from harness.exchange import Exchange, read_exchange
from harness.verdict import Code
from tests.unit.harness.evidence import make_exchange

ENTRIES = "reply:/entries/*"
DIGEST = "ab" * 32


def hashed(**members: Any) -> dict[str, Any]:
    text = json.dumps(members, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return {**members, "hash": hashlib.sha256(text.encode()).hexdigest()}


def chain(length: int = 3, **more: Any) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = []
    for number in range(1, length + 1):
        previous = entries[-1]["hash"] if entries else "0" * 64
        told = {"number": number, "officer": DIGEST, "subject": DIGEST, "dossier": None, "purpose": "kiểm-tra", **more}
        entries.append(hashed(**told, previous=previous))
    return entries


def view(entries: list[dict[str, Any]], seq: int = 1) -> Exchange:
    return make_exchange(seq, "personalDataLog", reply={"entries": entries}, method="GET", door="upper-tester")


def defective(*defects: dict[str, str], operation: str | None = "Push") -> Exchange:
    return read_exchange({**make_exchange(1, operation, body={}).raw, "defects": list(defects)})


def look(name: str, evidence: list[Exchange], **arguments: Any) -> Any:
    return CHECKS[name](evidence, **arguments)


def test_entries_that_hang_together_do() -> None:
    assert look("entries_hang_together", [view(chain())], pointer=ENTRIES).holds


@pytest.mark.parametrize(
    ("entries", "observed"),
    [
        ([chain()[0], chain()[2]], "entry 3 does not follow entry 1"),
        ([chain()[0], {**chain()[1], "purpose": "other"}], "the hash of entry 2"),
        ([*chain(1), hashed(number=2, officer=DIGEST, subject=DIGEST, previous="0" * 64)], "entry 2 does not follow"),
        ([chain()[1], chain()[0]], "entry 1 does not follow entry 2"),
    ],
    ids=["gap", "changed", "unchained", "order"],
)
def test_entries_that_do_not_hang_together(entries: list[dict[str, Any]], observed: str) -> None:
    seen = look("entries_hang_together", [view(entries)], pointer=ENTRIES)
    assert not seen.holds
    assert observed in seen.observed


@pytest.mark.parametrize("entries", [[], chain(1), chain(subject="097090123456")], ids=["none", "one", "redacted"])
def test_no_chain_is_not_judged(entries: list[dict[str, Any]]) -> None:
    with pytest.raises(Inconclusive) as caught:
        look("entries_hang_together", [view(entries)], pointer=ENTRIES)
    assert caught.value.code is Code.INSUFFICIENT_DATA


@pytest.mark.parametrize(("number", "holds"), [(2, True), (1, False), (3, False)])
def test_different_values_are_counted(number: int, *, holds: bool) -> None:
    evidence = [view([{"officer": "a"}, {"officer": "b"}]), view([{"officer": "a"}], seq=2)]
    assert look("number_of_values_is", evidence, pointer=f"{ENTRIES}/officer", number=number).holds is holds


def test_members_are_those_that_may_be() -> None:
    evidence = [view([{"outcome": "verified", "at": "x"}, {"outcome": "open"}])]
    assert look("members_are_among", evidence, pointer=ENTRIES, names=["outcome", "at", "officer"]).holds
    seen = look("members_are_among", evidence, pointer=ENTRIES, names=["outcome"])
    assert (seen.holds, seen.observed) == (False, "also at")
    with pytest.raises(Inconclusive):
        look("members_are_among", [view([])], pointer=ENTRIES, names=["outcome"])


def test_a_request_without_defects_keeps_the_profile() -> None:
    defect = {"pointer": "/Envelope/Body", "rule": "xsd", "message": "Element 'HoVaTen': not expected"}
    assert look("keeps_the_profile", [defective()]).holds
    seen = look("keeps_the_profile", [defective(), defective(defect)])
    assert not seen.holds
    assert "HoVaTen" in seen.observed
    assert not look("keeps_the_profile", [defective(operation=None)]).holds
