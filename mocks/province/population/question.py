"""What the population database (C06) is asked, worded as its interface has it. Pure.

Elements and their order are those of two clients (source K5); no official specification was found.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeAlias

LOOK_UP: Final = "TraCuuThongTinCongDan"
CONFIRM: Final = "XacThucThongTinCongDan"
INTEGRATION: Final[Mapping[str, str]] = MappingProxyType({LOOK_UP: "037", CONFIRM: "003"})
"""MaTichHop: what was agreed upon for each operation."""
OLD_LENGTH: Final = 9
YEAR_LENGTH: Final = 4
NOT_WRITTEN: Final = frozenset("MZC")
"""Categories of characters that a name loses: marks, spaces, and what XML cannot hold."""

Element: TypeAlias = "tuple[str, str | Sequence[Element]]"
"""The name of an element with its text, or with the elements in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What somebody says of himself: the number of the paper (9 or 12 digits), the name as it was typed, the birth.

    `birth` is a day (1976-05-01), or the year alone where nothing else is known, which is lawful.
    """

    number: str
    name: str
    birth: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question: our own number of it, for which service and unit, by which officer, about whom.

    `officer` is the officer's own personal number.
    """

    reference: str
    service: str
    unit: str
    officer: str
    about: Stated


class Wording:
    """How a question is worded."""

    def elements(self, operation: str, question: Question) -> list[Element]:
        """The members of a question, in the order of the interface."""
        about = question.about
        return [
            ("MaYeuCau", question.reference),
            ("MaDVC", question.service),
            ("MaTichHop", self.integration(operation)),
            ("MaCanBo", self.officer(question.officer)),
            ("MaDonVi", question.unit),
            self.number(about.number),
            ("HoVaTen", self.name(about.name)),
            ("NgayThangNamSinh", [self.birth(about.birth)]),
        ]

    def integration(self, operation: str) -> str:
        """The code that was agreed upon for this operation."""
        return INTEGRATION[operation]

    def officer(self, number: str) -> str:
        """Who asks: the officer who acts, and nobody in the officer's place."""
        return number

    def number(self, number: str) -> Element:
        """The number under the name of its kind."""
        return ("SoCMND" if len(number) == OLD_LENGTH else "SoDinhDanh", number)

    def name(self, name: str) -> str:
        """`Nguyễn Văn Đạt` as NGUYENVANDAT, however it was typed. Đ is a letter of its own, not a D with a mark."""
        letters = unicodedata.normalize("NFD", name.upper().replace("Đ", "D"))
        return "".join(letter for letter in letters if unicodedata.category(letter)[0] not in NOT_WRITTEN)

    def birth(self, birth: str) -> Element:
        """The day, or the year where only the year is known: no day is made up."""
        return ("Nam", birth) if len(birth) == YEAR_LENGTH else ("NgayThangNam", birth.replace("-", ""))

    def query(self, question: Question) -> Mapping[str, str]:  # noqa: ARG002 - a fault looks at it
        """What of a question stands in the address, where every log on the way keeps it: nothing."""
        return {}
