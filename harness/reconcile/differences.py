"""Which rows the two sides do not say the same of: missing, extra, duplicated, stale, differing by field. Expressions.

First the keys are found that are not exactly once on each side with equal fingerprints: one grouping of both sides, of
two numbers a row. Only the rows of these suspects are then read whole and compared value by value.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import ibis
import ibis.expr.types as ir

from harness.reconcile.causes import cause_of
from harness.reconcile.codes_of_today import closed_agency
from harness.reconcile.engine import LARGEST, Engine
from harness.reconcile.rules import Rules, Tolerance
from harness.reconcile.shapes import Shape
from harness.reconcile.side import KEY, Side, finding

TIMES: Final = "times"
"""How many rows of its side have the key of this one."""
_MARK: Final = "fingerprint"
_OF_KEY: Final = "fingerprint of the key"
_ONCE_EACH: Final = 2
_OTHER: Final = "other "
_TELLING: Final = 5
"""So many compared columns must be equal before a row counts as the same row under another code."""


@ibis.udf.agg.builtin  # type: ignore[untyped-decorator]  # Ibis has no types for it
def bit_xor(number: int) -> int:  # type: ignore[empty-body]  # the engine has it
    """All the numbers in one; Ibis 12 does not know that Spark has it."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sides, the columns that both have and that are compared, the rules, and where it is computed."""

    left: Side
    right: Side
    columns: tuple[str, ...]
    rules: Rules
    engine: Engine

    @property
    def sides(self) -> tuple[Side, Side]:
        """Left, then right."""
        return self.left, self.right


def compared_columns(left: Side, right: Side) -> tuple[str, ...]:
    """The columns of the shape that both exports have, without the key and what is never compared."""
    both = set(left.snapshot.columns) & set(right.snapshot.columns)
    shape = left.shape
    return tuple(n for n, column in shape.columns.items() if n in both and n not in shape.key and column.compared)


def not_compared(shape: Shape, compared: tuple[str, ...]) -> tuple[str, ...]:
    """The columns that are to be compared, and are not because one export lacks them."""
    return tuple(n for n, column in shape.columns.items() if column.compared and n not in (*shape.key, *compared))


def difference_findings(comparison: Comparison, suspects: ir.Table) -> Iterator[ir.Table]:
    """The findings of holding two sides together; they must hold all rows of the suspect keys."""
    keep = comparison.engine.keep
    left, right = (keep(_heads(side, is_suspect(side, suspects, comparison.engine))) for side in comparison.sides)
    yield _duplicated(comparison, comparison.left, left)
    yield _duplicated(comparison, comparison.right, right)
    yield from _alone(comparison, keep(left.anti_join(right, KEY)), keep(right.anti_join(left, KEY)))
    pairs = keep(_pairs(left, right))
    for name in comparison.columns:
        yield _differing(comparison, pairs, name)


def suspect_keys(comparison: Comparison) -> ir.Table:
    """The fingerprints of the keys that do not stand once on each side with the same values.

    The fingerprints of one side are complemented: laid over each other, those of equal rows leave only ones.
    A key that shares its fingerprint with another one is a suspect too; nothing is found of it where all is well.
    """

    def marked(side: Side) -> ir.Table:
        fingerprint, key = comparison.engine.fingerprint, side.rows[KEY]
        mark = fingerprint(key, *(side.rows[name] for name in comparison.columns))
        return side.rows.select(**{_OF_KEY: fingerprint(key), _MARK: mark if side.name == "left" else mark ^ LARGEST})

    both = marked(comparison.left).union(marked(comparison.right))
    grouped = both.group_by(_OF_KEY).aggregate(**{TIMES: both.count(), _MARK: bit_xor(both[_MARK])})
    return grouped.filter((grouped[TIMES] != _ONCE_EACH) | (grouped[_MARK] != LARGEST)).select(_OF_KEY)


def is_suspect(side: Side, suspects: ir.Table, engine: Engine) -> ir.BooleanValue:
    """Whether the key of a row is a suspect."""
    return engine.fingerprint(side.rows[KEY]).isin(suspects[_OF_KEY])


def _heads(side: Side, suspect: ir.BooleanValue) -> ir.Table:
    """One row for each suspect key of a side, with the number of rows that have it."""
    rows = side.rows.filter(suspect)
    least = {name: rows[name].min() for name in rows.columns if name != KEY}
    return rows.group_by(KEY).aggregate(**least, **{TIMES: rows.count()})


def _duplicated(comparison: Comparison, side: Side, heads: ir.Table) -> ir.Table:
    several = heads.filter(heads[TIMES] > 1)
    rows = side.rows.semi_join(several, KEY).select(KEY, *comparison.columns).distinct()
    kinds = rows.group_by(KEY).aggregate(unlike=rows.count())
    told = several.join(kinds, KEY)
    cause = (told.unlike > 1).ifelse("conflicting", "repeated")
    return finding(told, side.shape, side.name, kind="duplicated", cause=cause)


