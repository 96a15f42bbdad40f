"""What this office has to send: documents and statuses, each until the axis has it or refuses it for good."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from mocks.province.documents.axis import EDOC, EXISTS, OK, STATUS, Axis
from mocks.province.documents.edxml import Writing
from mocks.province.documents.received import ReceivedRegister
from mocks.province.documents.sent import REFUSED, SENT, SentRegister
from mocks.province.documents.signature import Signature
from mocks.province.outbox.trouble import Refused
from mocks.province.records.errands import Errand

KIND: Final = "document"
FOR_GOOD: Final = frozenset({"10", "18", "19", "20", "22", "23"})
"""Codes of refusals that the same message would meet again (what they mean is assumed)."""


@dataclass(frozen=True, slots=True)
class Mailroom:
    """What a message passes through on its way out."""

    axis: Axis
    writing: Writing
    signature: Signature
    sent: SentRegister
    received: ReceivedRegister


class Sending:
    """Runs the errand of one message, for all its tries."""

    def __init__(self, room: Mailroom) -> None:
        self.room = room

    async def run(self, errand: Errand, done: Callable[[int], None]) -> None:  # noqa: ARG002 - there is one step
        """Send a document, or a status."""
        if "document" in errand.about:
            await self.send_document(errand.about["document"])
        else:
            await self.send_status(errand.about["status"])

    async def send_document(self, document: str) -> None:
        """Send it as it was signed, however often that takes.

        EXISTS means that the axis took it the time before, when no answer came.
        """
        found = self.room.sent.find(document)
        if found is None:
            return
        letter, original = found
        if original is None:
            original = self.room.signature.sign(self.room.writing.letter(letter, await self.room.axis.names()))
            self.room.sent.change(document, original=original)
        code = await self.room.axis.send(original, EDOC)
        if code in (OK, EXISTS):
            self.room.sent.change(document, state=SENT)
        else:
            self.refused(document, code)

    def refused(self, document: str, code: str) -> None:
        """Keep the code of a refusal for good; raises Refused for any other, which may be gone the next time."""
        if code not in FOR_GOOD:
            raise Refused("sendEdoc", code)
        self.room.sent.change(document, state=REFUSED, refusal=code)

    async def send_status(self, number: int) -> None:
        """Tell a status; one that the axis refuses for good is told no more."""
        report = self.room.received.status(number)
        if report is None:
            return
        root = self.room.writing.report(report, await self.room.axis.names())
        code = await self.room.axis.send(self.room.signature.sign(root), STATUS)
        if code != OK and code not in FOR_GOOD:
            raise Refused("sendEdoc", code)
