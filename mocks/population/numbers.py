"""Which personal numbers may be given to this database: those that nobody can hold.

Whoever adds people or officers by command could otherwise bring a living person's number onto a test system.
"""

from typing import Final

from specs.people import IdentityScheme
from specs.placeholders import identity_kind

LENGTH: Final = 12
OLD_LENGTH: Final = 9
NOBODYS_PREFIXES: Final = ("097", "098", "099")  # of no province; see specs/people/identity.py
UNBORN_FROM: Final = 4  # fourth digit of a birth from 2100 on
OLD_PREFIX: Final = "99"  # of no province's series


def is_well_formed(number: str) -> bool:
    """Whether that is a personal number of 12 digits, or an old one of 9, and no stop-gap such as 000000001."""
    return identity_kind(number) in {"citizen-12", "citizen-9"} and not (_is_new(number) and number.startswith("000"))


def is_nobodys(number: str, scheme: IdentityScheme) -> bool:
    """Whether no living person can hold that number: by its prefix, its century, or because it was lent for tests."""
    if not is_well_formed(number):
        return False
    if not _is_new(number):
        return number.startswith(OLD_PREFIX)
    if scheme.name == "range":
        first, last = scheme.lent
        if first <= int(number) <= last:
            return True
    return number.startswith(NOBODYS_PREFIXES) or int(number[3]) >= UNBORN_FROM


def _is_new(number: str) -> bool:
    return len(number) == LENGTH
