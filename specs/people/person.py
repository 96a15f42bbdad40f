"""One person, or one body that owns dossiers."""

import calendar
import random
import uuid
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Literal

from specs.people.identity import CENTURY, SEXES, IdentityScheme, Sex, digits, make_identity
from specs.people.names import choose_commune, make_address, make_body_name, make_name, plain_letters
from specs.vietnamese import COMPOSED, Writing, written

Kind = Literal["citizen", "business", "state-agency", "organisation"]
BirthKind = Literal["any", "leap-day", "year-only"]

PHONE_PREFIX: Final = "0000"
MAIL_DOMAIN: Final = "example.com"
BIRTH_YEARS: Final = range(1945, 2008)
"""Years in which people who may own a dossier were born."""

_PHONE_DIGITS: Final = 10


@dataclass(frozen=True, slots=True)
class Person:
    """An owner of dossiers. A body (business, state agency, organisation) has no birth, sex or identity number.

    `birth` is None and `birth_year` is not where only the year is known, which is lawful. `commune` is the 5-digit code
    of the commune in which `address` lies; `account` is the identifier of a made-up account at the portal.
    """

    kind: Kind
    name: str
    birth: date | None
    birth_year: int | None
    sex: Sex | None
    identity_number: str | None
    phone: str
    email: str
    address: str
    commune: str
    account: str


def make_person(
    rng: random.Random,
    *,
    kind: Kind = "citizen",
    scheme: IdentityScheme = CENTURY,
    birth: date | BirthKind = "any",
    sex: Sex | None = None,
    surname: str | None = None,
    writing: Writing = COMPOSED,
    phone_prefix: str = PHONE_PREFIX,
) -> Person:
    """Make an owner of `kind` from `rng`, with an identity number by `scheme` and a phone number after `phone_prefix`.

    `birth` is a day, or a kind of birth: on any day, on 29 February, or with nothing but the year known. Where a lent
    range has numbers of some years and sexes only, birth and sex are chosen among those unless they are given.
    Raises ValueError where `birth`, `sex` or `surname` is given for a body, which has none.
    """
    if kind == "citizen":
        person = _citizen(rng, scheme=scheme, birth=birth, sex=sex, surname=surname, phone_prefix=phone_prefix)
    elif birth == "any" and sex is None and surname is None:
        person = _reachable(rng, make_body_name(rng, kind=kind), kind=kind, phone_prefix=phone_prefix)
    else:
        raise ValueError(f"a {kind} has no birth, sex or surname")
    return write_person(person, writing)


def write_person(person: Person, writing: Writing) -> Person:
    """The same person, name and address in another writing."""
    return replace(person, name=written(person.name, writing), address=written(person.address, writing))


def _citizen(
    rng: random.Random,
    *,
    scheme: IdentityScheme,
    birth: date | BirthKind,
    sex: Sex | None,
    surname: str | None,
    phone_prefix: str,
) -> Person:
    year, chosen = _year_and_sex(rng, scheme=scheme, birth=birth, sex=sex)
    day = _day(rng, year, birth)
    name = make_name(rng, sex=chosen, surname=surname)
    return replace(
        _reachable(rng, name, kind="citizen", phone_prefix=phone_prefix),
        birth=None if birth == "year-only" else day,
        birth_year=year,
        sex=chosen,
        identity_number=make_identity(rng, birth=day, sex=chosen, scheme=scheme),
    )


def _year_and_sex(
    rng: random.Random, *, scheme: IdentityScheme, birth: date | BirthKind, sex: Sex | None
) -> tuple[int, Sex]:
    """Choose among what is asked for, and of that what the scheme has numbers for, if it has any."""
    years = [birth.year] if isinstance(birth, date) else [*filter(calendar.isleap, BIRTH_YEARS)]
    if birth in ("any", "year-only"):
        years = [*BIRTH_YEARS]
    asked = [(year, one) for year in years for one in ([sex] if sex else SEXES)]
    return rng.choice([pair for pair in asked if scheme.fits(pair[0], sex=pair[1])] or asked)


def _day(rng: random.Random, year: int, birth: date | BirthKind) -> date:
    if isinstance(birth, date):
        return birth
    if birth == "leap-day":
        return date(year, 2, 29)
    return date(year, 1, 1) + timedelta(days=rng.randrange(365 + calendar.isleap(year)))


def _reachable(rng: random.Random, name: str, *, kind: Kind, phone_prefix: str) -> Person:
    """Somebody of that name with phone, e-mail, address and account, and nothing else known."""
    commune = choose_commune(rng)
    return Person(
        kind=kind,
        name=name,
        birth=None,
        birth_year=None,
        sex=None,
        identity_number=None,
        phone=phone_prefix + digits(rng, _PHONE_DIGITS - len(phone_prefix)),
        email=f"{plain_letters(name)}.{digits(rng, 4)}@{MAIL_DOMAIN}",
        address=make_address(rng, commune=commune),
        commune=commune.code,
        account=str(uuid.UUID(int=rng.getrandbits(128), version=4)),
    )
