"""Synthetic people, households, businesses and prose: the same for the same seed, and nobody's.

- **Identity numbers** are well formed and no living person's: see `specs/people/identity.py` for the three schemes.
- **Old 9-digit numbers** begin with 99; the provinces' series that were issued end at 38 (recalled, not read).
- **Phone numbers** begin with 0000. We know of no range that Viet Nam sets aside for fiction, so the argument is one
  of form: dialled, 00 starts a call abroad, and no country code begins with 0 (ITU-T E.164 keeps zone 0 in reserve).
  A system that accepts only the networks' prefixes refuses them: give `phone_prefix`, a range lent for tests.
- **E-mail addresses** are at example.com (RFC 2606), which accepts no mail.
- **Names** are put together from common parts. A living person may have the same one; nothing else is shared.
"""

from specs.people.household import Household, Member, Relation, make_household
from specs.people.identity import (
    CENTURY,
    SCHEMES,
    SEXES,
    IdentityScheme,
    SchemeName,
    Sex,
    identity_prefixes,
    make_identity,
    make_old_identity,
)
from specs.people.names import make_name
from specs.people.person import BirthKind, Kind, Person, make_person
from specs.people.prose import vietnamese_text

__all__ = [
    "CENTURY",
    "SCHEMES",
    "SEXES",
    "BirthKind",
    "Household",
    "IdentityScheme",
    "Kind",
    "Member",
    "Person",
    "Relation",
    "SchemeName",
    "Sex",
    "identity_prefixes",
    "make_household",
    "make_identity",
    "make_name",
    "make_old_identity",
    "make_person",
    "vietnamese_text",
]
