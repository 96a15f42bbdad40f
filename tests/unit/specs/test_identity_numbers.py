"""Identity numbers of each scheme have the right structure, and the promise that nobody living holds them."""

import random
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specs.people import SEXES, IdentityScheme, Sex, identity_prefixes, make_identity, make_person
from specs.placeholders import identity_kind, placeholder
from specs.redaction import redact

SEEDS = st.integers(min_value=0, max_value=2**64)
BIRTHS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
PREFIX = IdentityScheme("prefix")
KEY = b"0" * 32


def lent(first: str, last: str) -> IdentityScheme:
    """A lent range."""
    return IdentityScheme("range", first, last)


def test_the_table_has_the_63_provinces_of_2016() -> None:
    prefixes = identity_prefixes()
    assert len(prefixes) == 63
    assert [prefixes[code].name for code in ("001", "024", "027", "038", "079", "096")] == [
        "Hà Nội", "Bắc Giang", "Bắc Ninh", "Thanh Hóa", "Hồ Chí Minh", "Cà Mau",
    ]  # fmt: skip
    assert not {"000", "003", "097", "098", "099"} & set(prefixes)


@given(seed=SEEDS, birth=BIRTHS, sex=st.sampled_from(SEXES))
def test_by_default_the_number_is_of_a_province_and_of_somebody_yet_to_be_born(
    seed: int, birth: date, sex: Sex
) -> None:
    number = make_identity(random.Random(seed), birth=birth, sex=sex)
    assert number[:3] in identity_prefixes()
    assert number[3] == {"male": "4", "female": "5"}[sex]
    assert number[4:6] == f"{birth.year % 100:02d}"
    assert identity_kind(number) == "citizen-12"


@given(seed=SEEDS, birth=BIRTHS, sex=st.sampled_from(SEXES))
def test_a_prefix_of_no_province_goes_with_the_true_century(seed: int, birth: date, sex: Sex) -> None:
    number = make_identity(random.Random(seed), birth=birth, sex=sex, scheme=PREFIX)
    assert number[:3] in {"097", "098", "099"}
    assert int(number[3]) == {19: 0, 20: 2}[birth.year // 100] + (sex == "female")
    assert number[4:6] == f"{birth.year % 100:02d}"
    assert identity_kind(number) == "citizen-12"


@pytest.mark.parametrize(
    ("year", "sex", "digit"),
    [(1999, "male", "0"), (1999, "female", "1"), (2000, "male", "2"), (2099, "female", "3"), (2100, "male", "4")],
)
def test_the_fourth_digit_is_century_and_sex(year: int, sex: Sex, digit: str) -> None:
    number = make_identity(random.Random(1), birth=date(year, 2, 28), sex=sex, scheme=PREFIX)
    assert number[3:6] == f"{digit}{year % 100:02d}"


@pytest.mark.parametrize("year", [1899, 2400])
@pytest.mark.parametrize("scheme", [IdentityScheme(), PREFIX, lent("001000000000", "001999999999")])
def test_there_are_digits_for_five_centuries_only(year: int, scheme: IdentityScheme) -> None:
    with pytest.raises(ValueError, match=str(year)):
        make_identity(random.Random(1), birth=date(year, 12, 31), sex="male", scheme=scheme)


@given(seed=SEEDS, birth=BIRTHS, sex=st.sampled_from(SEXES), data=st.data())
def test_a_lent_number_is_one_of_the_range_and_tells_birth_and_sex_where_it_can(
    seed: int, birth: date, sex: Sex, data: st.DataObject
) -> None:
    first = data.draw(st.integers(10**9, 10**12 - 1))
    last = data.draw(st.integers(first, min(10**12 - 1, first + 10 ** data.draw(st.integers(0, 11)))))
    scheme = lent(f"{first:012d}", f"{last:012d}")
    number = make_identity(random.Random(seed), birth=birth, sex=sex, scheme=scheme)
    assert first <= int(number) <= last
    true_digits = make_identity(random.Random(1), birth=birth, sex=sex, scheme=PREFIX)[3:6]
    assert scheme.fits(birth.year, sex=sex) == (number[3:6] == true_digits)
    if last - first >= 10**9:
        assert number[3:6] == true_digits


def test_both_ends_of_a_range_are_lent() -> None:
    rng, scheme = random.Random(1), lent("038188000007", "038188000009")
    assert {make_person(rng, scheme=scheme).identity_number for _ in range(100)} == {
        "038188000007", "038188000008", "038188000009",
    }  # fmt: skip


@given(seed=SEEDS)
def test_people_are_of_the_years_and_the_sex_that_a_narrow_range_tells(seed: int) -> None:
    person = make_person(random.Random(seed), scheme=lent("001199999990", "001201000009"))
    assert (person.sex, person.birth_year) in {("female", 1999), ("male", 2000), ("male", 2001)}
    number = person.identity_number or ""
    assert number[3:6] == {1999: "199", 2000: "200", 2001: "201"}[person.birth_year or 0]


@given(seed=SEEDS)
def test_a_range_that_tells_no_plausible_birth_is_taken_as_it_is(seed: int) -> None:
    person = make_person(random.Random(seed), scheme=lent("999950000000", "999950000999"))
    assert person.birth is not None
    assert (person.identity_number or "").startswith("999950000")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (("century", "001000000000", None), 'first and last belong to scheme "range", not to "century"'),
        (("prefix", None, "001000000000"), "first and last belong"),
        (("range", None, None), "wants first and last"),
        (("range", "001000000000", None), "wants first and last"),
        (("range", "1000000000", "001000000000"), "no number of 12 digits"),
        (("range", "001000000000", "00100000000x"), "no number of 12 digits"),
        (("range", "٠٠١٠٠٠٠٠٠٠٠٠", "001000000000"), "no number of 12 digits"),
        (("range", "000999999999", "001000000000"), "begins with 000 names nobody"),
        (("range", "001000000001", "001000000000"), "comes after last"),
        (("luck", None, None), "none of century, prefix, range"),
    ],
)
def test_a_scheme_that_does_not_go_together_is_refused(row: tuple[Any, Any, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason) as caught:
        IdentityScheme(*row)
    assert "\n" not in str(caught.value)


def test_only_a_range_has_ends() -> None:
    assert lent("001000000000", "001000000009").lent == (1000000000, 1000000009)
    with pytest.raises(ValueError, match="no range"):
        _ = PREFIX.lent


@given(seed=SEEDS, scheme=st.sampled_from([IdentityScheme(), PREFIX, lent("001000000000", "096999999999")]))
def test_redaction_takes_every_scheme_for_a_citizens_number(seed: int, scheme: IdentityScheme) -> None:
    number = make_person(random.Random(seed), scheme=scheme).identity_number or ""
    hidden = placeholder(number, "identity", KEY)
    assert hidden[:3] in {"097", "098", "099"}
    assert hidden[3:6] == number[3:6]
    schema = {"type": "object", "properties": {"SoDinhDanh": {"type": "string", "x-personal-data": "identity"}}}
    redacted = redact({"SoDinhDanh": number}, schema, KEY)
    assert redacted.facts["identity"] == [{"pointer": "/SoDinhDanh", "kind": "citizen-12"}]
    assert redacted.value == {"SoDinhDanh": hidden}
