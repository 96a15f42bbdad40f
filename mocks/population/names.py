"""How the name of a question is held against the name of a record.

Two clients send it in capitals without marks and spaces, a third only in capitals; which of them the database takes is
not known, so the profile says it (`name_matching`).
"""

import re
import unicodedata
from typing import Final

from specs.vietnamese import normalised

JOINED: Final = "upper-joined"
UPPER: Final = "upper"
OTHER: Final = "other"
EITHER: Final = "either"
_LETTERS: Final = re.compile("[A-Z]+")


def joined(name: str) -> str:
    """`Nguyễn Văn Đạt` as NGUYENVANDAT."""
    plain = unicodedata.normalize("NFD", name.upper().replace("Đ", "D"))
    return "".join(char for char in plain if char.isascii() and not char.isspace())


def upper(name: str) -> str:
    """`Nguyễn Văn Hoà` as NGUYỄN VĂN HÒA: composed, tone marks by the older rule, single spaces."""
    return " ".join(normalised(name).upper().split())


def style_of(given: str) -> str:
    """In which way a name is written: `upper-joined`, `upper`, or `other`."""
    if _LETTERS.fullmatch(given):
        return JOINED
    return UPPER if given and given == given.upper() else OTHER


def matches(given: str, name: str, *, matching: str) -> bool:
    """Whether a given name is that of a record, where `matching` styles are taken: one of them, or `either`."""
    style = style_of(given)
    if style == OTHER or matching not in (EITHER, style):
        return False
    return given == joined(name) if style == JOINED else upper(given) == upper(name)
