"""Figures that a system reports: what cannot be added up is no figure."""

import pytest

from harness.checks import CHECKS
from harness.errors import Inconclusive
from harness.exchange import Exchange
from harness.verdict import Code
from tests.unit.harness.evidence import make_exchange

TOTAL = "reply:/total"
LINES = "reply:/lines/*/open"


def report(*figures: object, total: object = 3, seq: int = 1) -> Exchange:
    """A report with a line for each figure."""
    return make_exchange(seq, "viewReport", reply={"lines": [{"open": figure} for figure in figures], "total": total})


def test_a_line_that_is_new_has_grown_from_nothing() -> None:
    pair = [report(seq=1), report(2, seq=2)]
    assert CHECKS["figure_grows_by"](pair, LINES, 2).holds


@pytest.mark.parametrize("figure", [True, "2", 2.5, None])
@pytest.mark.parametrize("name", ["figure_grows_by", "figures_add_up"])
def test_what_is_no_whole_number_is_not_judged(name: str, figure: object) -> None:
    evidence = [report(1, seq=1), report(figure, seq=2)]
    arguments = {"pointer": LINES, "by": 1} if name == "figure_grows_by" else {"pointers": [LINES], "total": TOTAL}
    with pytest.raises(Inconclusive) as ending:
        CHECKS[name](evidence if name == "figure_grows_by" else evidence[1:], **arguments)
    assert ending.value.code is Code.INSUFFICIENT_DATA


def test_two_lines_where_one_is_meant_are_not_judged() -> None:
    with pytest.raises(Inconclusive):
        CHECKS["figure_grows_by"]([report(1, 1, seq=1), report(1, 2, seq=2)], LINES, 1)
