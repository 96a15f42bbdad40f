"""Documents and reports of their status as this province means them; agencies by their codes of QĐ 20/2020. Pure."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from specs.codebook import agency as level_one_agency

NEW: Final = "new"
KINDS: Final[Mapping[str, str]] = {NEW: "0", "revoke": "1", "update": "2", "replace": "3"}
"""BussinessDocType by its name."""
AFTERWARDS: Final[Mapping[str, str]] = {"revoke": "revoked", "update": "updated", "replace": "replaced"}
"""What becomes of a document once the other side agrees to what was asked for it."""
ARRIVED, AGREED, DECLINED = "01", "15", "16"
WORDS: Final[Mapping[str, str]] = {
    ARRIVED: "Đã đến",
    "02": "Từ chối tiếp nhận",
    "03": "Đã tiếp nhận",
    "04": "Phân công xử lý",
    "05": "Đang xử lý",
    "06": "Hoàn thành",
    "13": "Lấy lại",
    AGREED: "Đồng ý thu hồi, cập nhật hoặc thay thế",
    DECLINED: "Từ chối thu hồi, cập nhật hoặc thay thế",
}
NEXT: Final[Mapping[str, frozenset[str]]] = {
    "": frozenset({ARRIVED}),
    ARRIVED: frozenset({"02", "03"}),
    "03": frozenset({"04", "05", "06"}),
    "04": frozenset({"04", "05", "06"}),
    "05": frozenset({"04", "05", "06"}),
}
"""Which status may follow which (assumed, as in the profile); 15 and 16 answer a request once."""


class Unreadable(ValueError):
    """What came is no document that may be taken in. Says why, never what stands in it."""


@dataclass(frozen=True, slots=True)
class File:
    """An attachment, unpacked."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A document. `document` is its DocumentId, `kind` a key of KINDS, `about` what another kind than NEW speaks of.

    `at` is aware; `due` is the day by which an answer is asked for.
    """

    document: str
    sender: str
    to: Sequence[str]
    kind: str
    about: str | None
    form: str
    subject: str
    content: str
    signer: str
    due: date | None
    files: Sequence[File]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """`sender` tells `addressee` the business status `code` of the document `about`, which that one sent."""

    about: str
    addressee: str
    sender: str
    code: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Came:
    """A message as it was fetched: its number on the axis, and the bytes, signature and all."""

    number: str
    original: bytes

    @property
    def digest(self) -> str:
        """SHA-256, hex."""
        return hashlib.sha256(self.original).hexdigest()


def is_closed(agency: str) -> bool:
    """Whether the level-1 code of an agency was closed by QĐ 09/2025/QĐ-TTg: nothing live goes to it or from it."""
    return level_one_agency(agency).state == "closed"


def may_follow(kind: str, told: Sequence[str], code: str) -> bool:
    """Whether a status may be told of a document of that kind after those that were told."""
    answered = {AGREED, DECLINED} & set(told)
    if code in (AGREED, DECLINED):
        return kind != NEW and bool(told) and not answered
    ordinary = [one for one in told if one not in (AGREED, DECLINED)]
    return code in NEXT.get(ordinary[-1] if ordinary else "", frozenset())
