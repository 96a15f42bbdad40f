"""The residents that a seed makes: households of today's communes, and the cases that break clients.

Those are people of whom only the year of birth is known, people born on 29 February, foreigners who live abroad, and
people who live abroad with a foreign husband or wife. Every number is nobody's: see `specs/people/identity.py`.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from mocks.population.citizens import MARRIED, SINGLE, STATES, Citizen, Kin, Place
from specs.administrative_units import communes
from specs.people import (
    BirthKind,
    Household,
    IdentityScheme,
    Member,
    Person,
    make_household,
    make_old_identity,
    make_person,
)
from specs.vietnamese import WRITINGS, Writing

Json: TypeAlias = Any

MIXED: Final = "mixed"
ADULT_Y: Final = 18
_ELDERS_BORN_BEFORE: Final = 1968
_SIZES: Final = (1, 2, 3, 4, 4, 5, 6)
_ETHNICITIES: Final = ("01", "01", "01", "01", "02", "03", "05")
_RELIGIONS: Final = ("00", "00", "00", "01", "02")
_BLOOD: Final = ("00", "01", "02", "03", "04")
_COUNTRIES: Final = ("US", "KR", "JP", "DE", "LA")
_FOREIGN_NAMES: Final = ("Alex Example", "Chris Sample", "Kim Placeholder", "Robin Specimen")
_STATE_WEIGHTS: Final = (90, 8, 2)
_RELATIONS: Final = {
    ("head", "male"): "Chủ hộ", ("head", "female"): "Chủ hộ", ("spouse", "male"): "Chồng", ("spouse", "female"): "Vợ",
    ("child", "male"): "Con", ("child", "female"): "Con", ("parent", "male"): "Cha", ("parent", "female"): "Mẹ",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How many are made, and how. `writings`: in which ways names and addresses are written, one chosen a household."""

    households: int
    leap_day: int
    year_only: int
    foreign: int
    abroad: int
    scheme: IdentityScheme
    writings: tuple[Writing, ...]
    today: int


def read_plan(settings: Mapping[str, Json], *, year: int, scheme: IdentityScheme) -> Plan:
    """The plan of `[settings.population]`; `year` is the one in which it is made. Raises ValueError."""
    counts = {name: int(settings[name]) for name in ("households", "leap_day", "year_only", "foreign", "abroad")}
    return Plan(**counts, scheme=scheme, writings=_writings(settings["writing"]), today=year)


def make_citizens(rng: random.Random, plan: Plan) -> Iterator[Citizen]:
    """Make them all, households first; the same for the same seed."""
    making = _Making(rng, plan)
    for serial in range(plan.households):
        yield from making.family(serial)
    kinds: tuple[tuple[BirthKind, int], ...] = (("leap-day", plan.leap_day), ("year-only", plan.year_only))
    for birth, count in kinds:
        for _ in range(count):
            yield making.alone(birth)
    for _ in range(plan.foreign):
        country = rng.choice(_COUNTRIES)
        yield replace(making.alone("any"), nationality=country, present=_abroad(rng, country))
    for _ in range(plan.abroad):
        country = rng.choice(_COUNTRIES)
        foreigner = Kin(name=rng.choice(_FOREIGN_NAMES), nationality=country)
        yield replace(making.alone("any"), present=_abroad(rng, country), spouse=foreigner, marital=MARRIED)


def _writings(wish: str) -> tuple[Writing, ...]:
    """Ways of writing by name: `mixed`, or Unicode form and tone style as NFC/old, NFC/new, NFD/old, NFD/new."""
    named = {f"{writing.form}/{writing.tones}": writing for writing in WRITINGS}
    if wish == MIXED:
        return WRITINGS
    if wish not in named:
        raise ValueError(f"writing {wish!r} is none of {MIXED}, {', '.join(named)}")
    return (named[wish],)


def _abroad(rng: random.Random, country: str) -> Place:
    return Place(detail=f"{rng.randint(1, 400)} Example Street", country=country)


