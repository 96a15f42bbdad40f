"""edXML as this province writes and reads it (QCVN 102:2016/BTTTT as sample files show it; interfaces 6.2)."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Final, TypeAlias

from lxml import etree

from mocks.province.documents.attachments import pack, unpack
from mocks.province.documents.letter import KINDS, NEW, WORDS, File, Letter, Report, Unreadable
from mocks.province.records.clock import VIETNAM

Content: TypeAlias = "str | Iterable[tuple[str, Content]]"
NAMESPACE: Final = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
INSTANT: Final = "%Y/%m/%d %H:%M:%S"
FORMS: Final = {"decision": "Quyết định", "official-letter": "Công văn"}
"""TypeName by the form of a document."""
LIKE_THE_SAMPLES: Final = re.compile(r"[^,]+,(?P<day>\d{4}/\d{2}/\d{2}),(?P<code>.+)")
UNWRITABLE: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot hold."""
HEADER: Final = "./{*}edXMLEnvelope/{*}edXMLHeader/{*}MessageHeader"
BUSINESS: Final = "./{*}edXMLEnvelope/{*}edXMLHeader/{*}TraceHeaderList/{*}Bussiness"
REFERENCES: Final = "./{*}edXMLEnvelope/{*}edXMLBody/{*}edXMLManifest/{*}Reference"
ATTACHMENTS: Final = "./{*}AttachmentEncoded/{*}Attachment"


class Writing:
    """Writes edXML, unsigned; `names` are those of agencies by code."""

    def letter(self, letter: Letter, names: Mapping[str, str]) -> "etree._Element":
        """A document with its attachments."""
        header: list[tuple[str, Content]] = [
            ("MessageHeader", self._message_header(letter, names)),
            ("TraceHeaderList", self._trace(letter)),
        ]
        envelope: list[tuple[str, Content]] = [("edXMLHeader", header)]
        whole: list[tuple[str, Content]] = [("edXMLEnvelope", envelope)]
        if letter.files:
            named = [(f"tep-{number:03d}", file) for number, file in enumerate(letter.files, start=1)]
            references = [("Reference", self._reference(f"cid:{key}", file)) for key, file in named]
            envelope.append(("edXMLBody", [("edXMLManifest", references)]))
            packed = [
                ("Attachment", [*self._reference(key, file), ("ContentTransferEncoded", self.pack(file))])
                for key, file in named
            ]
            whole.append(("AttachmentEncoded", packed))
        return _written(whole)

    def report(self, report: Report, names: Mapping[str, str]) -> "etree._Element":
        """A status message."""
        day, code = _reference(report)
        answered = [
            ("OrganId", report.addressee),
            ("Code", code),
            ("PromulgationDate", day),
            ("DocumentId", report.about),
        ]
        header: list[tuple[str, Content]] = [
            ("ResponseFor", answered),
            ("From", _organ(report.sender, names)),
            ("StatusCode", report.code),
            ("Description", WORDS[report.code]),
            ("Timestamp", _instant(report.at)),
        ]
        return _written([("edXMLEnvelope", [("edXMLHeader", [("MessageHeader", header)])])])

    def sender(self, letter: Letter) -> str:
        """In whose name a document goes out."""
        return letter.sender

    def kind(self, letter: Letter) -> str:
        """BussinessDocType."""
        return KINDS[letter.kind]

    def day(self, day: date) -> str:
        """A day as edXML writes it: yyyy/MM/dd."""
        return day.isoformat().replace("-", "/")

    def pack(self, file: File) -> str:
        """An attachment as it is encoded."""
        return pack(file)

    def _message_header(self, letter: Letter, names: Mapping[str, str]) -> list[tuple[str, Content]]:
        number, notation = letter.document.rsplit(",", 1)[1].split("/", 1)
        promulgated = self.day(letter.at.astimezone(VIETNAM).date())
        rows: list[tuple[str, Content]] = [
            ("From", _organ(self.sender(letter), names)),
            *(("To", _organ(code, names)) for code in letter.to),
            ("DocumentId", letter.document),
            ("Code", [("CodeNumber", number), ("CodeNotation", notation)]),
            (
                "PromulgationInfo",
                [("Place", names.get(letter.sender, letter.sender)), ("PromulgationDate", promulgated)],
            ),
            ("DocumentType", [("Type", "1"), ("TypeName", FORMS[letter.form])]),
            ("Subject", letter.subject),
            ("Content", letter.content),
            ("SignerInfo", [("FullName", letter.signer)]),
        ]
        if letter.due is not None:
            rows.append(("DueDate", self.day(letter.due)))
        return [*rows, ("OtherInfo", [("Priority", "0")])]

    def _trace(self, letter: Letter) -> list[tuple[str, Content]]:
        about = [] if letter.about is None else [("DocumentId", letter.about)]
        replaced = [("ReplacementInfoList", [("ReplacementInfo", about)])] if letter.kind == "replace" else []
        return [
            ("TraceHeader", [("OrganId", self.sender(letter)), ("Timestamp", _instant(letter.at))]),
            ("Bussiness", [*about, ("BussinessDocType", self.kind(letter)), ("Paper", "0"), *replaced]),
        ]

    def _reference(self, key: str, file: File) -> list[tuple[str, Content]]:
        return [("ContentId", key), ("ContentType", "application/zip"), ("AttachmentName", file.name)]


