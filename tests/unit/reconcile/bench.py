"""Where every question to bulk data is asked again and again, of tables that a test puts wrong."""

import copy
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import ibis
import ibis.expr.types as ir

from harness.reconcile.question import Given, Question
from harness.reconcile.questions import QUESTIONS, ROLES
from tests.unit.reconcile.exports import MERGER, NOW, Rows, in_order, table

Change = Callable[[list[dict[str, Any]]], object]


class Bench:
    """A database in which one table after another is put wrong. Questions are made into SQL once: that takes long."""

    def __init__(self) -> None:
        self.database = ibis.duckdb.connect(threads=1)
        self.rows = in_order()
        self.load(self.rows)
        self.given = Given({role: self.database.table(role) for role in ROLES}, NOW, MERGER)
        self.answers = {row.id: row.ask(self.given) for row in QUESTIONS.values()}  # held: they own tables of ours
        self.statements = {name: self.compiled(answer.against) for name, answer in self.answers.items()}

    def compiled(self, rows: ir.Table) -> str:
        self.database._run_pre_execute_hooks(rows)
        return str(self.database.compile(rows))

    def load(self, rows: Rows) -> None:
        for role, found in rows.items():
            self.database.con.register(role, table(role, found))

    def against(self, changes: Mapping[str, Change]) -> dict[str, Mapping[str, int]]:
        """What speaks against whom once the changes are made; what reads none of the tables cannot tell."""
        rows = copy.deepcopy({role: self.rows[role] for role in changes})
        for role, change in changes.items():
            change(rows[role])
        self.load(rows)
        found = {row.requirement: self.asked(row) for row in QUESTIONS.values() if changes.keys() & set(row.needs)}
        self.load({role: self.rows[role] for role in changes})
        return {name: against for name, against in found.items() if against}

    def asked(self, row: Question) -> Mapping[str, int]:
        if FETCHED & set(row.needs):
            return causes(row.ask(self.given).against)
        return Counter(cause for cause, *_ in self.database.con.execute(self.statements[row.id]).fetchall())


FETCHED = {"report", "units"}
"""What questions read and hold against in Python, so that no SQL says it whole."""


def causes(against: ir.Table) -> Mapping[str, int]:
    """How many rows speak against, by their cause."""
    return Counter(against.to_pyarrow()["cause"].to_pylist())
