"""The province's catalogue is the nation's: whole, in step, and what begins goes by what is in force."""

import pytest

from harness.campaign import Campaign
from harness.checks.answers import value_is_among
from harness.checks.fields import field_is, field_matches, same_value
from harness.checks.sequence import number_is
from harness.judge import Judge
from harness.passage import hours_pass
from tests.suites import procedures
from tests.suites.procedure_scene import Change, pushed_of
from tests.suites.procedures import cell
from tests.suites.scene import Scene

A_DAY_AND_MORE = 25.0
OF_COMMUNES = "commune"


@pytest.mark.verifies("CAT-001")
@pytest.mark.parametrize("level", ["province", OF_COMMUNES], ids=["province", "commune"])
def test_every_procedure_is_there(changed: Change, campaign: Campaign, judge: Judge, level: str) -> None:
    """Each procedure that the portal has in force stands in the province's catalogue as it stands there."""
    shown = changed.shown["catalogue"]
    for row in (row for row in procedures.published(campaign) if row["level"] == level):
        code = row["MATTHC"]
        judge("CAT-001", value_is_among(shown, "reply:/procedures/*/code", code))
        for member, value in (("name", row["TENTTHC"]), ("days", row["days"]), ("fee", row["fee"])):
            judge("CAT-001", field_is(shown, cell(code, member), value))


@pytest.mark.verifies("CAT-002")
def test_what_is_published_is_there_within_a_day(connected: Scene, campaign: Campaign, judge: Judge) -> None:
    """A new procedure comes into the catalogue by itself, and nobody has to start the system again for it."""
    code = procedures.new_code(campaign.rng)
    procedures.publish(campaign, code)
    with hours_pass(campaign, A_DAY_AND_MORE, reason="the catalogue is read once a day"):
        shown = procedures.show_when(
            campaign, code, procedures.of_days(procedures.DAYS), reason="the catalogue has what was published"
        )

    judge("CAT-002", value_is_among(shown, "reply:/procedures/*/code", code))


@pytest.mark.verifies("CAT-003")
def test_a_new_time_limit_counts_from_then_on(changed: Change, judge: Judge) -> None:
    """What is accepted after the change is due on the day of another procedure that always had that time limit."""
    days = "|".join(sorted({changed.due("twin before"), changed.due("twin after")}))

    judge("CAT-003", field_matches(changed.scene.accepting("after"), "reply:/due", f"({days})T.*"))


@pytest.mark.verifies("CAT-004")
def test_an_open_dossier_stays_as_it_began(changed: Change, judge: Judge) -> None:
    """A dossier that was accepted before the change keeps its version, its time limit and its due date."""
    ways = [changed.shown["first way"], changed.shown["last way"]]
    dues = [changed.shown["first due"], changed.shown["last due"]]

    judge("CAT-004", same_value(ways, ["reply:/version"] * 2))
    judge("CAT-004", same_value(ways, ["reply:/days"] * 2))
    judge("CAT-004", same_value(dues, ["reply:/due"] * 2))


@pytest.mark.verifies("CAT-005")
def test_what_is_abolished_is_not_taken_in(changed: Change, judge: Judge) -> None:
    """No dossier of an abolished procedure begins."""
    seen, scene = pushed_of(changed, "abolished"), changed.scene

    judge("CAT-005", number_is(scene.exchanges, seen, at_least=0, at_most=0, fence=scene.fence))


@pytest.mark.verifies("CAT-006")
def test_what_a_ministry_serves_is_not_taken_in(entrusted: Change, judge: Judge) -> None:
    """No dossier begins here of a procedure that is given to a ministry's system."""
    seen, scene = pushed_of(entrusted, "ministry's"), entrusted.scene

    judge("CAT-006", number_is(scene.exchanges, seen, at_least=0, at_most=0, fence=scene.fence))
