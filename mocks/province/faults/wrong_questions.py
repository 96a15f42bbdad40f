"""Wrong ways to word a question about somebody, to sign it, and to hold the answer against what was stated."""

import unicodedata
from collections.abc import Mapping
from datetime import datetime

from mocks.province.population.person import NOBODY, Comparison, Outcome, Person
from mocks.province.population.question import INTEGRATION, LOOK_UP, Element, Question, Stated, Wording
from mocks.province.population.signing import Signing

NEW_LENGTH = 12
YEAR_LENGTH = 4


class SharedOfficer(Wording):
    """Asks for all officers under the number of whoever was the first to ask."""

    def __init__(self) -> None:
        self._first: str | None = None

    def officer(self, number: str) -> str:
        """The first one's number."""
        self._first = self._first or number
        return self._first


class AlphabeticalOrder(Wording):
    """Writes the elements by their names, as a serialiser does that knows no order."""

    def elements(self, operation: str, question: Question) -> list[Element]:
        """Sorted."""
        return sorted(super().elements(operation, question))


class OldNumberAsNew(Wording):
    """Fills an old number of 9 digits up with zeros and sends it as one of 12."""

    def number(self, number: str) -> Element:
        """Always as SoDinhDanh."""
        return ("SoDinhDanh", number.zfill(NEW_LENGTH))


class YearAsNewYear(Wording):
    """Makes the first of January of a birth of which only the year is known."""

    def birth(self, birth: str) -> Element:
        """Always a day."""
        return super().birth(f"{birth}-01-01" if len(birth) == YEAR_LENGTH else birth)


class MarksByTable(Wording):
    """Takes marks off by a table of composed letters, which a decomposed name passes with its marks."""

    def name(self, name: str) -> str:
        """Plain only where the name was composed."""
        if unicodedata.is_normalized("NFC", name):
            return super().name(name)
        return "".join(name.upper().replace("Đ", "D").split())


class StrokeDropped(Wording):
    """Drops whatever is not ASCII after decomposing: Đ does not decompose, and is gone."""

    def name(self, name: str) -> str:
        """ĐẶNG as ANG."""
        return super().name(name.upper().replace("Đ", ""))


class OneIntegrationCode(Wording):
    """Names the look-up's code for every operation."""

    def integration(self, operation: str) -> str:  # noqa: ARG002 - all the same
        """037."""
        return INTEGRATION[LOOK_UP]


class NumberInAddress(Wording):
    """Puts the number into the address too, to find the call again in the access log."""

    def query(self, question: Question) -> Mapping[str, str]:
        """The number."""
        return {"id": question.about.number}


class OtherUnit(Signing):
    """Counts time in seconds where milliseconds were agreed upon."""

    def timestamp(self, at: datetime) -> str:
        """Seconds."""
        return str(int(at.timestamp()))


class NobodyIsAMatch(Comparison):
    """Looks for differences: an empty record has none."""

    def outcome(self, stated: Stated, person: Person) -> Outcome:
        """Verified unless something differs."""
        return Outcome.VERIFIED if person == NOBODY else super().outcome(stated, person)


class FoundIsVerified(Comparison):
    """Takes whoever was found for the applicant."""

    def of_record(self, stated: Stated, person: Person) -> Outcome:  # noqa: ARG002 - nothing is compared
        """Verified."""
        return Outcome.VERIFIED


class ComparedAsStored(Comparison):
    """Compares names as they are stored: composed is not decomposed."""

    def name_key(self, name: str) -> str:
        """Tone marks and case aside, but in the form that came."""
        key = super().name_key(name)
        return key if unicodedata.is_normalized("NFC", name) else unicodedata.normalize("NFD", key)


class TonesAsWritten(Comparison):
    """Compares names with the tone mark where it was put: hòa is not hoà."""

    def name_key(self, name: str) -> str:
        """Composed, case and spaces aside."""
        return " ".join(unicodedata.normalize("NFC", name).casefold().split())


class FirstAndLast(Comparison):
    """Compares family name and given name, and leaves out what stands between them."""

    def name_key(self, name: str) -> str:
        """Without the middle name."""
        words = super().name_key(name).split()
        return " ".join((words[0], words[-1])) if words else ""
