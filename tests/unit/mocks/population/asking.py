"""A province that asks the population database, signing as client code does."""

import base64
import hashlib
import time
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpx
from lxml import etree

from specs.profile import INTERFACES
from specs.xml_tree import read_tree
from tests.unit.mocks.playing import Side

XSD = INTERFACES / "c06" / "c06-2025" / "xsd"
PATH = "/dancuquocgia/services"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
DAN = "http://dancuquocgia.bca"
X_ROAD = "VN-TEST/GOV/H56/HOSO"
CODES = {"TraCuuThongTinCongDan": "037", "XacThucThongTinCongDan": "003"}


@dataclass
class Province:
    """A province with its accounts at one running mock."""

    side: Side
    officer: str
    since: int = 0

    def headers(self, *, unit: str = "ms", at: float | None = None, **changes: str | None) -> dict[str, str]:
        """The headers of a question; a changed one replaces, None leaves out."""
        seconds = time.time() if at is None else at
        timestamp = str(int(seconds * 1000)) if unit == "ms" else str(int(seconds))
        accounts = self.side.accounts
        signed = signature(accounts, self.side.running.national + PATH, timestamp)
        told: dict[str, str | None] = {
            "Content-Type": "application/xml",
            "SOAPAction": "",
            "Timestamp": timestamp,
            "Authorization": f"Basic {signed}",
            "X-Road-Client": X_ROAD,
            "ApiKey": accounts["api_key"],
        }
        renamed = {name.replace("_", "-"): value for name, value in changes.items()}
        known = {name.lower() for name in renamed}
        merged = {name: value for name, value in told.items() if name.lower() not in known} | renamed
        return {name: value for name, value in merged.items() if value is not None}

    def send(self, content: bytes, headers: dict[str, str] | None = None) -> httpx.Response:
        """Send bytes as a question. Every answer in XML is held against the XSD."""
        answer = self.side.national.post(PATH, content=content, headers=headers or self.headers())
        if "xml" in answer.headers.get("content-type", ""):
            schema_of("soap-response").assertValid(etree.fromstring(answer.content))
        return answer

    def ask(self, operation: str, *, headers: dict[str, str] | None = None, **members: Any) -> httpx.Response:
        """Ask with these members besides those that say who asks; a member that is ... is left out."""
        return self.send(self.question(operation, **members), headers)

    def journal(self) -> list[dict[str, Any]]:
        """The exchanges of this province."""
        return self.side.journal(after=self.since)

    def last(self) -> dict[str, Any]:
        """The newest exchange."""
        return newest_exchange(self.side)

    def add(self, row: dict[str, Any]) -> dict[str, Any]:
        """Bring somebody into the database."""
        answer = self.side.control.post("/control/1/residents/add", json=row)
        assert answer.status_code == 200, answer.text
        resident: dict[str, Any] = answer.json()["resident"]
        return resident

    def question(self, operation: str, *, prefix: str = "dan", **members: Any) -> bytes:
        """The envelope of a question, members in the order given."""
        head = {
            "MaYeuCau": "YC-0001",
            "MaDVC": "1.001193",
            "MaTichHop": CODES.get(operation, "101"),
            "MaCanBo": self.officer,
            "MaDonVi": "H56.14",
        }
        return envelope(operation, head | members, prefix=prefix)

    def about(self, resident: dict[str, Any], **changes: Any) -> dict[str, Any]:
        """The members that say for whom is asked."""
        born = resident["born"]
        whole = {
            "SoDinhDanh": resident["identity"],
            "HoVaTen": upper_joined(resident["name"]),
            "NgayThangNamSinh": {"Nam": born} if len(born) == 4 else {"NgayThangNam": born},
        }
        return whole | changes


def newest(side: Side) -> int:
    """The number of the newest exchange."""
    return int(side.control.get("/control/1/identity").json()["journal_next"]) - 1


def newest_exchange(side: Side) -> dict[str, Any]:
    """The newest exchange, without reading those before it."""
    return side.journal(after=newest(side) - 1)[0]


def signature(accounts: dict[str, str], url: str, timestamp: str) -> str:
    """base64(user:sha256hex(serviceUrl+user+timestamp+secretKey))."""
    user = accounts["user"]
    digest = hashlib.sha256(f"{url}{user}{timestamp}{accounts['secret_key']}".encode()).hexdigest()
    return base64.b64encode(f"{user}:{digest}".encode()).decode()


def envelope(operation: str, members: dict[str, Any], *, prefix: str = "dan") -> bytes:
    """A SOAP envelope around one element of the database's namespace."""
    root = etree.Element(f"{{{SOAP}}}Envelope", nsmap={"soapenv": SOAP, prefix: DAN})
    body = etree.SubElement(root, f"{{{SOAP}}}Body")
    _fill(etree.SubElement(body, f"{{{DAN}}}{operation}"), members)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _fill(parent: Any, members: dict[str, Any]) -> None:
    for name, value in members.items():
        if value is ...:
            continue
        child = etree.SubElement(parent, f"{{{DAN}}}{name}")
        if isinstance(value, dict):
            _fill(child, value)
        else:
            child.text = value


def upper_joined(name: str) -> str:
    """`Nguyễn Văn Đạt` as NGUYENVANDAT, written apart from how the mock does it."""
    kept = []
    for char in unicodedata.normalize("NFKD", name.upper()):
        if char == "Đ":
            kept.append("D")
        elif "A" <= char <= "Z":
            kept.append(char)
    return "".join(kept)


@cache
def schema_of(name: str) -> etree.XMLSchema:
    """An XSD of the profile by name."""
    return etree.XMLSchema(etree.parse(XSD / f"{name}.xsd"))


def body_of(answer: httpx.Response) -> dict[str, Any]:
    """The tree of the body of an answer."""
    tree: dict[str, Any] = read_tree(answer.content)["Envelope"]["Body"]
    return tree


def record_of(answer: httpx.Response) -> Any:
    """The one record of an answer; None where `CongDan` is empty or missing."""
    assert answer.status_code == 200, answer.text
    return (body_of(answer)["CongdanCollection"] or {}).get("CongDan")


def own_code(answer: httpx.Response) -> str:
    """The code of a refusal."""
    assert answer.status_code == 500, answer.text
    return str(body_of(answer)["Fault"]["detail"]["Loi"]["MaLoi"])
