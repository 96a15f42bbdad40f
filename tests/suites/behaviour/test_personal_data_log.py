"""Who looked at whom: the personal-data log."""

import pytest

from harness.checks.account import entries_hang_together, number_of_values_is
from harness.checks.answers import value_is_among
from harness.checks.fields import field_matches, values_are
from harness.checks.pattern import select, some
from harness.checks.sequence import number_is
from harness.exchange import reached
from harness.judge import Judge
from tests.suites import population
from tests.suites.enquiries import EnquiryScene

ENTRY = "reply:/entries/*"
DIGEST = "[0-9a-f]{64}"


@pytest.mark.verifies("SEC-020")
def test_a_verification_is_on_the_log(enquiries: EnquiryScene, judge: Judge) -> None:
    """For a dossier whose applicant was verified the log names the system that was asked."""
    judge("SEC-020", field_matches(enquiries.views["personal-data-log of plain"], f"{ENTRY}/system", population.SYSTEM))


@pytest.mark.verifies("SEC-022")
def test_each_question_has_one_entry(enquiries: EnquiryScene, judge: Judge) -> None:
    """The log has one entry for each question that the register got, under the number that the question bears."""
    asked = some(enquiries.asked["plain"], population.ASKED)
    numbers = [value for question in asked for value in reached(question, population.at("MaYeuCau"))]

    judge("SEC-022", values_are(enquiries.views["personal-data-log of plain"], f"{ENTRY}/reference", numbers))


@pytest.mark.verifies("SEC-023")
def test_without_a_purpose_nobody_is_looked_up(enquiries: EnquiryScene, judge: Judge) -> None:
    """A look-up for no dossier and no purpose does not leave the province."""
    window, fence = enquiries.windows["no purpose"], enquiries.fences["no purpose"]
    others = len(select(window, fence))

    judge("SEC-023", number_is(window, population.ASKED, at_least=others, at_most=others, fence=fence))


@pytest.mark.verifies("SEC-024")
def test_the_log_hangs_together(enquiries: EnquiryScene, judge: Judge) -> None:
    """Entries are numbered without a gap and chained by their hashes, so that none can be changed or taken away."""
    judge("SEC-024", entries_hang_together(enquiries.views["personal-data-log"], ENTRY))


@pytest.mark.verifies("SEC-025")
def test_the_log_tells_officers_apart(enquiries: EnquiryScene, judge: Judge) -> None:
    """Of the verifications of one dossier by two officers, the log says that it was two, and no more."""
    view, officers = enquiries.views["personal-data-log of plain"], len(enquiries.officers)

    judge("SEC-025", number_of_values_is(view, f"{ENTRY}/officer", officers))


@pytest.mark.verifies("SEC-028")
def test_the_purpose_is_on_the_log(enquiries: EnquiryScene, judge: Judge) -> None:
    """The log says for what purpose somebody was looked up at the desk."""
    judge("SEC-028", value_is_among(enquiries.views["personal-data-log"], f"{ENTRY}/purpose", population.PURPOSE))


@pytest.mark.verifies("SEC-029")
def test_no_number_stands_on_the_log(enquiries: EnquiryScene, judge: Judge) -> None:
    """In the place of personal numbers the log has keyed digests."""
    for member in ("officer", "subject"):
        judge("SEC-029", field_matches(enquiries.views["personal-data-log"], f"{ENTRY}/{member}", DIGEST))
