"""A procedure as the national catalogue tells it, and the internal workflow by which an agency resolves it. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from mocks.province.accounts.account import Role

IN_FORCE: Final = "Còn hiệu lực"
WORKING_DAYS: Final = "Ngày làm việc"
HOURS_A_DAY: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """What the national catalogue says of a procedure (MATTHC).

    `days` is the time limit in working days, `fee` is in đồng, `online` the level of its online service (MUCDO); None
    where the catalogue does not say.
    """

    code: str
    name: str
    field: str
    level: str
    days: int | None
    fee: int
    papers: tuple[str, ...]
    online: str | None
    in_force: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a workflow: what it is called, the role that does it, how many working hours it may take."""

    name: str
    role: Role
    hours: int


def read_procedure(listed: Mapping[str, Any], whole: object, *, online: str | None) -> Procedure:
    """A procedure of its row in `LayDanhSachTTHC` and its own answer of `LayThuTuc`."""
    row = _first(whole)
    manner = _first(row.get("CACHTHUCTHUCHIEN"))
    return Procedure(
        code=str(listed["MATTHC"]),
        name=str(listed.get("TENTTHC")),
        field=str(listed.get("MALINHVUC")),
        level=str(row.get("CAPTHUCHIEN")),
        days=_days(rows_of(manner.get("THOIGIAN"))),
        fee=sum(_number(fee.get("SOTIEN")) or 0 for fee in rows_of(manner.get("PHILEPHI"))),
        papers=tuple(str(paper.get("TENGIAYTO")) for paper in rows_of(_first(row.get("THANHPHANHOSO")).get("GIAYTO"))),
        online=online,
        in_force=listed.get("TRANGTHAI", IN_FORCE) == IN_FORCE,
    )


def read_steps(rows: Iterable[Mapping[str, Any]]) -> tuple[Step, ...]:
    """The steps of a body or of the records, in order."""
    return tuple(Step(name=row["name"], role=Role(row["role"]), hours=row["hours"]) for row in rows)


def adds_up(steps: Sequence[Step], days: int | None) -> bool:
    """Whether the steps together take exactly the procedure's time limit."""
    return days is not None and sum(step.hours for step in steps) == days * HOURS_A_DAY


def _days(times: Sequence[Mapping[str, Any]]) -> int | None:
    return next((_number(row.get("THOIGIANGIAIQUYET")) for row in times if row.get("DONVITINH") == WORKING_DAYS), None)


def _number(value: object) -> int | None:
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() else None


def rows_of(value: object) -> list[dict[str, Any]]:
    """The rows of a list, or of one object standing alone; nothing of anything else."""
    rows = value if isinstance(value, list) else [value]
    return [row for row in rows if isinstance(row, dict)]


def _first(value: object) -> dict[str, Any]:
    return next(iter(rows_of(value)), {})
