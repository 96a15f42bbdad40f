"""What the systems that take orders tell late, twice, in the wrong order, wrongly or not at all."""

import pytest

from harness.checks.answers import value_is_not_among
from harness.checks.fields import field_is, values_are
from harness.checks.pattern import some
from harness.checks.sequence import number_is
from harness.judge import Judge
from tests.suites.order_scene import Counter
from tests.suites.refusal import otherwise_taken

OUTCOME = "reply:/orders/*/outcome"
STATE = "reply:/orders/*/state"
HISTORY = "reply:/orders/*/history/*/state"


@pytest.mark.verifies("SYNC-130")
def test_an_order_that_is_there_is_not_sent_again(counters: list[Counter], judge: Judge) -> None:
    """The answer to an order is lost. Once the system has said that it has one, none is sent any more."""
    for counter in counters:
        order = counter.words.order(counter.dossier("silent"))
        told = some(counter.exchanges, counter.words.exists(counter.dossier("silent")))[0]
        since = [one for one in counter.exchanges if one.seq > told.seq]

        judge("SYNC-130", number_is(since, order, at_least=0, at_most=0, fence=counter.fence))


@pytest.mark.verifies("SYNC-132")
def test_the_later_state_stands(counters: list[Counter], judge: Judge) -> None:
    """Two states come in the wrong order: the later one is shown."""
    for counter in counters:
        overtaken = counter.dossier("overtaken")
        some(counter.exchanges, counter.words.told(overtaken, state=counter.words.path[1]))

        judge("SYNC-132", field_is(counter.views["overtaken"], STATE, counter.words.path[2]))


@pytest.mark.verifies("SYNC-133")
def test_a_state_that_comes_twice_counts_once(counters: list[Counter], judge: Judge) -> None:
    """The same push twice is one line in the history of the order."""
    for counter in counters:
        some(counter.exchanges, counter.words.told(counter.dossier("first"), taken=True))

        judge("SYNC-133", values_are(counter.views["first"], HISTORY, list(counter.words.path[:2])))


@pytest.mark.verifies("SYNC-134")
def test_what_came_too_late_is_not_withdrawn(counters: list[Counter], judge: Judge) -> None:
    """The system has gone on without the province hearing of it: an order that it goes on with is not withdrawn."""
    for counter in counters:
        judge("SYNC-134", value_is_not_among(counter.views["late"], OUTCOME, "withdrawn"))


@pytest.mark.verifies("CONN-036")
def test_it_asks_where_nobody_tells(counters: list[Counter], judge: Judge) -> None:
    """The push of a state is lost: the province asks by itself, and shows it."""
    for counter in counters:
        state = counter.words.path[1]
        asked = counter.words.looked_up(counter.dossier("untold"), state)

        judge("CONN-036", number_is(counter.exchanges, asked, at_least=1, at_most=99, fence=counter.fence))
        judge("CONN-036", field_is(counter.views["untold"], STATE, state))


@pytest.mark.verifies("SEC-057")
def test_what_nobody_ordered_is_not_taken(counters: list[Counter], judge: Judge) -> None:
    """A push about an order that the province never placed is not acknowledged."""
    for counter in counters:
        told = counter.words.told(counter.dossier("nothing"))
        some(counter.exchanges, told)
        otherwise_taken(counter.exchanges, counter.words.told(counter.dossier("first"), taken=True))
        taken = counter.words.told(counter.dossier("nothing"), taken=True)

        judge("SEC-057", number_is(counter.exchanges, taken, at_least=0, at_most=0, fence=counter.fence))
