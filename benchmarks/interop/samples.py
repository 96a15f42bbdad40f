# ruff: noqa: INP001 - a script and its parts, started by path
"""XML of the running mocks: SOAP of the population database, edXML of the document axis."""

import base64
import hashlib
import json
import time
import uuid
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

from machine import ROOT, Failed
from served import Mock, send

Json: TypeAlias = Any
INTERFACES: Final = ROOT / "specs" / "interfaces"
SOAP: Final = "http://schemas.xmlsoap.org/soap/envelope/"
QUESTION: Final = "http://dancuquocgia.bca"
_SERVICE: Final = "/dancuquocgia/services"
_CALLER: Final = "VN-TEST/GOV/PROVINCE/INTEROP"
_CODES: Final = {"TraCuuThongTinCongDan": "037", "XacThucThongTinCongDan": "003"}
_ABOUT_SOMEBODY: Final = (
    "TraCuuThongTinCongDan", "XacThucThongTinCongDan", "CungCapThongTinCongDan", "CungCapThongTinHoGiaDinh",
    "CungCapThongTinNhomMau", "XacMinhTinhTrangChetMatTich",
)  # fmt: skip
_LISTS: Final[Mapping[str, Sequence[tuple[str, str]]]] = {
    "CungCapDanhSachTheoDiaPhuong": [("MaTinhThanh", "01")],
    "CungCapDanhSachTheoDoTuoi": [("TuTuoi", "20"), ("DenTuoi", "30")],
    "CungCapDanhSachTheoGioiTinh": [("GioiTinh", "1")],
    "GetRequests": [],
}
_LOOK_UP: Final = _ABOUT_SOMEBODY[0]
_NOBODY: Final = "097099000001"
Fields: TypeAlias = Sequence[tuple[str, Any]]


@dataclass(frozen=True)
class Sample:
    """A piece of XML and the schema that it must keep."""

    name: str
    schema: Path
    content: bytes


def soap_samples(mock: Mock) -> Iterator[Sample]:
    """Questions to the population database and what it answers: found, not found, only a year, lists, and refused.

    Raises Failed where it answers with another HTTP status than it must: a fault keeps the schema too.
    """
    folder = INTERFACES / mock.system / mock.profile / "xsd"
    request, response = folder / "soap-request.xsd", folder / "soap-response.xsd"
    people = [row for row in mock.ask("GET", "residents")["residents"] if row["state"] == "alive"]
    by_birth = {len(row["born"]): row for row in people}
    officer = mock.ask("GET", "officers")["officers"][0]["identity"]
    somebody = _about(by_birth[len("yyyymmdd")])
    for name, what, fields, asking in _asked(somebody, _about(by_birth[len("yyyy")]), officer=officer):
        question = _question(name, fields, officer=asking)
        yield Sample(f"question {name}, {what}", request, question)
        content = _answered(mock, question, status=200 if asking == officer else 500)
        yield Sample(f"answer to {name}, {what}", response, content)
    for behaviour in ("not-found", "empty-citizen", "year-only", "other-name", "with-district"):
        mock.ask("POST", "behaviours", {"name": behaviour, "times": 1})
        content = _answered(mock, _question(_LOOK_UP, somebody, officer=officer), status=200)
        yield Sample(f"answer, told {behaviour}", response, content)


def _asked(somebody: Fields, of_a_year: Fields, *, officer: str) -> Iterator[tuple[str, str, Fields, str]]:
    """Operation, what is asked for, the question's fields, and who asks."""
    for name in _ABOUT_SOMEBODY:
        yield name, "somebody", somebody, officer
    yield _LOOK_UP, "only the year of birth is known", of_a_year, officer
    yield _LOOK_UP, "nobody of that number", [("SoDinhDanh", _NOBODY), *somebody[1:]], officer
    for name, fields in _LISTS.items():
        yield name, "a list", fields, officer
    yield _LOOK_UP, "refused, as the officer is unknown", somebody, _NOBODY


