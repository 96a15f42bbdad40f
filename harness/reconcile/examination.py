"""What is examined: the declared snapshots, which questions can be asked of them, and what they are asked of."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial, reduce
from pathlib import Path

import ibis
import ibis.expr.types as ir

from harness.errors import Refused
from harness.exchange import Json
from harness.reconcile.declaration import Reconciliation
from harness.reconcile.engine import Engine
from harness.reconcile.question import Given, Question
from harness.reconcile.questions import HELD_APART, QUESTIONS, ROLES
from harness.reconcile.refusals import refuse_itself
from harness.reconcile.snapshot import Snapshot, take_snapshot

Told = Callable[[str, int, float], None]
"""The name of a snapshot, its rows that were read so far, and which share of it they are (0: nobody can say)."""


def role_of(name: str) -> str:
    """The role of a snapshot: its name, up to the first `-`."""
    return name.partition("-")[0]


@dataclass
class Examination:
    """Snapshots that were read, on an engine. `profiles` are the dated demands that are asked for."""

    reconciliation: Reconciliation
    engine: Engine
    folder: Path
    profiles: Sequence[str] = ()
    snapshots: dict[str, Snapshot] = field(default_factory=dict)
    _events: dict[str, Mapping[str, Json]] = field(default_factory=dict)

    def read(self, told: Told) -> None:
        """Read every declared export; `told` hears how far each is.

        Raises Refused where a snapshot is not of the shape of its role, where a pair is not of dossiers, and where one
        thing would be held against itself.
        """
        for pair in self.reconciliation.pairs:
            if self.reconciliation.declarations[pair.left].shape.name != "dossier":
                raise Refused(f"pair {pair.name}: dossiers are held together; lists have questions of their own")
        for name, declaration in self.reconciliation.declarations.items():
            shape = ROLES.get(role_of(name), declaration.shape.name)
            if shape != declaration.shape.name:
                raise Refused(f"snapshot {name}: shape {shape} is needed, not {declaration.shape.name}")
        for name, declaration in self.reconciliation.declarations.items():
            self.snapshots[name] = take_snapshot(declaration, self.folder, told=partial(told, name))
        self._refuse_itself()

    def _refuse_itself(self) -> None:
        for left, right in HELD_APART:
            for one in self.of_role(left):
                for other in self.of_role(right):
                    refuse_itself(one, other)
        for pair in self.reconciliation.pairs:
            refuse_itself(self.snapshots[pair.left], self.snapshots[pair.right])

    def of_role(self, role: str) -> list[Snapshot]:
        """The snapshots of a role, in the order in which they are declared."""
        return [snapshot for name, snapshot in self.snapshots.items() if role_of(name) == role]

    def askable(self) -> list[Question]:
        """The questions for which every table is there, and whose profile is asked for."""
        return [row for row in QUESTIONS.values() if not self.why_not(row)]

    def why_not(self, question: Question) -> str:
        """Why a question is not asked; empty where it is."""
        roles = {role_of(name) for name in self.reconciliation.declarations}
        missing = [role for role in question.needs if role not in roles]
        if missing:
            return f"no snapshot of {', '.join(missing)} is declared"
        gone = [name for name in question.columns if self._lacks(*name.split("."))]
        if gone:
            return f"the exports have no column {', '.join(gone)}"
        if question.profile and question.profile not in self.profiles:
            return f"the profile {question.profile} was not asked for"
        return ""

    def given(self, question: Question) -> Given:
        """The tables that a question needs."""
        current = [row.declaration.taken for row in self.snapshots.values() if row.declaration.side == "current"]
        cut_overs = [cut for row in self.snapshots.values() if (cut := row.declaration.cut_over) is not None]
        tables = {role: self._table(role) for role in question.needs}
        lacking = {role: self._lacking(role) for role in question.needs}
        cut_over = _as_in_tables(max(cut_overs)) if cut_overs else None
        return Given(tables, _as_in_tables(max(current, default=datetime.now(UTC))), cut_over, lacking)

    def _lacking(self, role: str) -> frozenset[str]:
        """The columns that an export of the role does not have."""
        told = [row for name, row in self.reconciliation.declarations.items() if role_of(name) == role]
        return frozenset(name for row in told for name in row.shape.columns if name not in row.columns)

    def _lacks(self, role: str, column: str) -> bool:
        return column in self._lacking(role)

    def _table(self, role: str) -> ir.Table:
        """All rows of a role; each of before the merger says of which system it is."""
        tables = [self._rows(snapshot, named=role == "before") for snapshot in self.of_role(role)]
        return reduce(lambda one, other: one.union(other), tables)

    def _rows(self, snapshot: Snapshot, *, named: bool) -> ir.Table:
        rows = self.engine.table(snapshot.path)
        return rows.mutate(system=ibis.literal(snapshot.declaration.system.upper())) if named else rows

    def asked_of(self, question: Question) -> list[str]:
        """The ids of the snapshots that a question is asked of."""
        return [snapshot_id(row.name) for role in question.needs for row in self.of_role(role)]

    def evidence(self, snapshot: Snapshot) -> Mapping[str, Json]:
        """The `snapshot` event of the record: what it says of itself, and its youngest moment. Looked at once."""
        if snapshot.name not in self._events:
            self._events[snapshot.name] = self._event(snapshot)
        return self._events[snapshot.name]

    def _event(self, snapshot: Snapshot) -> Mapping[str, Json]:
        newest = None
        if snapshot.shape.month and snapshot.declaration.side == "historical" and snapshot.taken:
            newest = self.engine.table(snapshot.path)[snapshot.shape.month].max().to_pyarrow().as_py()
        told = {"newest": newest.replace(tzinfo=UTC).isoformat()} if newest is not None else {}
        return {"id": snapshot_id(snapshot.name), **snapshot.evidence(), **told}


def snapshot_id(name: str) -> str:
    """How the record names a snapshot."""
    return f"snapshot-{name}"


def _as_in_tables(moment: datetime) -> datetime:
    """A moment as the tables have it: UTC, without saying so."""
    return moment.astimezone(UTC).replace(tzinfo=None)
