"""The records of many provinces as one table: what each province's records show, by the columns of `specs/nation.toml`.

Pure: the same records on the same day give the same table. A province's answer is that of the gate over the records of
its newest build, by the policy of its newest run; whatever contradicts itself is named and never counts.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from harness.combination import combine
from harness.errors import Refused
from harness.exchange import Json
from harness.gate import Answer, Exit
from harness.readiness import answer_of
from harness.recomputation import part_of, sealed_on
from harness.requirement import RUN
from harness.verify import Verified
from reports.outside import visible
from specs.administrative_units import Province, provinces
from specs.nation import Column, NationalTable

SCHEMA: Final = "lienthong/nation/1"
SHOWN, VIOLATED, NOT_SHOWN, NO_RECORD = "shown", "violated", "not_shown", "no_record"
CELLS: Final = (SHOWN, VIOLATED, NOT_SHOWN, NO_RECORD)
ANSWERED, CONTRADICTS, UNFINISHED, REFUSED = "answered", "contradicts", "unfinished", "refused"


@dataclass(frozen=True)
class Found:
    """A folder with a record: verified, or `why` it is not. `contradicts` where it was sealed and says two things.

    `run` is what its `run.json` says; of a record that is not verified that is nobody's word.
    """

    folder: str
    run: Mapping[str, Json]
    verified: Verified | None
    why: str = ""
    contradicts: bool = False

    @property
    def province(self) -> str:
        """The code that it names; empty where it names none of the 34."""
        sut = self.run.get("sut")
        code = sut.get("province") if isinstance(sut, Mapping) else None
        return code if isinstance(code, str) and code in provinces() else ""

    @property
    def started(self) -> str:
        """When its run began, as ISO 8601 in UTC; empty where it does not say."""
        return str(self.run.get("started") or "")


@dataclass(frozen=True)
class Cell:
    """One column of one province; `open` are the requirements that are not demonstrated."""

    state: str
    open: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProvinceRow:
    """One province: how it stands, its answer with exit code and reason, on what it rests, and its cells by column.

    `records` were found and verified, `of_build` of these count, `apart` are neither: folder and why. `age_days` is
    the age of the newest run. Without a record all but the province and its cells is empty.
    """

    province: Province
    state: str
    cells: Mapping[str, Cell]
    answer: str | None = None
    exit_code: int | None = None
    reason: str = ""
    system: str = ""
    build: str = ""
    policy: str = ""
    sealed: str = ""
    age_days: int | None = None
    signed_by: tuple[str, ...] = ()
    records: int = 0
    of_build: int = 0
    apart: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Nation:
    """The whole table on a day; `strays` are records that name no province: folder and why.

    `contradictions` counts the records that contradict themselves, strays included.
    """

    day: date
    table: NationalTable
    rows: tuple[ProvinceRow, ...]
    strays: tuple[tuple[str, str], ...]
    contradictions: int

    def count(self, column: Column) -> Counter[str]:
        """How many provinces are in each state of a column."""
        return Counter(row.cells[column.id].state for row in self.rows)

    @property
    def answers(self) -> Counter[str]:
        """How many provinces have each answer; `no_record` those of which nothing was found."""
        return Counter(row.answer or row.state for row in self.rows)


def read_nation(found: Sequence[Found], table: NationalTable, today: date) -> Nation:
    """One row for each of the 34 provinces, in the order of their codes."""
    rows = [
        _read_row(province, [row for row in found if row.province == code], table, today)
        for code, province in sorted(provinces().items())
    ]
    strays = [
        (row.folder, visible(row.why) or "it names no province ([sut] province)") for row in found if not row.province
    ]
    return Nation(today, table, tuple(rows), tuple(strays), sum(row.contradicts for row in found))


def _read_row(province: Province, found: Sequence[Found], table: NationalTable, today: date) -> ProvinceRow:
    whole = [row.verified for row in found if row.verified]
    apart = tuple((row.folder, visible(row.why)) for row in found if not row.verified)
    if not found:
        return ProvinceRow(province, NO_RECORD, {column.id: Cell(NO_RECORD) for column in table.columns})
    open_cells = {column.id: Cell(NOT_SHOWN, column.requirements) for column in table.columns}
    contradicting = [row for row in found if row.contradicts]
    last = max(found, key=lambda row: row.started)
    if contradicting:
        state, code, why = CONTRADICTS, Exit.INTEGRITY, contradicting[0].why
    elif last.verified is None:
        state, code, why = UNFINISHED, Exit.BROKEN_RUN, last.why
    else:
        return _answered(province, whole, apart, table, today)
    return ProvinceRow(
        province, state, open_cells, Answer.UNDECIDED.value, code, visible(why), records=len(whole), apart=apart
    )


def _answered(
    province: Province,
    whole: Sequence[Verified],
    apart: tuple[tuple[str, str], ...],
    table: NationalTable,
    today: date,
) -> ProvinceRow:
    """What the records of the newest build say together, as the gate would take them."""
    ordered = sorted(whole, key=lambda row: (row.record.manifest["sealed"], row.record.run["run_id"]))
    last = ([row for row in ordered if part_of(row.record.run) == RUN] or ordered)[-1]
    group = [row for row in ordered if _build(row) == _build(last)]
    state, answer = _answer(group, last, today)
    return ProvinceRow(
        province,
        state,
        {column.id: _cell(column, answer["requirements"]) for column in table.columns},
        answer["answer"],
        answer["exit_code"],
        visible(answer["reason"]),
        system=_system(last),
        build=_build(last),
        policy=f"{last.policy.name} {last.policy.version}",
        sealed=last.record.manifest["sealed"],
        age_days=(today - sealed_on(last.record)).days,
        signed_by=tuple(sorted(last.roles)),
        records=len(whole),
        of_build=len(group),
        apart=apart,
    )


def _build(verified: Verified) -> str:
    return visible(verified.record.run["sut"].get("build") or "–")


def _system(verified: Verified) -> str:
    sut = verified.record.run["sut"]
    return f"{visible(sut['name'])} {visible(sut['version'])}"


def _answer(group: Sequence[Verified], last: Verified, today: date) -> tuple[str, Mapping[str, Json]]:
    """The answer of the records together; records that cannot be one case answer nothing."""
    try:
        case = combine(group, last.policy, waivers=(), today=today)
    except Refused as exc:
        return REFUSED, {"answer": None, "exit_code": Exit.REFUSED, "reason": str(exc), "requirements": {}}
    return ANSWERED, answer_of(case, sut=last.record.run["sut"])


def _cell(column: Column, results: Mapping[str, Json]) -> Cell:
    """Shown only where every requirement is demonstrated; what nobody looked at is not shown, which is not a no."""
    statuses = {name: results[name]["status"] if name in results else "" for name in column.requirements}
    undone = tuple(name for name, status in statuses.items() if status != "DEMONSTRATED")
    if "VIOLATED" in statuses.values():
        return Cell(VIOLATED, undone)
    return Cell(NOT_SHOWN if undone else SHOWN, undone)
