"""A person as the register tells of one, held against what somebody says of himself. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from mocks.province.population.question import Stated
from specs.vietnamese import normalised

YEAR_LENGTH: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What this province reads of a record, and no more; "" is what the record does not tell.

    `birth` is yyyyMMdd, or yyyy where the register knows only the year.
    """

    number: str = ""
    old_number: str = ""
    name: str = ""
    birth: str = ""
    residence: str = ""


NOBODY: Final = Person()
"""What a look-up that finds nobody finds."""


class Outcome(StrEnum):
    """What became of a verification. `open`: the register has not said."""

    VERIFIED = "verified"
    DIFFERS = "differs"
    NOT_FOUND = "not-found"
    OPEN = "open"


class Comparison:
    """Holds a record against what was stated."""

    def outcome(self, stated: Stated, person: Person) -> Outcome:
        """Verified only where number, name and birth are all those of a record."""
        if person == NOBODY:
            return Outcome.NOT_FOUND
        return self.of_record(stated, person)

    def of_record(self, stated: Stated, person: Person) -> Outcome:
        """The outcome where somebody was found."""
        same_number = stated.number in {person.number, person.old_number}
        same_name = self.name_key(stated.name) == self.name_key(person.name)
        alike = same_number and same_name and self.same_birth(stated.birth, person.birth)
        return Outcome.VERIFIED if alike else Outcome.DIFFERS

    def name_key(self, name: str) -> str:
        """What is equal for two spellings of one name: Unicode form, place of the tone mark, case and spaces aside."""
        return " ".join(normalised(name).casefold().split())

    def same_birth(self, stated: str, recorded: str) -> bool:
        """Whether both name one day; the years where one of them knows no more."""
        day = stated.replace("-", "")
        known = YEAR_LENGTH if YEAR_LENGTH in {len(day), len(recorded)} else len(day)
        return day[:known] == recorded[:known]
