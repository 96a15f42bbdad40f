"""Synthetic people are well formed, nobody's, and the same for the same seed."""

import random
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specs.people import SEXES, Kind, Sex, make_identity, make_old_identity, make_person, vietnamese_text
from specs.placeholders import identity_kind

SEEDS = st.integers(min_value=0, max_value=2**64)
BODIES: tuple[Kind, ...] = ("business", "state-agency", "organisation")


@given(seed=SEEDS)
def test_a_citizen_is_well_formed_and_nobody(seed: int) -> None:
    person = make_person(random.Random(seed))
    assert person == make_person(random.Random(seed))
    assert person.birth is not None
    number = person.identity_number or ""
    assert identity_kind(number) == "citizen-12"
    assert number[:3] in {"097", "098", "099"}
    assert number[4:6] == f"{person.birth.year % 100:02d}"
    century = {1900: 0, 2000: 2}[person.birth.year // 100 * 100]
    assert int(number[3]) == century + (person.sex == "female")
    assert len(person.phone) == 10
    assert person.phone.startswith("0000")
    assert person.email.isascii()
    assert person.email.endswith("@example.com")
    assert unicodedata.is_normalized("NFC", person.name)
    assert 3 <= len(person.name.split()) <= 4


@given(seed=SEEDS, kind=st.sampled_from(BODIES))
def test_a_body_has_no_identity_number(seed: int, kind: Kind) -> None:
    body = make_person(random.Random(seed), kind=kind)
    assert (body.kind, body.birth, body.sex, body.identity_number) == (kind, None, None, None)
    assert body.name
    assert body.address


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


@pytest.mark.parametrize(
    ("year", "sex", "digit"),
    [(1999, "male", "0"), (1999, "female", "1"), (2000, "male", "2"), (2099, "female", "3"), (2100, "male", "4")],
)
def test_the_fourth_digit_is_century_and_sex(year: int, sex: Sex, digit: str) -> None:
    number = make_identity(random.Random(1), birth=date(year, 2, 28), sex=sex)
    assert number[3:6] == f"{digit}{year % 100:02d}"


def test_nobody_with_a_number_was_born_before_1900() -> None:
    with pytest.raises(ValueError, match="1900"):
        make_identity(random.Random(1), birth=date(1899, 12, 31), sex=SEXES[0])


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