@dataclass
class _Making:
    """Makes records of people, with what the people do not tell of themselves."""

    rng: random.Random
    plan: Plan

    def family(self, serial: int) -> Iterator[Citizen]:
        """A household, and after it the parents who live somewhere else."""
        household = make_household(
            self.rng,
            size=self.rng.choice(_SIZES),
            scheme=self.plan.scheme,
            writing=self.rng.choice(self.plan.writings),
        )
        book = f"{household.head.commune}{serial:04d}"
        known = {_number(member.person): self._old() for member in household.members}
        for member in household.members:
            yield self._member(household, member, book=book, old=known)
        for person, spouse in _elsewhere(household):
            record = self._record(person, old=self._old())
            yield replace(record, spouse=_kin(spouse) if spouse else None, marital=MARRIED, state=self._state())

    def alone(self, birth: BirthKind) -> Citizen:
        """Somebody without relatives in the database."""
        writing = self.rng.choice(self.plan.writings)
        person = make_person(self.rng, scheme=self.plan.scheme, birth=birth, writing=writing)
        record = self._record(person, old=self._old())
        book = f"{person.commune}{self.rng.randint(9000, 9999)}"
        return replace(record, head=record.as_kin("Chủ hộ"), household=book, state=self._state())

    def _state(self) -> str:
        """Alive, for most of them; nobody of a household is dead or missing."""
        return self.rng.choices(STATES, weights=_STATE_WEIGHTS)[0]

    def _old(self) -> str:
        """A number of the old card, which about half of the people still have."""
        return make_old_identity(self.rng) if self.rng.random() < 1 / 2 else ""

    def _member(self, household: Household, member: Member, *, book: str, old: Mapping[str, str]) -> Citizen:
        person, head = member.person, household.head
        record = self._record(person, old=old[_number(person)])
        father, mother, spouse = (
            None if relative is None else _kin(relative, old.get(_number(relative), ""))
            for relative in (member.father, member.mother, member.spouse)
        )
        is_minor = int(record.year) > self.plan.today - ADULT_Y
        relation = _RELATIONS[member.relation, record.sex]
        return replace(
            record,
            father=father,
            mother=mother,
            spouse=spouse,
            marital=MARRIED if spouse else SINGLE,
            guardian=father if is_minor else None,
            head=replace(_kin(head, old[_number(head)]), relation=relation),
            household=book,
        )

    def _record(self, person: Person, *, old: str) -> Citizen:
        """The record of a person; of some of the older ones the database knows nothing but the year of birth."""
        home = _place(person)
        return Citizen(
            identity=_number(person),
            old_identity=old,
            name=person.name,
            sex=person.sex or "female",
            born=self._born(person),
            birthplace=home,
            origin=home,
            residence=home,
            present=home,
            ethnicity=self.rng.choice(_ETHNICITIES),
            religion=self.rng.choice(_RELIGIONS),
            blood=self.rng.choice(_BLOOD),
        )

    def _born(self, person: Person) -> str:
        if person.birth is None:
            return f"{person.birth_year:04d}"
        forgotten = person.birth.year < _ELDERS_BORN_BEFORE and self.rng.random() < 1 / 6
        return f"{person.birth.year:04d}" if forgotten else f"{person.birth:%Y%m%d}"


def _elsewhere(household: Household) -> Iterator[tuple[Person, Person | None]]:
    """Everybody's parents who are not of the household, each with husband or wife; nobody twice."""
    seen = {_number(member.person) for member in household.members}
    for member in household.members:
        for parent, other in ((member.father, member.mother), (member.mother, member.father)):
            if parent is not None and _number(parent) not in seen:
                seen.add(_number(parent))
                yield parent, other


def _number(person: Person) -> str:
    return person.identity_number or ""


def _kin(person: Person, old: str = "") -> Kin:
    return Kin(name=person.name, identity=_number(person), old_identity=old)


def _place(person: Person) -> Place:
    return Place(detail=person.address, province=communes()[person.commune].province, commune=person.commune)
