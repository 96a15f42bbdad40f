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
    """What is current is as of now, what is historical as of the cut-over: not younger, and at most the lag older."""
    told = snapshot.declaration
    moment, called = (
        (now, "now") if told.cut_over is None or told.side == "current" else (told.cut_over, "the cut-over")
    )
    reason = ""
    if told.taken > moment:
        reason = f"{told.name} says it was taken at {told.taken}, after {called}"
    elif moment - told.taken > rules.lag:
        reason = (
            f"{told.name} was taken {moment - told.taken} before {called}; a {told.side} side may be {rules.lag} older"
        )
    if reason:
        raise Inconclusive(Code.INSUFFICIENT_DATA, reason)
