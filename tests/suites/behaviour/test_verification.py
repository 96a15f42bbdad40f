"""What comes of a verification: who is whom he says, who is not, and what of it is kept."""

import pytest

from harness.checks.account import members_are_among
from harness.checks.fields import field_is, field_matches, same_value, values_are
from harness.checks.sequence import number_is
from harness.exchange import reached
from harness.judge import Judge
from tests.suites import population
from tests.suites.enquiries import EnquiryScene

SAID = "reply:/verification"
KEPT = "reply:/verifications/*"
MEMBERS = ["outcome", "trouble", "officer", "at"]
INSTANT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"


@pytest.mark.verifies("IDN-028")
def test_unicode_forms_are_one_name(enquiries: EnquiryScene, judge: Judge) -> None:
    """A name that is decomposed in the register is the applicant's composed one."""
    judge("IDN-028", field_is(enquiries.acts["recorded decomposed"], SAID, "verified"))


@pytest.mark.verifies("IDN-029")
def test_the_place_of_the_tone_mark_is_no_difference(enquiries: EnquiryScene, judge: Judge) -> None:
    """Hòa is Hoà: both rules of writing are lawful."""
    judge("IDN-029", field_is(enquiries.acts["tone"], SAID, "verified"))


@pytest.mark.verifies("IDN-030")
def test_another_middle_name_is_another_name(enquiries: EnquiryScene, judge: Judge) -> None:
    """Somebody whose middle name is not that of the record is not verified."""
    judge("IDN-030", field_matches(enquiries.acts["middle name"], SAID, "differs|not-found"))


@pytest.mark.verifies("IDN-031")
def test_a_record_of_another_name_differs(enquiries: EnquiryScene, judge: Judge) -> None:
    """Where the record that comes back bears another name, the clerk is told that it differs."""
    judge("IDN-031", field_is(enquiries.acts["other name"], SAID, "differs"))


@pytest.mark.verifies("IDN-032")
@pytest.mark.parametrize("part", ["nobody", "nothing"], ids=["empty", "missing"])
def test_an_empty_answer_is_nobody(enquiries: EnquiryScene, judge: Judge, part: str) -> None:
    """An empty CongDan, or none, says that nobody was found, and is shown as such."""
    judge("IDN-032", field_is(enquiries.acts[part], SAID, "not-found"))


@pytest.mark.verifies("IDN-034")
def test_each_outcome_is_kept_at_the_dossier(enquiries: EnquiryScene, judge: Judge) -> None:
    """Whoever opens the dossier later sees what came of each verification."""
    outcomes = [reached(act, SAID)[0] for act in enquiries.tried["plain"]]

    judge("IDN-034", values_are(enquiries.views["verifications of plain"], f"{KEPT}/outcome", outcomes))


@pytest.mark.verifies("IDN-035")
def test_it_is_kept_by_whom_and_when(enquiries: EnquiryScene, judge: Judge) -> None:
    """With the outcome stand the officer who asked and the moment."""
    view = enquiries.views["verifications of plain"]

    judge(
        "IDN-035", same_value([enquiries.acts["plain"][0], view], ["/officer/name", "reply:/verifications/0/officer"])
    )
    judge("IDN-035", field_matches(view, f"{KEPT}/at", INSTANT))


@pytest.mark.verifies("IDN-036")
def test_other_acts_look_nobody_up(enquiries: EnquiryScene, judge: Judge) -> None:
    """An act on a verified dossier is no reason to look at the applicant again."""
    again = population.about(enquiries.number("acted on"))

    judge("IDN-036", number_is(enquiries.windows["act"], again, at_least=0, at_most=0, fence=enquiries.fences["act"]))


@pytest.mark.verifies("SEC-026")
def test_nothing_of_the_record_is_kept(enquiries: EnquiryScene, judge: Judge) -> None:
    """At the dossier stands what came of the verification, and nothing that the register told."""
    judge("SEC-026", members_are_among(enquiries.views["verifications of plain"], KEPT, MEMBERS))
