"""Propositions about the supplier's statement: static conformance review, without traffic."""

from collections.abc import Sequence

from harness.checks.observation import Finding, check
from harness.statement import StatementLine


@check(version=1)
def capability_is_claimed(lines: Sequence[StatementLine]) -> Finding:
    """The supplier answers yes to a capability that is mandatory; no and no answer are both no."""
    line = lines[0]
    answer = {True: "yes", False: "no", None: "left out"}[line.answer]
    return Finding(line.answer is True, f"{line.item} = yes (mandatory)", f"{line.item} = {answer}")
