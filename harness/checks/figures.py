"""Propositions about figures that a system reports."""

from collections.abc import Sequence

from harness.checks.observation import Finding, check
from harness.errors import Inconclusive
from harness.exchange import Exchange, Json, reached
from harness.verdict import Code


def _number(exchange: Exchange, pointer: str, *, absent: int | None = None) -> int:
    found: list[Json] = reached(exchange, pointer)
    if not found and absent is not None and exchange.reply is not None:
        return absent
    if len(found) != 1 or isinstance(found[0], bool) or not isinstance(found[0], int):
        raise Inconclusive(Code.INSUFFICIENT_DATA, f"no single whole number at {pointer} of {exchange.id}")
    return found[0]


@check(version=1)
def figure_grows_by(exchanges: Sequence[Exchange], pointer: str, by: int) -> Finding:
    """From the first exchange to the second the number at `pointer` has grown by so much; none stands for 0."""
    before, after = (_number(exchange, pointer, absent=0) for exchange in exchanges)
    return Finding(after - before == by, f"{pointer} grows by {by}", f"from {before} to {after}")


@check(version=1)
def figures_add_up(exchanges: Sequence[Exchange], pointers: list[str], total: str) -> Finding:
    """In every exchange the numbers at all of the pointers (with `*`: of every item) add up to the one at `total`."""
    expected = f"{' + '.join(pointers)} = {total}"
    for exchange in exchanges:
        parts: list[Json] = [value for pointer in pointers for value in reached(exchange, pointer)]
        if not parts or any(isinstance(value, bool) or not isinstance(value, int) for value in parts):
            raise Inconclusive(Code.INSUFFICIENT_DATA, f"{exchange.id} holds no figures at {', '.join(pointers)}")
        whole = _number(exchange, total)
        if sum(parts) != whole:
            told = f"{' + '.join(map(str, parts))} = {sum(parts)}, told {whole} in {exchange.id}"
            return Finding(False, expected, told)
    return Finding(True, expected, f"so in {len(exchanges)} exchange(s)")
