"""A refusal says something of what was refused only where the same, told rightly, is taken."""

from collections.abc import Sequence

from harness.checks.pattern import describe, select
from harness.errors import Inconclusive
from harness.exchange import Exchange
from harness.verdict import Code
from tests.suites.portal import Pattern


def otherwise_taken(exchanges: Sequence[Exchange], pattern: Pattern) -> None:
    """Raise Inconclusive(WRONG_REASON) where nothing of the kind was taken: the reason may be another one."""
    if not select(exchanges, pattern):
        raise Inconclusive(Code.WRONG_REASON, f"nothing was taken like {describe(pattern)}: all may be refused alike")
