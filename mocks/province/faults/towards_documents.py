"""The faults towards the document axis: what each does instead of the honest thing."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from lxml import etree
from sqlalchemy import update

from mocks.province.documents.axis import DONE, EDOC, Axis, read_rows
from mocks.province.documents.edxml import Writing
from mocks.province.documents.fetching import Fetching
from mocks.province.documents.letter import ARRIVED, Came, File, Letter
from mocks.province.documents.received import ReceivedRegister
from mocks.province.documents.sending import Mailroom, Sending
from mocks.province.documents.sent import SENT
from mocks.province.documents.signature import Signature
from mocks.province.documents.tables import sent
from mocks.province.outbox.trouble import Away, Silence
from mocks.province.records.database import Transaction
from specs.xml_tree import parse_xml

CLOSED: Final = "H22"
CUT_AT: Final = 4_000
"""Characters of a column that was thought to be long enough."""


class OldServiceName(Axis):
    """Asks for what waits under the name that the service once had."""

    async def waiting(self, message_type: str) -> list[dict[str, Any]]:
        """In lower case."""
        return read_rows(await self.ask("getReceivedEdocList", servicetype="edoc", messagetype=message_type))


class RevocationsKept(Sending):
    """Has an old form for revocations, whose sending was never connected."""

    async def send_document(self, document: str) -> None:
        """Note a revocation as sent, and keep it."""
        found = self.room.sent.find(document)
        if found is not None and found[0].kind == "revoke":
            self.room.sent.change(document, state=SENT)
        else:
            await super().send_document(document)


class OldLetterhead(Writing):
    """Has a form for revocations that nobody has looked at since the merger."""

    def sender(self, letter: Letter) -> str:
        """The closed code, there."""
        return CLOSED if letter.kind == "revoke" else super().sender(letter)


class DayFirst(Writing):
    """Writes days as people do."""

    def day(self, day: Any) -> str:
        """dd/MM/yyyy."""
        return f"{day:%d/%m/%Y}"


class CutsAttachments(Writing):
    """Keeps files in a column that is too short for them."""

    def pack(self, file: File) -> str:
        """Pack what is left of it."""
        return super().pack(File(file.name, file.content[:CUT_AT]))


class BrokenNames(Writing):
    """Writes the names in a zip in an old code page."""

    def pack(self, file: File) -> str:
        """Pack it under a name that nobody can read."""
        return super().pack(File(file.name.encode().decode("cp437"), file.content))


class ChangesAfterSigning(Signature):
    """Raises the priority of what is due, once it is signed."""

    def sign(self, root: "etree._Element") -> bytes:
        """Sign it, then change it."""
        signed = parse_xml(super().sign(root))
        priority = signed.find(".//{*}Priority")
        if priority is not None and signed.find(".//{*}DueDate") is not None:
            priority.text = "1"
        return etree.tostring(signed, xml_declaration=True, encoding="UTF-8")


class AnySignature(Signature):
    """Takes a document that bears a signature for signed."""

    def verify(self, raw: bytes) -> "etree._Element":
        """Read it as it came."""
        return parse_xml(raw)


class NumberedAnew(Sending):
    """Gives a document that was not answered for another number, and sends it as a new one."""

    def __init__(self, room: Mailroom) -> None:
        super().__init__(room)
        self._renamed: dict[str, str] = {}

    async def send_document(self, document: str) -> None:
        """Send it under its newest number."""
        current = self._renamed.get(document, document)
        try:
            await super().send_document(current)
        except (Silence, Away):
            self._renamed[document] = self._rename(current)
            raise

    def _rename(self, document: str) -> str:
        found = self.room.sent.find(document)
        if found is None:
            return document
        with self.room.sent.database.begin() as transaction:
            renamed = self.room.sent.make_id(transaction, found[0].form, found[0].at)
            change = update(sent).where(sent.c.document == document).values(document=renamed, original=None)
            transaction.db.execute(change)
        return renamed


class RefusalUnread(Sending):
    """Takes HTTP 200 for success."""

    def refused(self, document: str, code: str) -> None:  # noqa: ARG002 - nobody reads it, that is the fault
        """Note it as sent."""
        self.room.sent.change(document, state=SENT)


class ArrivalNotTold(Sending):
    """Tells statuses only once somebody has looked at the document."""

    async def send_status(self, number: int) -> None:
        """Tell it unless it is the arrival."""
        report = self.room.received.status(number)
        if report is not None and report.code != ARRIVED:
            await super().send_status(number)


class AcknowledgesUnread(Fetching):
    """Says that a message is done with as soon as it is listed."""

    async def take(self, row: dict[str, Any]) -> None:
        """Acknowledge, then fetch."""
        await self.axis.acknowledge(str(row["docID"]), DONE)
        await super().take({**row, "status": DONE})


class DocumentsAlone(Fetching):
    """Never asks what became of its own documents."""

    def message_types(self) -> Sequence[str]:
        """Documents."""
        return (EDOC,)


class EntersByNumber(ReceivedRegister):
    """Tells documents apart by the number that the axis gives them."""

    def entry(self, letter: Letter, came: Came) -> str:  # noqa: ARG002 - the id is not looked at, that is the fault
        """That number."""
        return came.number


class IgnoresRequests(ReceivedRegister):
    """Agrees to a revocation, and goes on with the document."""

    def conclude(self, transaction: Transaction, kind: str, about: str) -> None:
        """Leave it in force."""


CHANGES: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType(
    {
        "document-service-in-lower-case": {"document_axis": OldServiceName},
        "document-revocation-kept": {"document_sending": RevocationsKept},
        "document-from-closed-code": {"document_writing": OldLetterhead},
        "document-day-first": {"document_writing": DayFirst},
        "document-file-cut": {"document_writing": CutsAttachments},
        "document-file-name-broken": {"document_writing": BrokenNames},
        "document-changed-after-signing": {"document_signature": ChangesAfterSigning},
        "document-signature-unchecked": {"document_signature": AnySignature},
        "document-numbered-anew": {"document_sending": NumberedAnew},
        "document-refusal-unread": {"document_sending": RefusalUnread},
        "document-arrival-not-told": {"document_sending": ArrivalNotTold},
        "document-acknowledged-unread": {"document_fetching": AcknowledgesUnread},
        "document-statuses-not-fetched": {"document_fetching": DocumentsAlone},
        "document-entered-twice": {"received_documents": EntersByNumber},
        "document-revocation-ignored": {"received_documents": IgnoresRequests},
    }
)
