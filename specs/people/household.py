"""Families under one roof: who is whose father, mother, husband or wife, and who is head of the household."""

import random
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final, Literal

from specs.people.identity import CENTURY, SEXES, IdentityScheme, Sex
from specs.people.names import SURNAMES, choose_commune, make_address
from specs.people.person import PHONE_PREFIX, Person, make_person, write_person
from specs.vietnamese import COMPOSED, Writing

Relation = Literal["head", "spouse", "child", "parent"]

LARGEST: Final = 8
NEWEST_BIRTH: Final = 2024
"""Last year in which children are born, so that none is in the future of a clock of today."""

_ELDER_FROM: Final = 5  # a household of so many may have a grandparent in it
_WIVES: Final = (1960, 1988)
_OLDER_HUSBAND_Y: Final = (-2, 8)
_MOTHERS_AGE_Y: Final = range(
    21, 42, 2
)  # two years apart, so that brothers and sisters are more than nine months apart
_PARENT_OLDER_Y: Final = (22, 36)
_YEAR_D: Final = 365.25


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a household. `relation` is to its head; parents and spouse may live elsewhere, None: not known."""

    person: Person
    relation: Relation
    father: Person | None
    mother: Person | None
    spouse: Person | None


@dataclass(frozen=True, slots=True)
class Household:
    """People at one address, the head first."""

    members: tuple[Member, ...]

    @property
    def head(self) -> Person:
        """Who answers for the household (chủ hộ)."""
        return self.members[0].person


def make_household(
    rng: random.Random,
    *,
    size: int = 4,
    scheme: IdentityScheme = CENTURY,
    writing: Writing = COMPOSED,
    phone_prefix: str = PHONE_PREFIX,
) -> Household:
    """Make a household of `size` people, 1 to 8: one alone, a couple, or a couple with children and perhaps a parent.

    Children bear their father's surname, husband and wife each their own. Mothers are 21 to 41 years old when a child
    is born, fathers at least 18, a couple at most nine years apart. The births are given by the family: where a lent
    range has no number that tells one, the number does not tell it (see `specs/people/identity.py`).
    """
    if not 1 <= size <= LARGEST:
        raise ValueError(f"a household has 1 to {LARGEST} people, not {size}")
    family = _Family(rng, scheme, phone_prefix)
    members = family.alone() if size == 1 else family.couple_with(size - 2)
    return Household(tuple(_written(member, writing) for member in members))


@dataclass
class _Family:
    """Makes relatives of one another, all of one household at one address."""

    rng: random.Random
    scheme: IdentityScheme
    phone_prefix: str
    home: tuple[str, str] = field(init=False)

    def __post_init__(self) -> None:
        commune = choose_commune(self.rng)
        self.home = make_address(self.rng, commune=commune), commune.code

    def alone(self) -> list[Member]:
        """Somebody who lives alone."""
        surname = self.rng.choice(SURNAMES)
        one = self._at_home(self._day_in(*_WIVES), sex=self.rng.choice(SEXES), surname=surname)
        return [Member(one, "head", *self._parents(one, surname), spouse=None)]

    def couple_with(self, others: int) -> list[Member]:
        """A couple, either of whom may be the head, and so many others."""
        born = self._day_in(*_WIVES)
        her_name, his_name = self.rng.choice(SURNAMES), self.rng.choice(SURNAMES)
        wife = self._at_home(born, sex="female", surname=her_name)
        husband = self._at_home(self._older(born, *_OLDER_HUSBAND_Y), sex="male", surname=his_name)
        couple = [(husband, self._parents(husband, his_name)), (wife, self._parents(wife, her_name))]
        (head, of_head), (spouse, of_spouse) = self.rng.sample(couple, k=2)
        elders: list[Member] = []
        if others + 2 >= _ELDER_FROM and self.rng.choice((True, False)):
            of_head = self._take_in(elders, *of_head)
        return [
            Member(head, "head", *of_head, spouse=spouse),
            Member(spouse, "spouse", *of_spouse, spouse=head),
            *self._children(others - len(elders), father=husband, mother=wife, born=born, surname=his_name),
            *elders,
        ]

    def _take_in(self, elders: list[Member], father: Person, mother: Person) -> tuple[Person, Person]:
        """One of the two moves in, and is added to `elders`; whose own parents are not known any more."""
        address, commune = self.home
        if self.rng.choice((True, False)):
            father = replace(father, address=address, commune=commune)
            elders.append(Member(father, "parent", None, None, spouse=mother))
        else:
            mother = replace(mother, address=address, commune=commune)
            elders.append(Member(mother, "parent", None, None, spouse=father))
        return father, mother

    def _children(self, count: int, *, father: Person, mother: Person, born: date, surname: str) -> list[Member]:
        """So many children of the couple, the eldest first; `born` is the mother's birth."""
        ages = [age for age in _MOTHERS_AGE_Y if born.year + age < NEWEST_BIRTH]
        chosen = [age + self.rng.random() for age in sorted(self.rng.sample(ages, k=count))]
        days = [born + timedelta(days=round(age * _YEAR_D)) for age in chosen]
        children = [self._at_home(day, sex=self.rng.choice(SEXES), surname=surname) for day in days]
        return [Member(child, "child", father, mother, spouse=None) for child in children]

    def _parents(self, child: Person, surname: str) -> tuple[Person, Person]:
        """Father and mother of a grown-up, who live somewhere else."""
        born = child.birth or date(child.birth_year or 0, 1, 1)
        father = self._somebody(self._older(born, *_PARENT_OLDER_Y), sex="male", surname=surname)
        mother = self._somebody(self._older(born, *_PARENT_OLDER_Y), sex="female", surname=self.rng.choice(SURNAMES))
        return father, mother

    def _at_home(self, born: date, *, sex: Sex, surname: str) -> Person:
        address, commune = self.home
        return replace(self._somebody(born, sex=sex, surname=surname), address=address, commune=commune)

    def _somebody(self, born: date, *, sex: Sex, surname: str) -> Person:
        return make_person(
            self.rng, scheme=self.scheme, birth=born, sex=sex, surname=surname, phone_prefix=self.phone_prefix
        )

    def _day_in(self, first: int, last: int) -> date:
        return date(first, 1, 1) + timedelta(days=self.rng.randrange(int((last - first + 1) * _YEAR_D)))

    def _older(self, born: date, least: int, most: int) -> date:
        """A day `least` to `most` years, and less than one year more, before a birth; after it where negative."""
        years = self.rng.randint(least, most) + self.rng.random()
        return born - timedelta(days=round(years * _YEAR_D))


def _written(member: Member, writing: Writing) -> Member:
    """The same member, everybody's name and address in that writing."""
    return replace(
        member,
        person=write_person(member.person, writing),
        father=member.father and write_person(member.father, writing),
        mother=member.mother and write_person(member.mother, writing),
        spouse=member.spouse and write_person(member.spouse, writing),
    )