def read(root: "etree._Element") -> Letter | Report:
    """What verified edXML says. Raises Unreadable."""
    header = root.find(HEADER)
    if etree.QName(root).localname != "edXML" or header is None:
        raise Unreadable("no edXML")
    return _report(header) if header.find("./{*}StatusCode") is not None else _letter(root, header)


def _report(header: "etree._Element") -> Report:
    code = _text(header, "./{*}StatusCode")
    if code not in WORDS:
        raise Unreadable("a status that is none")
    return Report(
        about=_text(header, "./{*}ResponseFor/{*}DocumentId"),
        addressee=_text(header, "./{*}ResponseFor/{*}OrganId"),
        sender=_text(header, "./{*}From/{*}OrganId"),
        code=code,
        at=_moment(_text(header, "./{*}Timestamp")),
    )


def _letter(root: "etree._Element", header: "etree._Element") -> Letter:
    names = {number: name for name, number in KINDS.items()}
    kind = names.get(_told(root, f"{BUSINESS}/{{*}}BussinessDocType") or KINDS[NEW])
    if kind is None:
        raise Unreadable("a kind of document that is none")
    due = _told(header, "./{*}DueDate")
    return Letter(
        document=_text(header, "./{*}DocumentId"),
        sender=_text(header, "./{*}From/{*}OrganId"),
        to=[(element.text or "").strip() for element in header.iterfind("./{*}To/{*}OrganId")],
        kind=kind,
        about=None if kind == NEW else _text(root, f"{BUSINESS}/{{*}}DocumentId"),
        form=_text(header, "./{*}DocumentType/{*}TypeName"),
        subject=_text(header, "./{*}Subject"),
        content=_told(header, "./{*}Content"),
        signer=_told(header, "./{*}SignerInfo/{*}FullName"),
        due=_moment(f"{due} 00:00:00").date() if due else None,
        files=[file for element in _promised(root) for file in unpack(_text(element, "./{*}ContentTransferEncoded"))],
        at=_moment(_text(root, "./{*}edXMLEnvelope/{*}edXMLHeader/{*}TraceHeaderList/{*}TraceHeader/{*}Timestamp")),
    )


def _promised(root: "etree._Element") -> list["etree._Element"]:
    """The attachments. Raises Unreadable where the manifest promises others."""
    promised = sorted(_text(row, "./{*}ContentId").removeprefix("cid:") for row in root.iterfind(REFERENCES))
    found = root.findall(ATTACHMENTS)
    if promised != sorted(_text(row, "./{*}ContentId").removeprefix("cid:") for row in found):
        raise Unreadable("other attachments than the manifest promises")
    return found


def _moment(text: str) -> datetime:
    try:
        return datetime.strptime(text, INSTANT).replace(tzinfo=VIETNAM)
    except ValueError as exc:
        raise Unreadable("a time that is none") from exc


def _instant(at: datetime) -> str:
    return at.astimezone(VIETNAM).strftime(INSTANT)


def _told(element: "etree._Element", path: str) -> str:
    return (element.findtext(path) or "").strip()


def _text(element: "etree._Element", path: str) -> str:
    if text := _told(element, path):
        return text
    raise Unreadable(f"nothing at {path.replace('{*}', '')}")


def _reference(report: Report) -> tuple[str, str]:
    """The day, and the number with notation, that a DocumentId is put together from, where it is."""
    found = LIKE_THE_SAMPLES.fullmatch(report.about)
    return (found["day"], found["code"]) if found else (_instant(report.at).split(" ", 1)[0], report.about)


def _organ(code: str, names: Mapping[str, str]) -> list[tuple[str, Content]]:
    return [("OrganId", code), ("OrganName", names.get(code, code))]


def _written(content: Content) -> "etree._Element":
    root = etree.Element(f"{{{NAMESPACE}}}edXML", nsmap={"edXML": NAMESPACE})
    _fill(root, content)
    return root


def _fill(element: "etree._Element", content: Content) -> None:
    if isinstance(content, str):
        element.text = UNWRITABLE.sub("\ufffd", content)
        return
    for name, inner in content:
        _fill(etree.SubElement(element, f"{{{NAMESPACE}}}{name}"), inner)
