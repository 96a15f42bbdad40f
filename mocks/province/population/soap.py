"""Questions and answers as SOAP 1.1 (source K5): built and read, without the network."""

from collections.abc import Sequence
from typing import Final

from lxml import etree

from mocks.province.outbox.trouble import Silence
from mocks.province.population.person import NOBODY, Person
from mocks.province.population.question import Element

SOAP: Final = "http://schemas.xmlsoap.org/soap/envelope/"
ASKED: Final = "http://dancuquocgia.bca"
ANSWERED: Final = "http://www.mic.gov.vn/dancu/1.0"
NAME_PARTS: Final = ("Ho", "ChuDem", "Ten")
PLACE_PARTS: Final = ("ChiTiet", "MaPhuongXa", "MaTinhThanh")


def write_question(operation: str, members: Sequence[Element]) -> bytes:
    """The envelope with one element in its body, named like the operation."""
    envelope = etree.Element(f"{{{SOAP}}}Envelope", nsmap={"soapenv": SOAP, "dan": ASKED})
    body = etree.SubElement(envelope, f"{{{SOAP}}}Body")
    _write(etree.SubElement(body, f"{{{ASKED}}}{operation}"), members)
    return etree.tostring(envelope, xml_declaration=True, encoding="UTF-8")


def _write(parent: "etree._Element", members: Sequence[Element]) -> None:
    for name, content in members:
        child = etree.SubElement(parent, f"{{{ASKED}}}{name}")
        if isinstance(content, str):
            child.text = content
        else:
            _write(child, content)


def read_xml(raw: bytes) -> "etree._Element":
    """The root of a document; raises Silence where it is none, for an answer that nobody can read says nothing."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as exc:
        raise Silence("the answer is not XML") from exc


def read_body(raw: bytes) -> "etree._Element":
    """The body of an envelope; raises Silence where it is none."""
    body = read_xml(raw).find(f"{{{SOAP}}}Body")
    if body is None:
        raise Silence("the answer is not SOAP")
    return body


def read_fault(body: "etree._Element") -> str | None:
    """The service's own code of a refusal, or that of SOAP where it gives none; None where nothing is refused."""
    fault = body.find(f"{{{SOAP}}}Fault")
    if fault is None:
        return None
    return _text(fault, f".//{{{ANSWERED}}}MaLoi") or _text(fault, "faultcode") or "without a code"


def read_person(body: "etree._Element") -> Person:
    """Whom a look-up found, as far as this province has a use for it; NOBODY where CongDan is missing or empty."""
    record = body.find(f".//{{{ANSWERED}}}CongDan")
    if record is None:
        return NOBODY
    return Person(
        number=_member(record, "SoDinhDanh"),
        old_number=_member(record, "SoCMND"),
        name=" ".join(filter(None, (_member(record, "HoVaTen", part) for part in NAME_PARTS))),
        birth=_member(record, "NgayThangNamSinh", "NgayThangNam") or _member(record, "NgayThangNamSinh", "Nam"),
        residence=", ".join(filter(None, (_member(record, "ThuongTru", part) for part in PLACE_PARTS))),
    )


def read_confirmation(body: "etree._Element") -> bool:
    """Whether such a person exists; raises Silence where the answer does not say."""
    told = _text(body, f".//{{{ANSWERED}}}TonTai")
    if told not in {"true", "false"}:
        raise Silence("the answer does not say whether the person exists")
    return told == "true"


def _member(record: "etree._Element", *path: str) -> str:
    return _text(record, "/".join(f"{{{ANSWERED}}}{name}" for name in path))


def _text(element: "etree._Element", path: str) -> str:
    return (element.findtext(path) or "").strip()
