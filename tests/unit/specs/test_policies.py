"""Policies and frozen sets are data that agree with the catalogue: each figure, each name, each set."""

import tomllib
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from harness.assessment import Facts, RequirementResult, Status
from harness.errors import Refused
from harness.frozen import FrozenSet, load_set
from harness.gate import Answer, Case, Readiness, decide
from harness.policy import Policy, load_policy, read_policy
from harness.requirement import PARTS, Requirement, load_catalogue
from specs import FOLDER

CATALOGUE = load_catalogue(FOLDER / "requirements")
POLICIES = sorted(path.stem for path in (FOLDER / "policies").glob("*.toml"))
SETS = sorted(path.stem for path in (FOLDER / "sets").glob("*.toml"))
GO_LIVE = [name for name in POLICIES if name.startswith("go-live")]
EVERYBODY = {"", "channel.online"}


def rows(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def test_the_policies_and_sets_are_those_that_were_asked_for() -> None:
    assert {"first-light", "trial-run", "go-live-2025-07-01", "go-live-2026-01-01", "commune-only"} <= set(POLICIES)
    assert SETS == ["2020", "2025-07-01", "2026-01-01"]


@pytest.mark.parametrize("name", POLICIES)
def test_whatever_a_policy_names_blocks_under_it(name: str) -> None:
    policy = load_policy(FOLDER / "policies" / f"{name}.toml", CATALOGUE)
    blocking = {row.id for row in CATALOGUE.values() if policy.is_blocking(row)}

    assert set(policy.derived) == blocking
    assert policy.attested == {row for row in blocking if CATALOGUE[row].part == "attest"}


@pytest.mark.parametrize("name", [name for name in POLICIES if name != "volume"])
def test_a_policy_asks_for_what_applies_to_everybody_in_each_area(name: str) -> None:
    """Volume asks for two of VOL alone: a scenario looks at a part of the area."""
    policy = load_policy(FOLDER / "policies" / f"{name}.toml", CATALOGUE)
    always = [row.area for row in CATALOGUE.values() if policy.is_blocking(row) and row.row["applicable"] in EVERYBODY]
    assert policy.min_applicable == dict(Counter(always))


@pytest.mark.parametrize("name", GO_LIVE)
def test_a_go_live_asks_for_every_part_signed_and_fresh_by_a_frozen_set(name: str) -> None:
    policy = load_policy(FOLDER / "policies" / f"{name}.toml", CATALOGUE)

    assert set(policy.parts) == set(PARTS)
    assert policy.frozen is not None
    assert policy.frozen.name == name.removeprefix("go-live-")
    assert policy.evidence.signed_by == ("assessor", "reviewer")
    assert policy.evidence.lifetime_days
    assert policy.evidence.repeats_at_least >= 3
    assert policy.volume


@pytest.mark.parametrize("name", SETS)
def test_a_frozen_set_names_what_is_in_the_catalogue_or_was_retired(name: str) -> None:
    frozen = rows(FOLDER / "sets" / f"{name}.toml")
    retired = {row["id"] for row in rows(FOLDER / "retired.toml")["retired"]}

    assert frozen["name"] == name
    assert len(set(frozen["requirements"])) == len(frozen["requirements"])
    assert set(frozen["requirements"]) <= retired | set(CATALOGUE)


def test_no_retired_id_is_used_again() -> None:
    assert {row["id"] for row in rows(FOLDER / "retired.toml")["retired"]} & set(CATALOGUE) == set()


def test_no_policy_of_ours_decides_by_the_targets_of_2020() -> None:
    policies = [load_policy(FOLDER / "policies" / f"{name}.toml", CATALOGUE) for name in POLICIES]
    frozen = {name: load_set(name).requirements for name in SETS}
    only = frozen["2020"] - frozen["2025-07-01"] - frozen["2026-01-01"]

    assert "KPI-007" in only
    assert "2020" not in {policy.frozen.name for policy in policies if policy.frozen}
    assert not any(policy.is_blocking(CATALOGUE[name]) for policy in policies for name in only)


def test_what_came_after_the_set_blocks_nothing_and_is_named() -> None:
    policy = load_policy(FOLDER / "policies" / "go-live-2025-07-01.toml", CATALOGUE)
    later = Requirement(**{**vars(CATALOGUE["SYNC-001"]), "id": "SYNC-999"})
    named = replace(policy, derived={**policy.derived, "SYNC-999": {}})

    assert named.is_blocking(CATALOGUE["SYNC-001"])
    assert named.is_later(later)
    assert not named.is_blocking(later)


def test_a_record_keeps_the_set_by_which_it_was_decided() -> None:
    policy = load_policy(FOLDER / "policies" / "go-live-2025-07-01.toml", CATALOGUE)
    kept = policy.to_json()

    assert read_policy(kept["source"].encode(), "record", frozen=kept["frozen"]) == policy
    assert read_policy(kept["source"].encode(), "record", frozen=["SYNC-001"]).frozen == FrozenSet(
        "2025-07-01", frozenset({"SYNC-001"})
    )


def test_a_set_that_is_not_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text("name = ", encoding="utf-8")

    with pytest.raises(Refused, match="no set '1999'; there is 2020, 2025-07-01, 2026-01-01"):
        load_set("1999")
    with pytest.raises(Refused, match="bad"):
        load_set("bad", tmp_path)


def answered(policy: Policy, status: Callable[[Requirement], Status]) -> Readiness:
    """The answer over the whole catalogue, where each requirement came to a status."""
    results = {name: RequirementResult(name, status(row), (), ()) for name, row in CATALOGUE.items()}
    facts = Facts({}, {}, frozenset(), ended=True)
    return decide(Case(policy, CATALOGUE, results, facts, "certification", policy.valid_from))


def in_order(row: Requirement) -> Status:
    return Status.ATTESTED if row.part == "attest" else Status.DEMONSTRATED


def all_but(one: str, status: Status) -> Callable[[Requirement], Status]:
    return lambda row: status if row.id == one else in_order(row)


@pytest.mark.parametrize("name", POLICIES)
def test_under_each_policy_all_in_order_is_go_and_each_thing_it_names_can_stop_it(name: str) -> None:
    policy = load_policy(FOLDER / "policies" / f"{name}.toml", CATALOGUE)

    assert answered(policy, in_order).answer is Answer.GO
    for one in policy.derived:
        for status, code in ((Status.VIOLATED, 10), (Status.NOT_DEMONSTRATED, 11)):
            seen = answered(policy, all_but(one, status))
            assert (seen.exit_code, seen.blocking) == (code, (one,))


@pytest.mark.parametrize("name", POLICIES)
def test_what_a_policy_does_not_name_never_stops_it(name: str) -> None:
    policy = load_policy(FOLDER / "policies" / f"{name}.toml", CATALOGUE)
    seen = answered(policy, lambda row: in_order(row) if row.id in policy.derived else Status.VIOLATED)

    assert seen.answer is Answer.CONDITIONAL_GO
