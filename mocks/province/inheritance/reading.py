"""Reads a row of an export: every text whole and letter by letter, nothing made up where nothing stands. Pure."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar
from unicodedata import normalize

import orjson

from mocks.province.inheritance.form import Row
from mocks.province.inheritance.mapping import CodeMapping, Place, Unfit
from mocks.province.records.bodies import AcceptBody, ActBody, Channel, Officer, OwnerKind
from mocks.province.records.clock import VIETNAM
from mocks.province.records.dossier import ACCEPT, REGISTER, Act, Status

Choice = TypeVar("Choice", bound=str)
CHANNELS: Final[dict[str, Channel]] = {"1": "counter", "2": "online", "3": "postal"}
KINDS: Final[dict[str, OwnerKind]] = {"1": "citizen", "2": "business", "3": "state-agency", "4": "organisation"}
CLOSED: Final = frozenset({Status.REFUSED, Status.WITHDRAWN, Status.STOPPED, Status.RETURNED})
"""States after which nothing is done any more: such a dossier is only read."""
CAME_BY: Final = {
    Status.REFUSED: "refuse",
    Status.IN_PROCESS: "process",
    Status.SUPPLEMENT_ASKED: "supplement",
    Status.OBLIGED: "oblige",
    Status.WITHDRAWN: "withdraw",
    Status.STOPPED: "stop",
    Status.FINISHED: "finish",
    Status.RETURNED: "return",
}
"""The act that leads into a state."""
MOMENT: Final = "%d/%m/%Y %H:%M:%S"
YEARS: Final = range(2000, 2100)
LENGTHS: Final = {"ChuHoSo": 250, "TrichYeu": 4_000, "GhiChu": 10_000, "NguoiTiepNhan": 250, "SoDienThoai": 40}
"""Characters, as the clerks' screens take them."""
LONGEST: Final = 64
CARDS: Final = (9, 12)
TITLE: Final = "Cán bộ tiếp nhận"


@dataclass(frozen=True, slots=True)
class Former:
    """A dossier of an earlier system: its code there, the digest of its row, and what it is in this one."""

    code: str
    digest: str
    agency: str
    place: Place
    accepted: AcceptBody
    acts: tuple[Act, ...]

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done about it."""
        return self.acts[-1].status not in CLOSED


class Reading:
    """Reads the rows of one source, by one table of codes."""

    def __init__(self, source: str, mapping: CodeMapping) -> None:
        self._source = source
        self._mapping = mapping

    def read(self, row: Row | None) -> Former:
        """The dossier of a row; raises Unfit, for what is no row too."""
        if row is None:
            raise Unfit("no-row", "")
        digest = hashlib.sha256(orjson.dumps(dict(row), option=orjson.OPT_SORT_KEYS)).hexdigest()
        code, officer = self.needed(row, "MaHoSo"), self.officer(row)
        if len(code) > LONGEST:
            raise Unfit("too-long", "MaHoSo")
        return Former(
            code=code,
            digest=digest,
            agency=self._mapping.agency(self.needed(row, "MaDonVi")),
            place=self._mapping.place(row["MaHuyen"], self.needed(row, "MaXa")),
            accepted=self.accepted(row, officer),
            acts=self.acts(row, officer),
        )

    def accepted(self, row: Row, officer: Officer) -> AcceptBody:
        """What was handed in."""
        number = self.identity(row)
        return {
            "procedure": self._mapping.procedure(self.needed(row, "MaTTHC")),
            "channel": _chosen(CHANNELS, row, "KenhThucHien"),
            "submitted_at": self.moment(row, "NgayNop").isoformat(),
            "owner": {
                "name": self.name(row),
                "kind": _chosen(KINDS, row, "LoaiDoiTuong"),
                "identity": {"number": number} if number else None,
                "phone": self.optional(row, "SoDienThoai"),
                "vneid_verified": None,
            },
            "summary": self.needed(row, "TrichYeu"),
            "note": self.optional(row, "GhiChu"),
            "papers": [],
            "officer": officer,
        }

    def acts(self, row: Row, officer: Officer) -> tuple[Act, ...]:
        """What was done: it came, and, where it went further, came into the state it is in."""
        status, came = self.status(row), self.moment(row, "NgayTiepNhan")
        body: ActBody = {"officer": officer}
        ended = self.optional_moment(row, "NgayKetThuc")
        if (status in CLOSED or status is Status.FINISHED) and ended is None:
            raise Unfit("missing", "NgayKetThuc")
        due = self.optional_moment(row, "NgayHenTra") or ended
        if due is None:
            raise Unfit("missing", "NgayHenTra")
        if status is Status.REGISTERED:
            return (Act(1, REGISTER, status, came, due, body),)
        first = Act(1, ACCEPT, Status.ACCEPTED, came, due, body)
        return (first, Act(2, CAME_BY[status], status, ended or came, due, body)) if status in CAME_BY else (first,)

    def status(self, row: Row) -> Status:
        """The state it is in."""
        try:
            return Status(self.needed(row, "TrangThai"))
        except ValueError:
            raise Unfit("unknown-code", "TrangThai") from None

    def officer(self, row: Row) -> Officer:
        """Who took it in."""
        return {"name": self.needed(row, "NguoiTiepNhan"), "title": TITLE, "department": self._source}

    def name(self, row: Row) -> str:
        """The owner's name."""
        return self.needed(row, "ChuHoSo")

    def identity(self, row: Row) -> str | None:
        """The number of the identity paper as it stands there, an old one of 9 digits too."""
        number = self.optional(row, "SoGiayTo")
        if number and number.isascii() and number.isdigit() and len(number) not in CARDS:
            raise Unfit("no-identity-number", "SoGiayTo")
        return number

    def needed(self, row: Row, column: str) -> str:
        """A text that must be there; raises Unfit."""
        text = self.optional(row, column)
        if text is None:
            raise Unfit("missing", column)
        return text

    def optional(self, row: Row, column: str) -> str | None:
        """A text in Unicode form NFC, or None where there is none; raises Unfit for one that is too long."""
        told = row[column]
        text = None if told is None else self.composed(told.strip())
        if text and len(text) > LENGTHS.get(column, LENGTHS["GhiChu"]):
            raise Unfit("too-long", column)
        return text or None

    def composed(self, text: str) -> str:
        """The text in the one Unicode form in which everything is kept."""
        return normalize("NFC", text)

    def moment(self, row: Row, column: str) -> datetime:
        """A moment that must be there; raises Unfit."""
        if (found := self.optional_moment(row, column)) is None:
            raise Unfit("missing", column)
        return found

    def optional_moment(self, row: Row, column: str) -> datetime | None:
        """The moment of dd/MM/yyyy HH:mm:ss in Vietnamese time; raises Unfit."""
        told = row[column]
        try:
            return self.read_moment(told) if told else None
        except ValueError:
            raise Unfit("no-moment", column) from None

    def read_moment(self, text: str) -> datetime:
        """The day stands before the month; raises ValueError, for a year that nobody can mean too."""
        found = datetime.strptime(text, MOMENT).replace(tzinfo=VIETNAM)
        if found.year not in YEARS:
            raise ValueError("a year of another century")
        return found


def _chosen(choices: dict[str, Choice], row: Row, column: str) -> Choice:
    try:
        return choices[row[column] or ""]
    except KeyError:
        raise Unfit("unknown-code", column) from None
