"""A question to bulk data: which tables it needs, and which rows speak against what it asks. Pure Ibis expressions.

A question answers with two expressions, the rows that were looked at and those that speak against it; `asking.py` makes
figures of them on whatever engine the tables live on.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from harness.reconcile.causes import HOME_HOURS
from harness.reconcile.side import month_of

AGAINST: Final = {
    "cause": "string",
    "key": "string",
    "agency": "string",
    "procedure": "string",
    "month": "string",
    "detail": "string",
}
"""Columns of the rows that speak against: why, which one, whose, of what, of which month (yyyy-mm), what is seen."""


@dataclass(frozen=True)
class Given:
    """What a question may look at: tables by role, when the present ones were taken, and when the merger was.

    Both moments are UTC and do not say so, as those in the tables; there is no merger where no snapshot tells of one.
    `lacking` are the columns of each role that an export of it does not have.
    """

    tables: Mapping[str, ir.Table]
    at: datetime
    cut_over: datetime | None = None
    lacking: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def both_have(self, one: str, other: str, *, columns: Sequence[str]) -> list[str]:
        """Those of the columns that the exports of both roles have: what one lacks must not pass for empty."""
        gone = self.lacking.get(one, frozenset()) | self.lacking.get(other, frozenset())
        return [name for name in columns if name not in gone]

    def __getitem__(self, role: str) -> ir.Table:
        return self.tables[role]


@dataclass(frozen=True)
class Answer:
    """The rows that were looked at, those that speak against (columns of AGAINST), and what is told and not judged.

    `sheet` is a small table to be shown whole: a proof sheet, a table of indicators. `beside` are rows (columns of
    AGAINST) that are listed for those who must act, and speak against nobody.
    """

    looked_at: ir.Table
    against: ir.Table
    notes: tuple[str, ...] = ()
    sheet: ir.Table | None = None
    beside: ir.Table | None = None


@dataclass(frozen=True)
class Question:
    """One requirement asked of bulk data.

    `needs` are the roles of the tables without which it cannot be asked, `columns` those (role.column) without which it
    would be answered by silence.
    """

    requirement: str
    needs: tuple[str, ...]
    ask: Callable[[Given], Answer]
    profile: str = ""
    columns: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """How plan and record name it: `reconcile/module::function`."""
        return f"reconcile/{self.ask.__module__.rpartition('.')[2]}::{self.ask.__name__}"

    @property
    def purpose(self) -> str:
        """The first line of its docstring: what must hold."""
        return (self.ask.__doc__ or "").split("\n")[0]


def question(
    requirement: str, *needs: str, columns: Sequence[str] = (), profile: str = ""
) -> Callable[[Callable[[Given], Answer]], Question]:
    """Make a function a question. One of a `profile` is asked only where the target names that profile."""

    def wrap(ask: Callable[[Given], Answer]) -> Question:
        return Question(requirement, needs, ask, profile, tuple(columns))

    return wrap


def against(rows: ir.Table, cause: str, **columns: ir.Value | str) -> ir.Table:
    """The rows in the columns of AGAINST. `columns` are names of columns or values; what is not named is null."""
    values = {"cause": ibis.literal(cause), **columns}
    cells = {
        name: (rows[value] if isinstance(value, str) else value).cast("string")
        if (value := values.get(name)) is not None
        else ibis.null("string")
        for name in AGAINST
    }
    return rows.select(**cells)


def doubled(rows: ir.Table, *keys: str) -> ir.Table:
    """The keys that stand in more than one row."""
    counted = rows.group_by(list(keys)).aggregate(times=lambda found: found.count())
    return counted.filter(counted.times > 1)


def month(instant: ir.Value) -> ir.Value:
    """The month of an instant by the clocks of Vietnam, yyyy-mm."""
    return month_of(instant + ibis.interval(hours=HOME_HOURS))


def words(*parts: ir.Value | str) -> ir.Value:
    """Texts and values in one text; a value that is null reads `nothing`."""
    total: ir.Value = ibis.literal("")
    for part in parts:
        total += part if isinstance(part, str) else part.cast("string").fill_null("nothing")
    return total


def only(rows: Sequence[Mapping[str, str | None]]) -> ir.Table:
    """Rows that were found outside the engine, as a table of AGAINST."""
    return ibis.memtable(
        pa.Table.from_pylist([{**row} for row in rows], schema=pa.schema(dict.fromkeys(AGAINST, pa.string())))
    )


def listed(column: str, values: Sequence[str]) -> ir.Table:
    """A table of one column."""
    return ibis.memtable(pa.table({column: pa.array(values, pa.string())}))