def _about(person: Mapping[str, str]) -> Fields:
    birth = "Nam" if len(person["born"]) == len("yyyy") else "NgayThangNam"
    return [
        ("SoDinhDanh", person["identity"]),
        ("HoVaTen", person["name"].upper()),
        ("NgayThangNamSinh", [(birth, person["born"])]),
    ]


def _question(name: str, fields: Fields, *, officer: str) -> bytes:
    ET.register_namespace("soapenv", SOAP)
    ET.register_namespace("dan", QUESTION)
    envelope = ET.Element(f"{{{SOAP}}}Envelope")
    question = ET.SubElement(ET.SubElement(envelope, f"{{{SOAP}}}Body"), f"{{{QUESTION}}}{name}")
    head = [
        ("MaYeuCau", uuid.uuid4().hex),
        ("MaDVC", "2.001019.01"),
        ("MaTichHop", _CODES.get(name, "001")),
        ("MaCanBo", officer),
    ]
    _fill(question, [*head, *fields])
    content: bytes = ET.tostring(envelope, encoding="utf-8", xml_declaration=True)
    return content


def _fill(element: ET.Element, fields: Fields) -> None:
    for name, value in fields:
        inner = ET.SubElement(element, f"{{{QUESTION}}}{name}")
        if isinstance(value, str):
            inner.text = value
        else:
            _fill(inner, value)


def _answered(mock: Mock, question: bytes, *, status: int) -> bytes:
    """Send a question, signed as client code was seen to sign it (K5): a hash with the time in it."""
    url, user, stamp = mock.national + _SERVICE, mock.accounts["user"], str(time.time_ns() // 10**6)
    digest = hashlib.sha256(f"{url}{user}{stamp}{mock.accounts['secret_key']}".encode()).hexdigest()
    headers = {
        "Timestamp": stamp,
        "Authorization": "Basic " + base64.b64encode(f"{user}:{digest}".encode()).decode(),
        "ApiKey": mock.accounts["api_key"],
        "X-Road-Client": _CALLER,
        "SOAPAction": '""',
        "Content-Type": "application/xml",
    }
    answer = send("POST", url, content=question, headers=headers)
    if answer.status != status:
        raise Failed(f"{mock.system} answers {answer.status} where {status} was to come: {answer.content[:300]!r}")
    return answer.content


def edoc_samples(mock: Mock) -> Iterator[Sample]:
    """Every type of message, as the axis makes them for show, and messages that were carried over the wire."""
    schema = INTERFACES / mock.system / mock.profile / "xsd" / "edxml.xsd"
    for row in mock.ask("GET", "samples")["samples"]:
        yield Sample(f"{row['sample']} of the {row['from']}", schema, row["xml"].encode())
    first = mock.ask("POST", "documents/send-to-province", {"type": "new"})
    for kind in ("update", "replace", "revoke"):
        mock.ask("POST", "documents/send-to-province", {"type": kind, "about": first["DocumentId"]})
    for number, content in fetched(mock, "edoc"):
        yield Sample(f"document {number}, carried", schema, content)


def fetched(mock: Mock, message_type: str) -> Iterator[tuple[str, bytes]]:
    """What waits for the province on the axis, fetched over the national port."""
    for row in axis(mock, "GET", f"getReceivedEdocList?servicetype=eDoc&messagetype={message_type}")["result"]:
        yield row["docID"], fetch(mock, row["docID"])


def fetch(mock: Mock, number: str) -> bytes:
    """One message by its number."""
    return base64.b64decode(axis(mock, "GET", f"getEdoc?docId={number}")["edocFile"])


def axis(mock: Mock, method: str, call: str, *, content: bytes | None = None, media_type: str = "") -> Json:
    """One call of the province at the axis. Raises Failed where it answers no JSON."""
    headers = {"X-SystemId": mock.accounts["system_id"], "X-SecretKey": mock.accounts["secret_key"]}
    if media_type:
        headers["Content-Type"] = media_type
    answer = send(method, f"{mock.national}/v1/{call}", content=content, headers=headers)
    try:
        return json.loads(answer.content)
    except ValueError as exc:
        raise Failed(f"{call} answers {answer.status} and no JSON") from exc
