"""The answer of a sealed record, made again from the record alone: its own plan, requirements and policy."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeAlias

from harness.errors import IntegrityBroken, Refused
from harness.exchange import Json
from harness.partial import MODE, Part, PartialCase, partial_result
from harness.plan import PlannedCase, TestCase, TestPlan
from harness.policy import Policy, read_policy
from harness.readiness import readiness_of
from harness.record import SealedRecord
from harness.requirement import Requirement, requirement_of

FindPolicy: TypeAlias = Callable[[str], Policy | None]
"""Finds a policy by its digest, for a record of earlier times that keeps no text of its own."""


def part_of(run: Mapping[str, Json]) -> str:
    """The part of an examination that a record holds: `run`, or the command that looked at a part alone."""
    return str(run.get("part", "run"))


def sealed_on(record: SealedRecord) -> date:
    """The day on which it was sealed (UTC): the day of its own answer."""
    return date.fromisoformat(record.manifest["sealed"][:10])


def catalogue_of(run: Mapping[str, Json]) -> dict[str, Requirement]:
    """The requirements by which a record was judged, as it keeps them."""
    return {row["id"]: requirement_of(row) for row in run["requirements"]}


def plan_of(run: Mapping[str, Json]) -> TestPlan:
    """The plan that was written before any traffic."""
    planned = tuple(
        PlannedCase(
            TestCase(row["id"], row["phase"], tuple(row["requirements"]), row["purpose"]),
            row["selected"],
            row["reason"],
        )
        for row in run["plan"]["cases"]
    )
    return TestPlan(planned, run["plan"]["not_applicable"], run["mode"])


def policy_of(run: Mapping[str, Json], find: FindPolicy) -> Policy:
    """The policy by which a record was answered: its own text, or, where it keeps none, one of that digest.

    Raises Refused where there is neither, IntegrityBroken where the text is not the one that was digested.
    """
    told = run["policy"]
    if "source" not in told:
        found = find(told["digest"])
        if found is None:
            raise Refused(f"the record keeps no text of its policy {told['name']} {told['version']}: give its file")
        return found
    policy = read_policy(told["source"].encode(), f"policy {told['name']}", frozen=told.get("frozen"))
    if policy.to_json() != told:
        raise IntegrityBroken(f"run.json: the text of policy {told['name']} is not that of its digest")
    return policy


def answer_again(record: SealedRecord, find: FindPolicy) -> dict[str, Json]:
    """`readiness.json`, or the result of a part, as it was on the day of sealing."""
    run, policy, today = record.run, policy_of(record.run, find), sealed_on(record)
    if run["mode"] == MODE:
        return partial_result(_part(run), policy, record, sut=run["sut"], today=today)
    return readiness_of(plan_of(run), catalogue_of(run), policy, record.events, sut=run["sut"], today=today)


def _part(run: Mapping[str, Json]) -> Part:
    cases = [PartialCase(row["id"], tuple(row["requirements"]), row["purpose"], _never) for row in run["plan"]["cases"]]
    return Part(run["part"], cases, catalogue_of(run), run["plan"]["not_applicable"])


def _never(_judge: object) -> None:
    raise RuntimeError("a sealed case is not played again")
