"""edXML as the axis writes it for the agencies played here: synthetic, in the order of the XSD, ready to be signed."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeAlias

from lxml import etree

from mocks.documents.attachments import pack
from mocks.documents.directory import Agency
from mocks.documents.edxml import DAY, INSTANT, NAMESPACE, NEW
from specs.people import make_person, vietnamese_text

Content: TypeAlias = "str | Iterable[tuple[str, Content]]"
STATUS_WORDS: Final = {
    "01": "Đã đến",
    "02": "Từ chối tiếp nhận",
    "03": "Đã tiếp nhận",
    "04": "Phân công xử lý",
    "05": "Đang xử lý",
    "06": "Hoàn thành",
    "13": "Lấy lại",
    "15": "Đồng ý thu hồi, cập nhật hoặc thay thế",
    "16": "Từ chối thu hồi, cập nhật hoặc thay thế",
}
SUBJECTS: Final = {
    "0": "Về việc thử nghiệm liên thông văn bản",
    "1": "Thu hồi văn bản thử nghiệm",
    "2": "Cập nhật văn bản thử nghiệm",
    "3": "Thay thế văn bản thử nghiệm",
}
NOTATION: Final = "TN-LT"


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A document to be written. `code` chooses the era of every agency identifier in it; `at` is Vietnamese time."""

    sender: Agency
    recipients: Sequence[Agency]
    number: int
    at: datetime
    qd20: bool = True
    kind: str = NEW
    affects: Sequence[str] = ()

    @property
    def document_id(self) -> str:
        """Sender, day and number with notation, as sample files put them together."""
        return f"{self.code(self.sender)},{self.at.strftime(DAY)},{self.number}/{NOTATION}"

    def code(self, agency: Agency) -> str:
        """The identifier of an agency in the era of this document."""
        return agency.code102 if self.qd20 else agency.code


def write_letter(draft: Draft, rng: random.Random) -> "etree._Element":
    """The edXML of a document with one attachment, unsigned. The person in it is made up."""
    content_id, name = f"tep-{draft.number:04d}", f"van-ban-{draft.number}.txt"
    text = f"{SUBJECTS[draft.kind]}\n{draft.document_id}\n{vietnamese_text(rng, 400)}\n"
    encoded = pack(name, text.encode())
    trace: list[tuple[str, Content]] = [
        ("TraceHeader", [("OrganId", draft.code(draft.sender)), ("Timestamp", draft.at.strftime(INSTANT))]),
        ("Bussiness", _business(draft)),
    ]
    reference: list[tuple[str, Content]] = [
        ("ContentId", f"cid:{content_id}"),
        ("ContentType", "application/zip"),
        ("AttachmentName", name),
    ]
    attached: list[tuple[str, Content]] = [
        ("ContentId", content_id),
        *reference[1:],
        ("ContentTransferEncoded", encoded),
    ]
    header: list[tuple[str, Content]] = [("MessageHeader", _message_header(draft, rng)), ("TraceHeaderList", trace)]
    body: list[tuple[str, Content]] = [("edXMLManifest", [("Reference", reference)])]
    envelope: tuple[str, Content] = ("edXMLEnvelope", [("edXMLHeader", header), ("edXMLBody", body)])
    return _written("edXML", [envelope, ("AttachmentEncoded", [("Attachment", attached)])])


def _message_header(draft: Draft, rng: random.Random) -> list[tuple[str, Content]]:
    return [
        ("From", _organ(draft.code(draft.sender), draft.sender.name)),
        *(("To", _organ(draft.code(agency), agency.name)) for agency in draft.recipients),
        ("DocumentId", draft.document_id),
        ("Code", [("CodeNumber", str(draft.number)), ("CodeNotation", NOTATION)]),
        ("PromulgationInfo", [("Place", "Hà Nội"), ("PromulgationDate", draft.at.strftime(DAY))]),
        ("DocumentType", [("Type", "1"), ("TypeDetail", "1"), ("TypeName", "Công văn")]),
        ("Subject", f"{SUBJECTS[draft.kind]} số {draft.number}"),
        ("Content", vietnamese_text(rng, 120)),
        ("SignerInfo", [("Competence", "Thủ trưởng"), ("Position", "Thủ trưởng"), ("FullName", make_person(rng).name)]),
        ("OtherInfo", [("Priority", "0")]),
        ("SteeringType", "1"),
        ("ToPlaces", [("Place", "Như trên"), ("Place", "Lưu: VT")]),
    ]


@dataclass(frozen=True, kw_only=True)
class Report:
    """A status message to be written: `sender` reports `code` of the document `about` to `addressee`.

    `reference` are number with notation and day of the document, as its DocumentId has them.
    """

    sender: Agency
    addressee: Agency
    about: str
    code: str
    at: datetime
    qd20: bool = True


def write_status(report: Report, rng: random.Random) -> "etree._Element":
    """The edXML of a status message, unsigned. The person in it is made up."""
    clerk = make_person(rng)
    sender = report.sender.code102 if report.qd20 else report.sender.code
    addressee = report.addressee.code102 if report.qd20 else report.addressee.code
    day, code = _told_by(report.about, default=report.at)
    header: list[tuple[str, Content]] = [
        (
            "ResponseFor",
            [("OrganId", addressee), ("Code", code), ("PromulgationDate", day), ("DocumentId", report.about)],
        ),
        ("From", _organ(sender, report.sender.name)),
        (
            "StaffInfo",
            [("Department", "Văn phòng"), ("Staff", clerk.name), ("Mobile", clerk.phone), ("Email", clerk.email)],
        ),
        ("StatusCode", report.code),
        ("Description", STATUS_WORDS[report.code]),
        ("Timestamp", report.at.strftime(INSTANT)),
    ]
    return _written("edXML", [("edXMLEnvelope", [("edXMLHeader", [("MessageHeader", header)])])])


def _told_by(document_id: str, *, default: datetime) -> tuple[str, str]:
    """The day and the number with notation that a DocumentId is put together from, where it is."""
    parts = document_id.split(",", 2)
    if len(parts) < len(("organ", "day", "code")):
        return default.strftime(DAY), document_id
    try:
        datetime.strptime(parts[1], DAY)  # noqa: DTZ007 - only whether it is a day
    except ValueError:
        return default.strftime(DAY), document_id
    return parts[1], parts[2]


def _organ(code: str, name: str) -> list[tuple[str, Content]]:
    return [("OrganId", code), ("OrganName", name)]


def _business(draft: Draft) -> list[tuple[str, Content]]:
    rows: list[tuple[str, Content]] = [("DocumentId", draft.affects[0])] if draft.affects else []
    rows += [("BussinessDocType", draft.kind), ("BussinessDocReason", SUBJECTS[draft.kind]), ("Paper", "0")]
    if draft.kind == "3":
        rows.append(("ReplacementInfoList", [("ReplacementInfo", [("DocumentId", name)]) for name in draft.affects]))
    return rows


def _written(name: str, content: Content) -> "etree._Element":
    root = etree.Element(f"{{{NAMESPACE}}}{name}", nsmap={"edXML": NAMESPACE})
    _fill(root, content)
    return root


def _fill(element: "etree._Element", content: Content) -> None:
    if isinstance(content, str):
        element.text = content
        return
    for name, inner in content:
        _fill(etree.SubElement(element, f"{{{NAMESPACE}}}{name}"), inner)
