"""Checks: propositions about recorded evidence. Pure, versioned, and the same offline as in the run.

A check looks; it accuses nobody. `harness.judge` turns what it saw into a judgement on a requirement.
"""

from harness.checks import (
    account,
    answers,
    attestation,
    capacity,
    fields,
    figures,
    schema,
    sequence,
    snapshot,
    statement,
    timing,
    volume,
)
from harness.checks.observation import Check, Observation, observe_again

CHECKS: dict[str, Check] = {
    check.id: check
    for module in (
        account,
        answers,
        attestation,
        capacity,
        fields,
        figures,
        schema,
        sequence,
        snapshot,
        statement,
        timing,
        volume,
    )
    for check in vars(module).values()
    if isinstance(check, Check)
}

__all__ = ["CHECKS", "Check", "Observation", "observe_again"]
