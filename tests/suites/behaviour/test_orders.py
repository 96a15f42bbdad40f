"""Orders at tax, social insurance and electricity: who it is for, where, and what became of it."""

import pytest

from harness.checks.answers import value_is_not_among
from harness.checks.fields import field_is, same_value, values_are
from harness.checks.pattern import some
from harness.checks.schema import keeps_the_profile
from harness.checks.sequence import number_is
from harness.judge import Judge
from tests.suites import orders, portal
from tests.suites.order_scene import Counter
from tests.suites.scene import Begun, sent_in

OUTCOME = "reply:/orders/*/outcome"
STATE = "reply:/orders/*/state"


@pytest.mark.verifies("SYNC-134")
def test_what_is_withdrawn_in_time_is_withdrawn(counters: list[Counter], judge: Judge) -> None:
    """An order that may still be withdrawn is withdrawn at the system, and shown so."""
    for counter in counters:
        withdrawn = counter.words.withdrawn()

        judge("SYNC-134", number_is(counter.exchanges, withdrawn, at_least=1, at_most=1, fence=counter.fence))
        judge("SYNC-134", values_are(counter.views["withdrawn"], OUTCOME, ["withdrawn"]))


@pytest.mark.verifies("SYNC-135")
def test_a_refused_order_is_shown_as_refused(counters: list[Counter], judge: Judge) -> None:
    """An order that the system refused has its state, and does not count as done."""
    for counter in counters:
        shown = counter.views["refused"]
        some(counter.exchanges, counter.words.told(counter.dossier("refused"), taken=True))

        judge("SYNC-135", values_are(shown, STATE, [counter.words.refused]))
        judge("SYNC-135", value_is_not_among(shown, OUTCOME, "done"))


@pytest.mark.verifies("SYNC-136")
def test_the_identity_number_arrives_whole(counters: list[Counter], judge: Judge) -> None:
    """The number in the order is the one that the clerk entered, with its leading nought."""
    for counter in counters:
        accepting = counter.desk.accepting(counter.part("first"))
        order = some(counter.exchanges, counter.words.order(counter.dossier("first")))[0]

        judge("SYNC-136", same_value([accepting, order], ["/owner/identity/number", orders.IDENTITY]))


@pytest.mark.verifies("SYNC-137")
def test_no_order_names_a_commune_that_is_no_more(counters: list[Counter], judge: Judge) -> None:
    """An officer enters a code that no commune has today: no order goes out with it."""
    for counter in counters:
        closed = {"operation": counter.words.ordering, "where": {orders.COMMUNE: orders.CLOSED_COMMUNE}}

        judge("SYNC-137", number_is(counter.exchanges, closed, at_least=0, at_most=0, fence=counter.fence))


@pytest.mark.verifies("SYNC-138")
def test_the_end_of_an_order_becomes_a_step(counters: list[Counter], judge: Judge) -> None:
    """Where an order has come to its end the dossier goes on, and the portal is told so."""
    for counter in counters:
        some(counter.exchanges, counter.words.told(counter.dossier("refused"), taken=True))
        gone_on = portal.push(counter.dossier("refused"), status=portal.IN_PROCESS)

        judge("SYNC-138", number_is(counter.desk.exchanges, gone_on, at_least=1, at_most=9, fence=counter.desk.fence))


@pytest.mark.verifies("SYNC-131")
def test_the_order_is_followed_by_its_number(counters: list[Counter], judge: Judge) -> None:
    """The order whose answer was lost is shown in the state that the system has told since."""
    for counter in counters:
        some(counter.exchanges, counter.words.told(counter.dossier("silent")))

        judge("SYNC-131", field_is(counter.views["silent"], STATE, counter.words.path[1]))


@pytest.mark.verifies("SYNC-142")
def test_what_is_said_of_orders_keeps_the_profile(counters_begun: Begun[list[Counter]], judge: Judge) -> None:
    """Orders, questions, withdrawals and sign-ins are as the system's profile describes them."""
    for counter in counters_begun.scene:
        judge("SYNC-142", keeps_the_profile(sent_in(counter.exchanges)))
    counters_begun.whole()


@pytest.mark.verifies("SYNC-143")
def test_an_order_says_what_was_entered(counters: list[Counter], judge: Judge) -> None:
    """Who it is for, where, the day of birth and the value are those that were entered."""
    for counter in counters:
        words, dossier = counter.words, counter.desk.accepting(counter.part("first"))
        order = some(counter.exchanges, words.order(counter.dossier("first")))[0]

        for told, sent in words.asked(orders.OWNER).items():
            judge("SYNC-143", same_value([dossier, order], [told, sent]))
        for told, sent in words.asked(orders.WISH).items():
            judge("SYNC-143", same_value([counter.placed["first"], order], [told, sent]))


@pytest.mark.verifies("SYNC-143")
def test_a_withdrawal_says_why(counters: list[Counter], judge: Judge) -> None:
    """The reason that the officer gave arrives as it was given."""
    for counter in counters:
        pair = [counter.withdrawn["withdrawn"], some(counter.exchanges, counter.words.withdrawn())[0]]

        judge("SYNC-143", same_value(pair, ["/reason", "/LyDo"]))
