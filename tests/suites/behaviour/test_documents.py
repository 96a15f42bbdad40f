"""Documents to and from other agencies over the national axis: signed, whole, once, and answered in order."""

import pytest

from harness.checks.answers import value_is_among
from harness.checks.fields import field_is, field_matches
from harness.checks.pattern import some
from harness.checks.schema import keeps_the_profile
from harness.checks.sequence import each_preceded_by, number_is
from harness.judge import Judge
from tests.suites import documents
from tests.suites.documents_scene import Letters
from tests.suites.portal import met
from tests.suites.scene import Begun, sent_in


@pytest.mark.verifies("CONN-030")
def test_nothing_is_sent_from_a_closed_agency(letters_sent: Letters, judge: Judge) -> None:
    """No document, whatever its kind, leaves in the name of an agency whose code was closed."""
    closed = {"operation": documents.SEND, "where": {"facts:/reason": "closed-agency"}}

    judge("CONN-030", number_is(letters_sent.exchanges, closed, at_least=0, at_most=0, fence=letters_sent.fence))


@pytest.mark.verifies("CONN-031")
def test_a_refusal_is_shown_with_its_code(letters_sent: Letters, judge: Judge) -> None:
    """A document that the axis refuses, with HTTP 200, is shown as refused, with the axis's own code."""
    refused = some(letters_sent.exchanges, met(documents.letter(letters_sent.ids["nobody"])))
    shown = letters_sent.views["end"]

    judge("CONN-031", field_is(refused, "facts:/accepted", value=False))
    judge("CONN-031", field_is([shown], documents.row("sent", letters_sent.ids["nobody"], "state"), "refused"))


@pytest.mark.verifies("SYNC-111")
def test_a_file_arrives_whole_and_under_its_name(letters_sent: Letters, judge: Judge) -> None:
    """A file of several thousand characters arrives with every byte, under its Vietnamese name."""
    sent = some(letters_sent.exchanges, documents.taken(letters_sent.ids["file"]))

    judge("SYNC-111", field_is(sent, "facts:/attachments/0/unpacked", letters_sent.file_bytes))
    judge("SYNC-111", field_is(sent, "facts:/attachments/0/named", "as-promised"))


@pytest.mark.verifies("SYNC-111")
def test_documents_keep_the_schema(letters_sent: Letters, judge: Judge) -> None:
    """Every document is edXML by its schema, days written as yyyy/MM/dd."""
    judge("SYNC-111", field_is(some(letters_sent.exchanges, documents.LETTERS), "facts:/edxml", "valid"))


@pytest.mark.verifies("SYNC-115")
def test_arrival_is_told_before_acceptance(letters_received: Letters, judge: Judge) -> None:
    """The sender of a document is told that it has arrived before it is told that it was accepted."""
    document = letters_received.ids["plain"]
    arrived, accepted = documents.told(document, documents.ARRIVED), documents.told(document, documents.ACCEPTED)

    judge("SYNC-115", each_preceded_by(letters_received.exchanges, accepted, arrived))


@pytest.mark.verifies("SYNC-116")
def test_what_a_recipient_tells_is_known(letters_sent: Letters, judge: Judge) -> None:
    """A status that the recipient of a document tells stands with that document."""
    told = documents.row("sent", letters_sent.ids["file"], "statuses/*/code")

    judge("SYNC-116", value_is_among([letters_sent.views["end"]], told, documents.ARRIVED))


@pytest.mark.verifies("SYNC-117")
def test_a_revoked_document_is_no_longer_in_force(letters_received: Letters, judge: Judge) -> None:
    """A document whose revocation was agreed to is shown as revoked."""
    some(letters_received.exchanges, documents.told(letters_received.ids["revocation"], documents.AGREED))
    state = documents.row("received", letters_received.ids["plain"], "state")

    judge("SYNC-117", field_is([letters_received.views["end"]], state, "revoked"))


@pytest.mark.verifies("SEC-050")
def test_every_message_is_signed_as_it_is(letters_sent: Letters, judge: Judge) -> None:
    """Every message bears a signature over the whole of it, made after its last change."""
    judge(
        "SEC-050",
        field_matches(some(letters_sent.exchanges, documents.MESSAGES), "facts:/signature", "valid|unknown-signer"),
    )


@pytest.mark.verifies("SYNC-145")
def test_what_the_axis_is_asked_keeps_the_profile(letters_sent_begun: Begun[Letters], judge: Judge) -> None:
    """Documents, and what fetches their statuses, are as the profile describes them."""
    judge("SYNC-145", keeps_the_profile(sent_in(letters_sent_begun.scene.exchanges)))
    letters_sent_begun.whole()


@pytest.mark.verifies("SYNC-145")
def test_what_comes_is_asked_for_by_the_profile(letters_received_begun: Begun[Letters], judge: Judge) -> None:
    """Lists, fetchings and acknowledgements of what other agencies send are as the profile describes them."""
    judge("SYNC-145", keeps_the_profile(sent_in(letters_received_begun.scene.exchanges)))
    letters_received_begun.whole()


@pytest.mark.verifies("SYNC-146")
def test_every_document_is_on_the_axis_once(letters_sent: Letters, judge: Judge) -> None:
    """Each document that the office sent is there once, whatever its kind; a revocation told again revokes once."""
    for part, most in (("silence", 1), ("file", 1), ("due", 1), ("revoked", 1), ("revocation", 9)):
        taken = documents.taken(letters_sent.ids[part])

        judge("SYNC-146", number_is(letters_sent.exchanges, taken, at_least=1, at_most=most, fence=letters_sent.fence))
