"""What is not compared: a thing with itself, nothing with nothing, the present with what is too old for it."""

from datetime import datetime

from harness.errors import Inconclusive, Refused
from harness.reconcile.rules import Rules
from harness.reconcile.snapshot import Snapshot
from harness.verdict import Code


def refuse_itself(left: Snapshot, right: Snapshot) -> None:
    """Raise Refused where both sides are one thing. That all rows are equal is no reason: that is what is hoped for."""
    same = {
        f"both are declared as {left.declaration.system!r}": left.declaration.system == right.declaration.system,
        f"both were read from {left.source}": left.source == right.source,
        f"both exports have the digest {left.digest}": left.digest == right.digest and left.rows > 0,
    }
    for reason, holds in same.items():
        if holds:
            raise Refused(f"{left.name} against {right.name} compares a thing with itself: {reason}")


def refuse_undecidable(left: Snapshot, right: Snapshot, rules: Rules, *, now: datetime) -> None:
    """Raise Inconclusive(INSUFFICIENT_DATA) where an answer would say nothing: no rows, too old, too young."""
    if not left.taken and not right.taken:
        raise Inconclusive(Code.INSUFFICIENT_DATA, f"{left.name} and {right.name} hold no row that can be read")
    for snapshot in (left, right):
        _refuse_age(snapshot, rules, now=now)


def _refuse_age(snapshot: Snapshot, rules: Rules, *, now: datetime) -> None:
    told = snapshot.declaration
    reason = ""
    if told.taken > now:
        reason = f"{told.name} says it was taken in the future, at {told.taken}"
    elif told.side == "current" and now - told.taken > rules.lag:
        reason = f"{told.name} is {now - told.taken} old; a current side may be {rules.lag} old"
    elif told.side == "historical" and told.cut_over is not None and told.taken > told.cut_over:
        reason = f"{told.name} was taken at {told.taken}, after the cut-over at {told.cut_over}: who changed it since?"
    if reason:
        raise Inconclusive(Code.INSUFFICIENT_DATA, reason)
