"""The population database does not answer, or cannot be reached."""

import pytest

from harness.checks.fields import field_is, field_matches
from harness.checks.sequence import number_is
from harness.judge import Judge
from tests.suites import population
from tests.suites.enquiries import EnquiryScene


@pytest.mark.verifies("IDN-033")
def test_silence_says_nothing(unanswered: EnquiryScene, judge: Judge) -> None:
    """Where the register does not answer, the verification is open: nobody is "not found" because of it."""
    judge("IDN-033", field_is(unanswered.acts["unanswered"], "reply:/verification", "open"))


@pytest.mark.verifies("IDN-037")
def test_an_unanswered_question_is_not_repeated(unanswered: EnquiryScene, judge: Judge) -> None:
    """A question that the register may have answered is not asked again: each one is a look at a person."""
    window, fence = unanswered.windows["silence"], unanswered.fences["silence"]
    question = population.about(unanswered.number("unanswered"))

    judge("IDN-037", number_is(window, question, at_least=1, at_most=1, fence=fence))


@pytest.mark.verifies("IDN-038")
def test_a_question_that_did_not_arrive_is_asked_again(undelivered: EnquiryScene, judge: Judge) -> None:
    """Where the platform says that it did not reach the register, the question is asked again and answered."""
    judge("IDN-038", field_is(undelivered.acts["undelivered"], "reply:/verification", "verified"))


@pytest.mark.verifies("SEC-021")
def test_an_unanswered_question_is_on_the_log(unanswered: EnquiryScene, judge: Judge) -> None:
    """A look-up is written down before it leaves: also one that is never answered is on the log."""
    view = unanswered.views["personal-data-log of unanswered"]

    judge("SEC-021", field_matches(view, "reply:/entries/*/system", population.SYSTEM))
