"""Households: everybody is somebody's relative, of the right surname and of a plausible age."""

import random
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specs.people import Household, IdentityScheme, Member, Person, make_household
from specs.vietnamese import Writing, normalised

SEEDS = st.integers(min_value=0, max_value=2**64)
SIZES = st.integers(min_value=1, max_value=8)


def surname(person: Person | None) -> str:
    """The first word of a name."""
    assert person is not None
    return person.name.split()[0]


def years_between(elder: Person | None, younger: Person) -> float:
    """How much older the one is."""
    assert elder is not None
    assert elder.birth is not None
    assert younger.birth is not None
    return (younger.birth - elder.birth).days / 365.25


def of(household: Household, relation: str) -> list[Member]:
    """The members of that relation to the head."""
    return [member for member in household.members if member.relation == relation]


@given(seed=SEEDS, size=SIZES)
def test_a_household_has_its_size_one_head_and_one_address(seed: int, size: int) -> None:
    household = make_household(random.Random(seed), size=size)
    assert household == make_household(random.Random(seed), size=size)
    assert len(household.members) == size
    assert [member.person for member in of(household, "head")] == [household.head]
    assert len(of(household, "spouse")) == (size > 1)
    assert len(of(household, "parent")) <= (size >= 5)
    assert len({(member.person.address, member.person.commune) for member in household.members}) == 1
    assert len({member.person.identity_number for member in household.members}) == size


@given(seed=SEEDS, size=SIZES)
def test_everybody_has_the_fathers_surname_and_parents_of_an_age(seed: int, size: int) -> None:
    household = make_household(random.Random(seed), size=size)
    for member in household.members:
        if member.relation == "parent":
            assert (member.father, member.mother) == (None, None)
            continue
        assert surname(member.person) == surname(member.father)
        assert member.father is not None
        assert member.mother is not None
        assert (member.father.sex, member.mother.sex) == ("male", "female")
        assert 18 <= years_between(member.father, member.person) <= 52
        assert 21 <= years_between(member.mother, member.person) <= 42


@given(seed=SEEDS, size=st.integers(min_value=2, max_value=8))
def test_a_couple_is_married_to_each_other_and_has_the_children(seed: int, size: int) -> None:
    household = make_household(random.Random(seed), size=size)
    spouse = of(household, "spouse")[0]
    assert (spouse.spouse, household.members[0].spouse) == (household.head, spouse.person)
    assert {household.head.sex, spouse.person.sex} == {"male", "female"}
    assert abs(years_between(household.head, spouse.person)) <= 9.01
    children = of(household, "child")
    for child in children:
        assert {child.father, child.mother} == {household.head, spouse.person}
        assert child.spouse is None
        assert (child.person.birth_year or 9999) <= 2024
    assert all(years_between(elder.person, younger.person) > 0.9 for elder, younger in pairwise(children))


@given(seed=SEEDS, size=st.integers(min_value=5, max_value=8))
def test_a_parent_who_lives_with_them_is_the_heads(seed: int, size: int) -> None:
    household = make_household(random.Random(seed), size=size)
    head = household.members[0]
    for elder in of(household, "parent"):
        assert elder.person in (head.father, head.mother)
        assert elder.spouse in (head.father, head.mother)
        assert elder.spouse != elder.person


def test_women_are_heads_and_parents_live_with_them_too() -> None:
    rng = random.Random(1)
    households = [make_household(rng, size=6) for _ in range(100)]
    assert {household.head.sex for household in households} == {"male", "female"}
    assert {elder.person.sex for household in households for elder in of(household, "parent")} == {"male", "female"}
    assert {len(of(household, "parent")) for household in households} == {0, 1}


@given(seed=SEEDS, size=SIZES)
def test_scheme_and_writing_hold_for_all(seed: int, size: int) -> None:
    plain = make_household(random.Random(seed), size=size, scheme=IdentityScheme("prefix"))
    other = make_household(
        random.Random(seed), size=size, scheme=IdentityScheme("prefix"), writing=Writing("NFD", "new")
    )
    for one, another in zip(plain.members, other.members, strict=True):
        assert unicodedata.is_normalized("NFD", another.person.name)
        assert normalised(another.person.name) == normalised(one.person.name)
        for person in (another.person, another.father, another.mother, another.spouse):
            assert person is None or (person.identity_number or "")[:3] in {"097", "098", "099"}


@pytest.mark.parametrize("size", [-1, 0, 9])
def test_a_household_of_none_or_of_too_many_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match=f"not {size}"):
        make_household(random.Random(1), size=size)
