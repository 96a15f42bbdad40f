"""Is the population database asked in the way in which it wants to be asked, and in whose name?"""

import pytest

from harness.checks.account import number_of_values_is
from harness.checks.fields import field_is, field_matches, same_value, told_in_body_only
from harness.checks.pattern import select
from harness.checks.schema import keeps_the_profile
from harness.checks.sequence import number_is
from harness.judge import Judge
from tests.suites import population
from tests.suites.enquiries import EnquiryScene
from tests.suites.population import CONFIRM, LOOK_UP


@pytest.mark.verifies("IDN-020")
def test_a_question_keeps_the_interface(enquiries: EnquiryScene, judge: Judge) -> None:
    """Elements, their order and namespaces, and the headers are those of the interface."""
    judge("IDN-020", keeps_the_profile(enquiries.question("plain")))


@pytest.mark.verifies("IDN-021")
def test_a_number_goes_under_its_kind(enquiries: EnquiryScene, judge: Judge) -> None:
    """Twelve digits are asked as SoDinhDanh, nine as SoCMND, and nothing is filled up."""
    for part, member in (("plain", "SoDinhDanh"), ("old number", "SoCMND")):
        pair = [enquiries.accepted[part], enquiries.question(part)]
        judge("IDN-021", same_value(pair, ["/owner/identity/number", population.at(member)]))


@pytest.mark.verifies("IDN-022")
def test_a_year_of_birth_stays_a_year(enquiries: EnquiryScene, judge: Judge) -> None:
    """A birth of which only the year is known is asked as Nam: no day is made up."""
    question = enquiries.question("year")

    judge("IDN-022", field_matches(question, population.at("NgayThangNamSinh/Nam"), "[0-9]{4}"))
    judge("IDN-022", field_is(question, population.at("NgayThangNamSinh/NgayThangNam"), None))


@pytest.mark.verifies("IDN-023")
def test_a_decomposed_name_is_the_same_name(enquiries: EnquiryScene, judge: Judge) -> None:
    """One name that came once composed and once decomposed is asked in one writing."""
    pair = [enquiries.question("plain"), enquiries.question("decomposed")]

    judge("IDN-023", same_value(pair, [population.at("HoVaTen")] * 2))


@pytest.mark.verifies("IDN-024")
def test_a_name_with_a_stroked_d_is_found(enquiries: EnquiryScene, judge: Judge) -> None:
    """Đ is not lost on the way to the register: who has it in the name is found."""
    judge("IDN-024", field_is(enquiries.question("stroke"), "facts:/found", True))


@pytest.mark.verifies("IDN-025")
def test_each_operation_has_its_integration_code(enquiries: EnquiryScene, judge: Judge) -> None:
    """MaTichHop is 037 where the record is asked for and 003 where only existence is."""
    for part, operation in (("plain", LOOK_UP), ("existence", CONFIRM)):
        pointer = population.at("MaTichHop", operation)
        judge("IDN-025", field_is(enquiries.question(part), pointer, population.INTEGRATION[operation]))


@pytest.mark.verifies("IDN-026")
def test_each_officer_asks_under_the_own_number(enquiries: EnquiryScene, judge: Judge) -> None:
    """Two officers who ask about one person are two officers for the register, and known to it."""
    asked = enquiries.questions("plain")

    judge("IDN-026", number_of_values_is(asked, population.at("MaCanBo"), len(enquiries.officers)))
    judge("IDN-026", field_is(asked, "facts:/officer", "known"))


@pytest.mark.verifies("IDN-050")
def test_a_number_that_is_typed_in_is_not_used(enquiries: EnquiryScene, judge: Judge) -> None:
    """An officer who types somebody else's number in asks under the number of the own account all the same."""
    pair = [enquiries.opened[1], enquiries.question("typed")]

    judge("IDN-050", same_value(pair, ["/identity", population.at("MaCanBo")]))


@pytest.mark.verifies("IDN-051")
def test_nobody_asks_without_an_open_account(enquiries: EnquiryScene, judge: Judge) -> None:
    """Who has no account, and whose account is locked, makes no question leave the province."""
    window, fence = enquiries.windows["no account"], enquiries.fences["no account"]
    others = len(select(window, fence))

    judge("IDN-051", number_is(window, population.ASKED, at_least=others, at_most=others, fence=fence))


@pytest.mark.verifies("IDN-027")
def test_calls_are_signed_in_the_agreed_unit(enquiries: EnquiryScene, judge: Judge) -> None:
    """The hash is right, and the time in it counts milliseconds."""
    question = enquiries.question("plain")

    judge("IDN-027", field_is(question, "facts:/hash", "valid"))
    judge("IDN-027", field_is(question, "facts:/timestamp_unit", "ms"))


@pytest.mark.verifies("SEC-027")
def test_nobodys_number_stands_in_an_address(enquiries: EnquiryScene, judge: Judge) -> None:
    """The number goes in the body of a POST and nowhere else."""
    fields = [population.at("SoDinhDanh").removeprefix("/")]

    judge("SEC-027", told_in_body_only(enquiries.question("plain"), fields))
