"""Internal workflows: one step after another, each by the account that holds its role; ready only where they are."""

import pytest

from harness.checks.answers import value_is_among
from harness.checks.fields import field_is, field_matches, values_are
from harness.judge import Judge
from tests.suites.procedure_scene import Steps
from tests.suites.procedures import GAPS, READY, TIME
from tests.suites.rights import DONE, REFUSED, STATUS


@pytest.mark.verifies("CAT-007")
def test_no_step_is_skipped(stepwise: Steps, judge: Judge) -> None:
    """Approval before processing is refused; in their order both are done, and the dossier shows it."""
    judge("CAT-007", field_is(stepwise.tried["finish of skipped"], STATUS, REFUSED))
    for act in ("process", "finish"):
        judge("CAT-007", field_matches(stepwise.tried[f"{act} of whole"], STATUS, DONE))
    judge("CAT-007", values_are(stepwise.shown["way"], "reply:/steps/*/account", list(stepwise.accounts.values())))


@pytest.mark.verifies("CAT-008")
@pytest.mark.parametrize("part", ["unsigned", "foreign"], ids=["without-an-account", "with-another-role"])
def test_each_step_is_done_by_its_role(stepwise: Steps, judge: Judge, part: str) -> None:
    """Processing is refused to whoever names no account, and to an account that holds another role."""
    judge("CAT-008", field_is(stepwise.tried[f"process of {part}"], STATUS, REFUSED))


@pytest.mark.verifies("CAT-009")
def test_the_steps_take_the_time_limit(stepwise: Steps, judge: Judge) -> None:
    """A workflow whose steps take less than the time limit is not ready; once they add up, it is."""
    judge("CAT-009", field_is(stepwise.shown["short"], READY, False))
    judge("CAT-009", value_is_among(stepwise.shown["short"], GAPS, TIME))
    judge("CAT-009", field_is(stepwise.shown["ready"], READY, True))


@pytest.mark.verifies("CAT-009")
def test_each_role_is_held_by_somebody(stepwise: Steps, judge: Judge) -> None:
    """Where no account holds a role, the workflow is not ready, and says which role it is."""
    judge("CAT-009", field_is(stepwise.shown["unmanned"], READY, False))
    judge("CAT-009", value_is_among(stepwise.shown["unmanned"], GAPS, "processing"))
