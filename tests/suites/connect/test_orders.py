"""The province is connected to the systems that take its orders: one token, renewed when it has ended."""

import pytest

from harness.checks.sequence import number_is
from harness.judge import Judge
from tests.suites import orders, portal
from tests.suites.order_scene import Counter


@pytest.mark.verifies("CONN-034")
def test_one_token_serves_many_orders(counters: list[Counter], judge: Judge) -> None:
    """A day of orders costs at most two sign-ins: the first, and one after the token has ended."""
    for counter in counters:
        asked = portal.heard({"operation": counter.words.token})

        judge("CONN-034", number_is(counter.exchanges, asked, at_least=0, at_most=2, fence=counter.fence))


@pytest.mark.verifies("CONN-035")
def test_an_order_outlives_the_token(counters: list[Counter], judge: Judge) -> None:
    """An order that meets a token which has ended is placed all the same, under a new one."""
    for counter in counters:
        placed = counter.words.order(counter.dossier("second"), effect=orders.ADDED)

        judge("CONN-035", number_is(counter.exchanges, placed, at_least=1, at_most=1, fence=counter.fence))