def _alone(comparison: Comparison, left: ir.Table, right: ir.Table) -> Iterator[ir.Table]:
    """Keys of one side alone: on the way, under another code, or absent."""
    for side, rows, others in ((comparison.left, left, right), (comparison.right, right, left)):
        kind = "missing" if side.name == "left" else "extra"
        fresh = _fresh(comparison, side, rows, side.shape.month, side.shape.changed)  # an old row must be there
        yield finding(rows.filter(fresh), side.shape, side.name, kind="in_flight", cause=kind)
        settled = rows.filter(~fresh)
        twins = comparison.engine.keep(_twins(comparison, settled, others))
        yield finding(settled.semi_join(twins, KEY), side.shape, side.name, kind=kind, cause="other_code")
        absent = settled.anti_join(twins, KEY)
        cause: str | ir.StringValue = "absent"
        if kind == "missing" and side.shape.agency:
            cause = closed_agency(absent[side.shape.agency]).fill_null(False).ifelse("closed_agency", "absent")
        yield finding(absent, side.shape, side.name, kind=kind, cause=cause)


def _twins(comparison: Comparison, rows: ir.Table, others: ir.Table) -> ir.Table:
    """The keys of rows that the other side has with every value equal, under another key."""
    if len(comparison.columns) < _TELLING:
        return rows.filter(ibis.literal(False)).select(KEY)

    def marked(table: ir.Table) -> ir.Table:
        values = [table[name] for name in comparison.columns]
        return table.select(KEY, *comparison.columns, **{_MARK: comparison.engine.fingerprint(*values)})

    one, other = marked(rows), marked(others)
    equal = [one[name].identical_to(other[name]) for name in comparison.columns]
    return one.semi_join(other, [one[_MARK] == other[_MARK], *equal]).select(KEY)


def _fresh(comparison: Comparison, side: Side, rows: ir.Table, *told: str) -> ir.BooleanValue:
    """Whether the first moment that is told is so new that the other side need not know of it."""
    other = comparison.right if side.name == "left" else comparison.left
    known = [name for name in told if name in side.snapshot.columns]
    if not known:
        return ibis.literal(False)
    moment = ibis.coalesce(*(rows[name] for name in known))
    return (moment > _due(other, comparison.rules)).fill_null(False)


def _due(side: Side, rules: Rules) -> ir.TimestampScalar:
    """Changes up to this moment must stand on a side."""
    return moment_of(side.snapshot.declaration.taken - rules.lag)


def moment_of(at: datetime) -> ir.TimestampScalar:
    """A moment as the tables have it: UTC, without saying so."""
    return ibis.literal(at.astimezone(UTC).replace(tzinfo=None), type="timestamp(6)")


def _pairs(left: ir.Table, right: ir.Table) -> ir.Table:
    """Keys that stand once on each side, with the values of both: which of several rows counts, nobody can say."""
    others = right.filter(right[TIMES] == 1).rename(lambda name: name if name == KEY else f"{_OTHER}{name}")
    return left.filter(left[TIMES] == 1).join(others, KEY)


def _differing(comparison: Comparison, pairs: ir.Table, name: str) -> ir.Table:
    shape = comparison.left.shape
    one, other = pairs[name], pairs[f"{_OTHER}{name}"]
    apart = ~one.identical_to(other)
    if name in comparison.rules.tolerances:
        apart &= ~_within(one, other, comparison.rules.tolerances[name], shape.columns[name].type)
    rows = pairs.filter(apart)
    one, other = rows[name], rows[f"{_OTHER}{name}"]
    fresh, newer = _fresh(comparison, comparison.left, rows, shape.changed), _newer(comparison, rows)
    kind = ibis.cases((fresh & newer, "in_flight"), (newer, "stale"), else_="differs")
    cause = newer.ifelse("outdated", cause_of(one, other, shape.columns[name]))
    return finding(rows, shape, "right", kind=kind, cause=cause, field=name, values=(one, other))


def _newer(comparison: Comparison, rows: ir.Table) -> ir.BooleanValue:
    """Whether the left has changed since the right was last told."""
    changed = comparison.left.shape.changed
    if not all(changed in side.snapshot.columns for side in comparison.sides):
        return ibis.literal(False)
    return (rows[changed] > rows[f"{_OTHER}{changed}"]).fill_null(False)


def _within(one: ir.Value, other: ir.Value, tolerance: Tolerance, kind: str) -> ir.BooleanValue:
    moments = kind == "instant"
    apart = one.epoch_seconds() - other.epoch_seconds() if moments else one - other
    return (apart.abs() <= tolerance.by).fill_null(False)
