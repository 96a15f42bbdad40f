"""Two records of one system, requirement by requirement: what became of each, and what of the two differs. Pure.

A cause is a thing that differs between the two records and could make the difference; which of several it was, two
records alone cannot say. Where none of them differs, what is left is the environment: the day, the seed, the machine.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from harness.exchange import Json
from harness.in_toto import made_by
from harness.lines import canonical
from harness.verify import Verified

SYSTEM, SUITE, STATEMENT, REQUIREMENT = "system", "suite", "statement", "requirement"
ENVIRONMENT = "environment"


@dataclass(frozen=True)
class Change:
    """A requirement that came to another status; a status is empty where a record does not know it."""

    requirement: str
    before: str
    after: str
    causes: tuple[str, ...]


def compare(before: Verified, after: Verified) -> list[Change]:
    """Every requirement whose status changed, with what could have changed it."""
    old, new = (verified.readiness["requirements"] for verified in (before, after))
    names = sorted({*old, *new})
    told = [(name, _status(old, name), _status(new, name)) for name in names]
    return [Change(name, one, other, causes(before, after, name)) for name, one, other in told if one != other]


def since(before: Verified, after: Verified) -> dict[str, Json]:
    """The earlier record and what changed since, for a report of the later one."""
    run, readiness = before.record.run, before.readiness
    return {
        "run_id": run["run_id"],
        "sealed": before.record.manifest["sealed"],
        "head": before.record.manifest["head"],
        "build": run["sut"].get("build"),
        "answer": readiness.get("answer"),
        "exit_code": readiness["exit_code"],
        "changes": [asdict(change) for change in compare(before, after)],
    }


def causes(before: Verified, after: Verified, requirement: str) -> tuple[str, ...]:
    """What differs between two records that bears on a requirement."""
    one, other = before.record.run, after.record.run
    made, made_then = made_by(other), made_by(one)
    differ = {
        SYSTEM: one["sut"].get("build") != other["sut"].get("build"),
        SUITE: made["harness"] != made_then["harness"],
        STATEMENT: made["statement"] != made_then["statement"],
        REQUIREMENT: _wording(one, requirement) != _wording(other, requirement),
    }
    return tuple(cause for cause, so in differ.items() if so) or (ENVIRONMENT,)


def _status(rows: Mapping[str, Mapping[str, Json]], name: str) -> str:
    return str(rows[name]["status"]) if name in rows else ""


def _wording(run: Mapping[str, Json], requirement: str) -> bytes:
    return b"".join(canonical(row) for row in run["requirements"] if row["id"] == requirement)
