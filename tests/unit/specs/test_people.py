"""Synthetic people are well formed, nobody's, and the same for the same seed."""

import calendar
import random
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specs.administrative_units import communes
from specs.people import Kind, Sex, make_old_identity, make_person, vietnamese_text
from specs.placeholders import identity_kind
from specs.vietnamese import WRITINGS, Writing, normalised, written

SEEDS = st.integers(min_value=0, max_value=2**64)
BODIES: tuple[Kind, ...] = ("business", "state-agency", "organisation")


@given(seed=SEEDS)
def test_a_citizen_is_well_formed_and_nobody(seed: int) -> None:
    person = make_person(random.Random(seed))
    assert person == make_person(random.Random(seed))
    assert person.birth is not None
    assert person.birth.year == person.birth_year
    number = person.identity_number or ""
    assert identity_kind(number) == "citizen-12"
    assert number[4:6] == f"{person.birth.year % 100:02d}"
    assert len(person.phone) == 10
    assert person.phone.startswith("0000")
    assert person.email.isascii()
    assert person.email.endswith("@example.com")
    assert unicodedata.is_normalized("NFC", person.name)
    assert 3 <= len(person.name.split()) <= 4
    assert communes()[person.commune].name in person.address


@given(seed=SEEDS, kind=st.sampled_from(BODIES))
def test_a_body_has_no_identity_number(seed: int, kind: Kind) -> None:
    body = make_person(random.Random(seed), kind=kind)
    assert (body.kind, body.birth, body.birth_year, body.sex, body.identity_number) == (kind, None, None, None, None)
    assert body.name
    assert body.address


@pytest.mark.parametrize(
    "asked", [{"birth": "leap-day"}, {"birth": date(1980, 1, 1)}, {"sex": "male"}, {"surname": "Lê"}]
)
def test_a_body_is_not_born(asked: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="a business has no birth, sex or surname"):
        make_person(random.Random(1), kind="business", **asked)  # type: ignore[arg-type]  # one of several kinds


@given(seed=SEEDS)
def test_some_are_born_on_29_february(seed: int) -> None:
    person = make_person(random.Random(seed), birth="leap-day")
    assert person.birth is not None
    assert (person.birth.month, person.birth.day) == (2, 29)
    assert calendar.isleap(person.birth_year or 1)
    assert (person.identity_number or "")[4:6] == f"{person.birth.year % 100:02d}"


@given(seed=SEEDS)
def test_of_some_only_the_year_of_birth_is_known(seed: int) -> None:
    person = make_person(random.Random(seed), birth="year-only")
    assert person.birth is None
    assert person.birth_year is not None
    assert (person.identity_number or "")[4:6] == f"{person.birth_year % 100:02d}"


@given(seed=SEEDS, birth=st.dates(date(1900, 1, 1), date(2099, 12, 31)), sex=st.sampled_from(["male", "female"]))
def test_birth_sex_and_surname_can_be_asked_for(seed: int, birth: date, sex: Sex) -> None:
    person = make_person(random.Random(seed), birth=birth, sex=sex, surname="Thân")
    assert (person.birth, person.birth_year, person.sex) == (birth, birth.year, sex)
    assert person.name.startswith("Thân ")


@given(seed=SEEDS, writing=st.sampled_from([*WRITINGS, Writing("NFD")]), kind=st.sampled_from(["citizen", *BODIES]))
def test_the_same_person_in_another_writing(seed: int, writing: Writing, kind: Kind) -> None:
    plain = make_person(random.Random(seed), kind=kind)
    other = make_person(random.Random(seed), kind=kind, writing=writing)
    for one, another in ((plain.name, other.name), (plain.address, other.address)):
        assert another == written(one, writing)
        assert unicodedata.is_normalized(writing.form, another)
        assert normalised(another) == normalised(one)
    assert (plain.email, plain.phone, plain.identity_number) == (other.email, other.phone, other.identity_number)


def test_the_writings_do_differ() -> None:
    rng = random.Random(2)
    names = [make_person(rng).name for _ in range(300)]
    for writing in WRITINGS:
        assert any(written(name, writing) != written(name, other) for name in names for other in WRITINGS)
    assert any(len({written(name, writing) for writing in WRITINGS}) == 4 for name in names)


def test_a_lent_range_of_phone_numbers_is_used() -> None:
    phone = make_person(random.Random(1), phone_prefix="0990001").phone
    assert phone.startswith("0990001")
    assert len(phone) == 10


def test_seeds_give_different_people() -> None:
    rng = random.Random(3)
    people = [make_person(rng) for _ in range(500)]
    assert len({person.identity_number for person in people}) == 500
    assert len({person.account for person in people}) == 500
    assert len({person.name for person in people}) > 400


@given(seed=SEEDS)
def test_an_old_number_has_nine_digits_of_no_province(seed: int) -> None:
    number = make_old_identity(random.Random(seed))
    assert number.startswith("99")
    assert len(number) == 9


@given(seed=SEEDS, length=st.integers(min_value=0, max_value=2100))
def test_prose_has_exactly_the_length_asked_for(seed: int, length: int) -> None:
    text = vietnamese_text(random.Random(seed), length)
    assert len(text) == length
    assert text == vietnamese_text(random.Random(seed), length)
    assert unicodedata.is_normalized("NFC", text)
    assert text == " ".join(text.split())
    assert not any(char.isdigit() for char in text)
    if length >= 10:
        assert len(text.encode()) > length


def test_no_prose_is_shorter_than_nothing() -> None:
    with pytest.raises(ValueError, match="-1"):
        vietnamese_text(random.Random(1), -1)
