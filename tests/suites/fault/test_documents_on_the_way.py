"""Documents that get lost, come twice or are spoilt on their way over the axis."""

import pytest

from harness.checks.account import number_of_values_is
from harness.checks.answers import value_is_among, value_is_not_among
from harness.checks.fields import field_is, values_are
from harness.checks.pattern import select, some
from harness.checks.sequence import each_preceded_by
from harness.judge import Judge
from tests.suites import documents
from tests.suites.documents_scene import Letters
from tests.suites.scene import Begun

RECEIVED = "reply:/received/*/document"


@pytest.mark.verifies("SYNC-110")
def test_an_unanswered_document_keeps_its_id(letters_sent: Letters, judge: Judge) -> None:
    """A document whose answer was lost is sent again under the same id, and is then known to be sent."""
    sent = some(letters_sent.pco.exchanges[letters_sent.silence], documents.LETTERS)
    state = documents.row("sent", letters_sent.ids["silence"], "state")

    judge("SYNC-110", number_of_values_is(sent, "facts:/document", 1))
    judge("SYNC-110", field_is([letters_sent.views["end"]], state, "sent"))


@pytest.mark.verifies("SYNC-113")
def test_a_document_is_fetched_before_it_is_acknowledged(letters_received_begun: Begun[Letters], judge: Judge) -> None:
    """The axis hears that a document is done with only once that document was handed out."""
    scene = letters_received_begun.scene
    done = {number: documents.acknowledged(number, documents.DONE) for number in scene.numbers.values()}
    told = {number: pattern for number, pattern in done.items() if select(scene.exchanges, pattern)}

    for number, pattern in told.items():
        judge("SYNC-113", each_preceded_by(scene.exchanges, pattern, documents.fetched(number)))
    letters_received_begun.whole()


@pytest.mark.verifies("SYNC-113")
def test_a_document_that_could_not_be_had_at_once_is_not_lost(letters_received: Letters, judge: Judge) -> None:
    """A document at whose first fetching the axis was away stands in the register in the end."""
    shown = [letters_received.views["end"]]

    judge("SYNC-113", value_is_among(shown, RECEIVED, letters_received.ids["away"]))


@pytest.mark.verifies("SYNC-113")
def test_what_cannot_be_read_is_said_to_have_failed(letters_received: Letters, judge: Judge) -> None:
    """A document whose attachment is no zip is acknowledged as failed first of all."""
    number = letters_received.numbers["unzippable-attachment"]
    first = some(letters_received.exchanges, documents.acknowledged(number))[:1]

    judge("SYNC-113", field_is(first, "/status", documents.FAIL))


@pytest.mark.verifies("SYNC-113")
def test_a_document_under_two_numbers_is_entered_once(letters_received: Letters, judge: Judge) -> None:
    """A document that the axis lists under two numbers stands in the register once."""
    document = letters_received.ids["twice"]
    at = documents.row("received", document, "document")

    judge("SYNC-113", values_are([letters_received.views["end"]], at, [document]))


@pytest.mark.verifies("SEC-051")
@pytest.mark.parametrize("spoilt", ["changed-byte", "wrong-signature"])
def test_a_document_whose_signature_does_not_hold_is_not_entered(
    letters_received: Letters, judge: Judge, spoilt: str
) -> None:
    """A document that was changed after it was signed, or signed with another key, is in no register."""
    shown, document = letters_received.views[spoilt], letters_received.ids[spoilt]

    judge("SEC-051", value_is_not_among([shown], RECEIVED, document))
