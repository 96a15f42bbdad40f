"""Identity numbers of the right structure that no living person can hold.

Twelve digits (NĐ 137/2015/NĐ-CP art. 13, TT 59/2021/TT-BCA art. 4): three for the province where the birth was
registered, one for century and sex (0/1 born 19xx, 2/3 20xx, 4/5 21xx …, even male, odd female), two for the year, six
at random. There is no check digit, so only the first four can keep a number from being somebody's:

- `century`, the default: a province's own prefix, but the century digit of a birth from 2100 on. The birth *date* of
  the person stays a plausible past one, so a system that compares the two refuses the number; it needs another scheme.
- `prefix`: 097–099, which the table of provinces does not have, with the true century digit. A system that looks the
  prefix up refuses the number.
- `range`: the numbers from `first` to `last`, both included, which the province's test environment lends and vouches
  for. Century, sex and year agree with the person wherever the range has such a number; else any number of the range is
  taken as it is. Numbers are drawn independently: in a small range two people may get the same one.

No scheme gives a number that begins with 000.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Final, Literal, get_args

from specs.code_tables import Fidelity, add, build, rows_of
from specs.errors import SpecError

Sex = Literal["male", "female"]
SchemeName = Literal["century", "prefix", "range"]
SEXES: Final[tuple[Sex, Sex]] = ("male", "female")
SCHEMES: Final[tuple[SchemeName, ...]] = get_args(SchemeName)
IDENTITY_LENGTH: Final = 12

_NOBODYS_PREFIXES: Final = ("097", "098", "099")
_OLD_PREFIX: Final = "99"
_OLD_LENGTH: Final = 9
_TABLE: Final = "identity_prefixes.toml"
_PREFIX_LENGTH: Final = 3
_BLOCK: Final = 10**6  # numbers with the same first six digits
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2399
_UNBORN: Final = 2100


@dataclass(frozen=True, slots=True)
class IdentityPrefix:
    """First three digits of an identity number and the province, of the 63 of 2016, where the birth was registered."""

    code: str
    name: str
    fidelity: Fidelity


@dataclass(frozen=True, slots=True)
class IdentityScheme:
    """How identity numbers are made. Raises ValueError where `first` and `last` do not suit the scheme."""

    name: SchemeName = "century"
    first: str | None = None
    last: str | None = None

    def __post_init__(self) -> None:
        if self.name not in SCHEMES:
            raise ValueError(f"scheme {self.name!r} is none of {', '.join(SCHEMES)}")
        if self.name != "range":
            if self.first is not None or self.last is not None:
                raise ValueError(f'first and last belong to scheme "range", not to "{self.name}"')
            return
        if self.first is None or self.last is None:
            raise ValueError('scheme "range" wants first and last, two numbers of 12 digits')
        for number in (self.first, self.last):
            if len(number) != IDENTITY_LENGTH or not (number.isascii() and number.isdecimal()):
                raise ValueError(f"{number!r} is no number of 12 digits")
        if self.first.startswith("000"):
            raise ValueError(f"first is {self.first}: a number that begins with 000 names nobody")
        if self.first > self.last:
            raise ValueError(f"first is {self.first}, which comes after last, {self.last}")

    @property
    def lent(self) -> tuple[int, int]:
        """First and last number of the lent range; ValueError where the scheme is another."""
        if self.first is None or self.last is None:
            raise ValueError(f'scheme "{self.name}" has no range')
        return int(self.first), int(self.last)

    def fits(self, year: int, *, sex: Sex) -> bool:
        """Whether the scheme has a number that tells this year of birth and sex, as far as it tells any."""
        return self.name != "range" or any(self.blocks(middle_digits(year, sex=sex)))

    def blocks(self, middle: str) -> Iterator[tuple[int, int]]:
        """The parts of the lent range, first and last number, whose digits 4 to 6 are `middle`."""
        first, last = self.lent
        for prefix in range(first // 10**9, last // 10**9 + 1):
            start = (prefix * 10**3 + int(middle)) * _BLOCK
            if start <= last and start + _BLOCK > first:
                yield max(first, start), min(last, start + _BLOCK - 1)


CENTURY: Final = IdentityScheme()


@cache
def identity_prefixes() -> Mapping[str, IdentityPrefix]:
    """The prefixes of the 63 provinces by code, from `specs/codes/identity_prefixes.toml`."""
    found: dict[str, IdentityPrefix] = {}
    for at, row in rows_of(_TABLE, "prefix"):
        prefix = build(IdentityPrefix, row, file=_TABLE, at=at)
        if len(prefix.code) != _PREFIX_LENGTH or not (prefix.code.isascii() and prefix.code.isdecimal()):
            raise SpecError(_TABLE, at, f"{prefix.code!r} is not a prefix of three digits")
        add(found, prefix.code, prefix, file=_TABLE, at=at)
    return MappingProxyType(found)


def make_identity(rng: random.Random, *, birth: date, sex: Sex, scheme: IdentityScheme = CENTURY) -> str:
    """Make a 12-digit identity number by `scheme`: see the head of this module for what each one promises.

    Raises ValueError for a birth for which no digit of century exists, before 1900 or after 2399.
    """
    if not _FIRST_YEAR <= birth.year <= _LAST_YEAR:
        raise ValueError(f"no identity number begins before {_FIRST_YEAR} or after {_LAST_YEAR}: {birth}")
    if scheme.name == "range":
        return _lent(rng, scheme, middle_digits(birth.year, sex=sex))
    if scheme.name == "prefix":
        return rng.choice(_NOBODYS_PREFIXES) + middle_digits(birth.year, sex=sex) + digits(rng, 6)
    told = birth.year if birth.year >= _UNBORN else _UNBORN + birth.year % 100
    return rng.choice(tuple(identity_prefixes())) + middle_digits(told, sex=sex) + digits(rng, 6)


def make_old_identity(rng: random.Random) -> str:
    """Make a 9-digit number of the old identity card, of a series that no province had."""
    return _OLD_PREFIX + digits(rng, _OLD_LENGTH - len(_OLD_PREFIX))


def middle_digits(year: int, *, sex: Sex) -> str:
    """Digits 4 to 6 of an identity number: century and sex, year of birth."""
    return f"{2 * (year // 100 - 19) + (sex == 'female')}{year % 100:02d}"


def digits(rng: random.Random, count: int) -> str:
    """So many random digits."""
    return "".join(rng.choices("0123456789", k=count))


def _lent(rng: random.Random, scheme: IdentityScheme, middle: str) -> str:
    """A number of the lent range, each as likely as the other, with these digits 4 to 6 where there is one."""
    blocks = list(scheme.blocks(middle)) or [scheme.lent]
    first, last = rng.choices(blocks, weights=[last - first + 1 for first, last in blocks])[0]
    return f"{rng.randint(first, last):0{IDENTITY_LENGTH}d}"
