"""edXML as the axis reads it: held against the XSD, then made a Letter or a StatusMessage."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, Final, TypeAlias

from lxml import etree

from specs.errors import SpecError
from specs.profile import Profile
from specs.xml_tree import NotXml, parse_xml

Json: TypeAlias = Any
NAMESPACE: Final = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
XSD: Final = "edxml.xsd"
MOST_DEFECTS: Final = 20
LIKE_THE_SAMPLES: Final = re.compile(r"[^,\s]{1,40},[0-9]{4}/[0-9]{2}/[0-9]{2},[^,\s]{1,80}")
NEW: Final = "0"
KINDS: Final = {"0": "new", "1": "revoke", "2": "update", "3": "replace"}
"""BussinessDocType."""
STATUSES: Final = ("01", "02", "03", "04", "05", "06", "13", "15", "16")
DAY: Final = "%Y/%m/%d"
INSTANT: Final = "%Y/%m/%d %H:%M:%S"
DATED: Final = {"PromulgationDate": DAY, "DueDate": DAY, "Timestamp": INSTANT}
HEADER: Final = "./{*}edXMLEnvelope/{*}edXMLHeader/{*}MessageHeader"
BUSINESS: Final = "./{*}edXMLEnvelope/{*}edXMLHeader/{*}TraceHeaderList/{*}Bussiness"


@dataclass(frozen=True, kw_only=True)
class Attached:
    """An attachment as it came: base64, not looked into; `name` is its AttachmentName."""

    content_id: str
    name: str
    encoded: str


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A document. `kind` is BussinessDocType; `affects` are the DocumentIds that a kind other than NEW speaks of.

    `promised` are the ContentIds of the manifest, without `cid:`.
    """

    document_id: str
    sender: str
    recipients: tuple[str, ...]
    kind: str
    affects: tuple[str, ...]
    promised: tuple[str, ...]
    attachments: tuple[Attached, ...]


@dataclass(frozen=True, kw_only=True)
class StatusMessage:
    """A business status `code` that the agency `sender` reports of the document `about`, which `addressee` sent."""

    about: str
    addressee: str
    sender: str
    code: str


class Schema:
    """The XSD of one profile."""

    def __init__(self, profile: Profile) -> None:
        files = [folder / "xsd" / XSD for folder in profile.folders]
        found = next((file for file in files if file.is_file()), None)
        if found is None:
            raise SpecError(f"xsd/{XSD}", "file", "missing")
        self._xsd = _compiled(found)

    def defects(self, root: "etree._Element") -> list[dict[str, str]]:
        """Breaches of the XSD and days that no calendar has: by line and kind, as the text would quote the value."""
        if self._xsd.validate(root):
            return list(islice(_impossible_times(root), MOST_DEFECTS))
        log: Any = self._xsd.error_log  # its stub has no members
        return [{"pointer": f"line {error.line}", "rule": error.type_name} for error in islice(log, MOST_DEFECTS)]


@cache
def _compiled(file: Path) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(file))


def read_root(raw: bytes) -> "etree._Element | None":
    """The root element; None where the bytes are no XML that is read."""
    try:
        return parse_xml(raw)
    except NotXml:
        return None


def read_message(root: "etree._Element") -> Letter | StatusMessage | None:
    """What the edXML says; None where it says neither who sent what to whom, nor the status of which document."""
    header = root.find(HEADER)
    if header is None:
        return None
    if _text(header, "./{*}StatusCode"):
        return _status(header)
    return _letter(root, header)


def told(document_id: str) -> str:
    """A DocumentId as a fact of the journal; one that is unlike the samples could be anything, and is not told."""
    return document_id if LIKE_THE_SAMPLES.fullmatch(document_id) else "unlike the samples"


def _status(header: "etree._Element") -> StatusMessage | None:
    message = StatusMessage(
        about=_text(header, "./{*}ResponseFor/{*}DocumentId"),
        addressee=_text(header, "./{*}ResponseFor/{*}OrganId"),
        sender=_text(header, "./{*}From/{*}OrganId"),
        code=_text(header, "./{*}StatusCode"),
    )
    return message if message.about and message.sender and message.code in STATUSES else None


def _letter(root: "etree._Element", header: "etree._Element") -> Letter | None:
    replaced = _texts(root, f"{BUSINESS}/{{*}}ReplacementInfoList/{{*}}ReplacementInfo/{{*}}DocumentId")
    named = _texts(root, f"{BUSINESS}/{{*}}DocumentId")
    kind = _text(root, f"{BUSINESS}/{{*}}BussinessDocType") or NEW
    letter = Letter(
        document_id=_text(header, "./{*}DocumentId"),
        sender=_text(header, "./{*}From/{*}OrganId"),
        recipients=tuple(dict.fromkeys(_texts(header, "./{*}To/{*}OrganId"))),
        kind=kind,
        affects=() if kind == NEW else (replaced or named),
        promised=tuple(map(_bare, _texts(root, ".//{*}edXMLManifest/{*}Reference/{*}ContentId"))),
        attachments=tuple(
            Attached(
                content_id=_bare(_text(item, "./{*}ContentId")),
                name=_text(item, "./{*}AttachmentName"),
                encoded=_text(item, "./{*}ContentTransferEncoded"),
            )
            for item in root.iterfind("./{*}AttachmentEncoded/{*}Attachment")
        ),
    )
    return letter if letter.document_id and letter.sender and letter.recipients and kind in KINDS else None


def _impossible_times(root: "etree._Element") -> Iterator[dict[str, str]]:
    for element in root.iter(*(f"{{{NAMESPACE}}}{name}" for name in DATED)):
        try:
            datetime.strptime(element.text or "", DATED[etree.QName(element).localname])  # noqa: DTZ007 - only a check
        except ValueError:
            yield {"pointer": f"line {element.sourceline}", "rule": "calendar"}


def _bare(content_id: str) -> str:
    return content_id.removeprefix("cid:")


def _text(element: "etree._Element", path: str) -> str:
    return (element.findtext(path) or "").strip()


def _texts(element: "etree._Element", path: str) -> tuple[str, ...]:
    return tuple(text for found in element.iterfind(path) if (text := (found.text or "").strip()))
