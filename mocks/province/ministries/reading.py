"""Changes of ministries' dossiers as they are spelt on the wire (`LayThayDoiHoSo`), and what this province keeps. Pure.

Codes are kept as they are told, whatever their width: `G09.11-20260105-0000012` is not `G09.11-260105-0012`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from mocks.province.records.clock import VIETNAM

KINDS: Final = {"0": "citizen", "1": "business", "2": "household-business"}
"""LoaiDoiTuong of a ministry; the portal counts otherwise (interfaces 3.3, K7)."""


class Unreadable(ValueError):
    """What came is no change of a dossier. Says where, never what."""


@dataclass(frozen=True, slots=True)
class Outside:
    """A dossier on a ministry's system, as this province keeps it: no person, for nobody here needs one.

    `place` is that of its newest change in the ministry's log; moments are aware, None where they have not come.
    """

    ministry: str
    code: str
    place: int
    procedure: str
    agency: str
    owner_kind: str
    status: str
    submitted: datetime | None
    due: datetime | None
    finished: datetime | None


@dataclass(frozen=True, slots=True)
class Change:
    """One change: its number, which is also the cursor after it, and the dossier as it stood after it."""

    number: str
    dossier: Outside


ReadChange = Callable[[str, object], Change]
"""Reads a row of the ministry of that name; raises Unreadable."""


def read_change(ministry: str, row: object) -> Change:
    """Read one change; raises Unreadable."""
    try:
        told: Mapping[str, Any] = row  # type: ignore[assignment]  # what is no object fails on the first look
        head = told["HoSo"]
        dossier = Outside(
            ministry=ministry,
            code=_text(head["MaHoSo"]),
            place=int(told["ThuTu"]),
            procedure=_text(head["MaTTHC"]),
            agency=_text(head["MaDonViTiepNhan"]),
            owner_kind=KINDS.get(str(head["LoaiDoiTuong"]), "unknown"),
            status=_text(head["TrangThai"]),
            submitted=local_time(head.get("NgayNop")),
            due=local_time(head.get("NgayHenTra")),
            finished=local_time(head.get("NgayKetThucXuLy")),
        )
        return Change(_text(told["MaThayDoi"]), dossier)
    except (KeyError, TypeError, AttributeError, ValueError) as exc:
        raise Unreadable(f"no change of a dossier: {type(exc).__name__}") from exc


def local_time(text: str | None) -> datetime | None:
    """The moment of yyyyMMddHHmmss in Vietnamese time; None for nothing. Raises ValueError."""
    return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=VIETNAM) if text else None


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError("a text is wanted")
    return value
