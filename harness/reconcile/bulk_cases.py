"""The cases of an examination of bulk data: one for each question that can be asked, some for each pair of dossiers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

import ibis
import ibis.expr.types as ir

from harness.checks import CHECKS
from harness.judge import Judge
from harness.partial import PartialCase
from harness.reconcile.asking import ask
from harness.reconcile.compare import reconcile
from harness.reconcile.declaration import Pair
from harness.reconcile.examination import Examination, snapshot_id
from harness.reconcile.findings import Findings
from harness.reconcile.held_together import MATTERS, SUPPOSED, Matter, recount_of
from harness.reconcile.question import Question
from harness.recount import read_recount, read_snapshot

CURRENT_WITHIN_S: Final = 86_400.0
"""How old a list of today may be when it is asked. Assumed: no document says."""
CHECK: Final = CHECKS["nothing_speaks_against"]


@dataclass
class BulkCases:
    """Makes the cases, and keeps what they find: `sheets` are Parquet files by requirement, each with all its rows."""

    examination: Examination
    asked: datetime
    key: bytes
    sheets: list[tuple[str, Path]] = field(default_factory=list)
    _findings: dict[str, Findings] = field(default_factory=dict)

    def all(self) -> list[PartialCase]:
        """Every case, in the order in which it is played."""
        pairs = self.examination.reconciliation.pairs
        held = [self._held(pair, matter) for pair in pairs for matter in MATTERS if self._can(pair, matter)]
        return [*(self._question(row) for row in self.examination.askable()), *held]

    def _can(self, pair: Pair, matter: Matter) -> bool:
        """Whether the pair has what the matter looks at."""
        sides = [self.examination.reconciliation.declarations[name] for name in (pair.left, pair.right)]
        told = not matter.column or all(matter.column in side.columns for side in sides)
        return told and (not matter.part or matter.part in pair.parts)

    def _question(self, question: Question) -> PartialCase:
        def play(judge: Judge) -> None:
            examination = self.examination
            ids = examination.asked_of(question)
            given = examination.given(question)
            found = ask(question, given, snapshots=ids, asked=self.asked, keep=examination.engine.keep)
            for rows in found.lists:
                self._write(question.requirement, rows)
            self._judge(judge, question.requirement, found.event, ids)

        return PartialCase(question.id, (question.requirement,), question.purpose, play)

    def _held(self, pair: Pair, matter: Matter) -> PartialCase:
        def play(judge: Judge) -> None:
            ids = [snapshot_id(name) for name in (pair.left, pair.right, *pair.parts.values())]
            findings = self._together(pair)
            of = [pair.parts[matter.part]] if matter.part else [pair.left, pair.right]
            rows = sum(self.examination.snapshots[name].taken for name in of) if findings.compared else 0
            event = recount_of(matter, findings, pair=pair.name, asked=self.asked, snapshots=ids, looked_at=rows)
            self._judge(judge, matter.requirement, event, ids)

        name = f"reconcile/{pair.name}::{matter.name}"
        return PartialCase(name, (matter.requirement,), matter.purpose, play)

    def _together(self, pair: Pair) -> Findings:
        """The findings of a pair, made once."""
        if pair.name not in self._findings:
            examination = self.examination
            left, right = (examination.snapshots[name] for name in (pair.left, pair.right))
            parts = [examination.snapshots[name] for name in pair.parts.values()]
            self._findings[pair.name] = found = reconcile(
                left,
                right,
                pair.rules,
                engine=examination.engine,
                folder=examination.folder,
                now=self.asked,
                key=self.key,
                parts=parts,
            )
            for matter in MATTERS:
                self._write(matter.requirement, _as_against(examination.engine.table(found.path), matter.kinds))
        return self._findings[pair.name]

    def _judge(self, judge: Judge, requirement: str, event: dict[str, object], ids: Sequence[str]) -> None:
        judge.append("recount", event)
        snapshots = [row for row in self.examination.snapshots.values() if snapshot_id(row.name) in ids]
        lines = {snapshot_id(row.name): read_snapshot(self.examination.evidence(row)) for row in snapshots}
        judge(requirement, CHECK([read_recount(event), *(lines[name] for name in ids)], CURRENT_WITHIN_S))

    def _write(self, requirement: str, against: ir.Table) -> None:
        path = self.examination.folder / f"against-{len(self.sheets)}.parquet"
        self.examination.engine.write(against, path)
        self.sheets.append((requirement, path))


def _as_against(found: ir.Table, kinds: Sequence[str]) -> ir.Table:
    """Findings in the columns of AGAINST, without those that a rule allows or that we only suppose."""
    told = found.filter(found.kind.isin(kinds), found.allowed == "", ~found.cause.isin(list(SUPPOSED)))
    cause = told.kind + "/" + told.cause + (told.field == "").ifelse("", ibis.literal("/") + told.field)
    detail = (told.field == "").ifelse(told.side, told.left + " | " + told.right)
    return told.select("key", "agency", "procedure", "month", cause=cause, detail=detail)
