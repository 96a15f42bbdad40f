"""Propositions about bulk data: what a recount found in the snapshots that it was asked of."""

from collections.abc import Sequence

from harness.checks.observation import Finding, check
from harness.errors import Inconclusive
from harness.recount import Recount, SnapshotLine
from harness.verdict import Code


@check(version=1)
def nothing_speaks_against(evidence: Sequence[Recount | SnapshotLine], within_s: float) -> Finding:
    """No row speaks against what was asked. The recount stands first, then every snapshot that it was asked of.

    Nothing is found out where a snapshot is empty, too old or too young, where nothing was looked at, or where the rows
    that cannot be read may be all that is wrong.
    """
    recount, lines = _parts(evidence)
    number, unreadable = sum(recount.against.values()), sum(line.unreadable for line in lines)
    if recount.looked_at == 0:
        raise Inconclusive(Code.INSUFFICIENT_DATA, f"{recount.question}: there is nothing to look at")
    unfit = [why for line in lines if (why := line.unfit(recount.asked, within_s))]
    if unreadable >= max(number, 1):
        unfit.append(f"{unreadable} rows cannot be read, and {number} speak against it")
    if unfit:
        raise Inconclusive(Code.INSUFFICIENT_DATA, "; ".join(unfit))
    expected = f"none of {recount.looked_at} speaks against it"
    return Finding(number == 0, expected, _told(recount, number) if number else "none does")


def _parts(evidence: Sequence[Recount | SnapshotLine]) -> tuple[Recount, list[SnapshotLine]]:
    """The recount and its snapshots. What is put together otherwise is our mistake, and a PASS must not come of it."""
    first, lines = evidence[0], [line for line in evidence[1:] if isinstance(line, SnapshotLine)]
    if not isinstance(first, Recount) or len(lines) != len(evidence) - 1 or not lines:
        raise Inconclusive(Code.INSUFFICIENT_DATA, "a recount and the snapshots that it was asked of are needed")
    if [line.id for line in lines] != list(first.raw["snapshots"]):
        raise Inconclusive(Code.INSUFFICIENT_DATA, f"{first.id} was asked of other snapshots")
    return first, lines


def _told(recount: Recount, number: int) -> str:
    causes = ", ".join(f"{cause} {count}" for cause, count in sorted(recount.against.items()))
    first = recount.samples[0] if recount.samples else {}
    seen = " ".join(str(first[name]) for name in ("key", "detail") if first.get(name))
    return f"{number}: {causes}" + (f"; first: {seen}" if seen else "")
