"""SOAP 1.1 around the records: the envelope of an answer and the fault of a refusal."""

from typing import Final

from lxml import etree

from mocks.population.records import RESPONSE_NS

SOAP_NS: Final = "http://schemas.xmlsoap.org/soap/envelope/"
FAULT_CODES: Final = ("Client", "Server", "VersionMismatch", "MustUnderstand")
"""SOAP 1.1, section 4.4.1."""


def enveloped(content: "etree._Element") -> bytes:
    """A SOAP envelope with `content` as the one element of its body, as UTF-8."""
    envelope, body = _open()
    body.append(content)
    return _bytes(envelope)


def fault(code: str, message: str, *, own_code: str | None = None) -> bytes:
    """A SOAP fault; `own_code` stands in its detail, where the service itself refuses (SOAP 1.1, section 4.4)."""
    envelope, body = _open()
    told = etree.SubElement(body, f"{{{SOAP_NS}}}Fault")
    etree.SubElement(told, "faultcode").text = f"soapenv:{code}"
    etree.SubElement(told, "faultstring").text = message
    if own_code is not None:
        detail = etree.SubElement(told, "detail")
        error = etree.SubElement(detail, f"{{{RESPONSE_NS}}}Loi", nsmap={"ns1": RESPONSE_NS})
        etree.SubElement(error, f"{{{RESPONSE_NS}}}MaLoi").text = own_code
        etree.SubElement(error, f"{{{RESPONSE_NS}}}MoTa").text = message
    return _bytes(envelope)


def _open() -> tuple["etree._Element", "etree._Element"]:
    envelope = etree.Element(f"{{{SOAP_NS}}}Envelope", nsmap={"soapenv": SOAP_NS})
    return envelope, etree.SubElement(envelope, f"{{{SOAP_NS}}}Body")


def _bytes(root: "etree._Element") -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
