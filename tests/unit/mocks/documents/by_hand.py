"""edXML as a province might write it, from templates of its own, signed by xmlsec1: nothing of the mock is used."""

import base64
import io
import shutil
import subprocess
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from specs.profile import INTERFACES

NAMESPACE = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
XSD = INTERFACES / "vxp" / "qcvn-102-2016" / "xsd" / "edxml.xsd"
SIGNATURE = """<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo>
<CanonicalizationMethod Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/>
<SignatureMethod Algorithm="{signature}"/>
<Reference URI=""><Transforms><Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>
</Transforms><DigestMethod Algorithm="{digest}"/><DigestValue/></Reference></SignedInfo><SignatureValue/>
<KeyInfo><X509Data/></KeyInfo></Signature>"""
METHODS = {
    "rsa-sha1": ("http://www.w3.org/2000/09/xmldsig#rsa-sha1", "http://www.w3.org/2000/09/xmldsig#sha1"),
    "rsa-sha256": ("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "http://www.w3.org/2001/04/xmlenc#sha256"),
}
PROVINCE, MINISTRY = "000.00.00.H56", "000.00.99.G22"


def zipped(content: bytes = b"Noi dung van ban", name: str = "van-ban.txt") -> bytes:
    """A zip with one file."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        entry = zipfile.ZipInfo(name, (2026, 11, 20, 14, 5, 8))  # a time of its own would make each packing another
        archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def letter(
    number: int = 1,
    *,
    sender: str = PROVINCE,
    recipients: tuple[str, ...] = (MINISTRY,),
    kind: str = "0",
    about: str = "",
    attachment: str | None = None,
    promised: str = "cid:tep-1",
    day: str = "2026/11/20",
    priority: str = "1",
    signature: str = "",
    staff: str = "Trần Văn Giả Định",
) -> str:
    """A document of the province; `signature` is what stands in its place."""
    encoded = base64.b64encode(zipped()).decode() if attachment is None else attachment
    to = "".join(f"<To><OrganId>{code}</OrganId><OrganName>Nơi nhận</OrganName></To>" for code in recipients)
    affected = f"<DocumentId>{about}</DocumentId>" if about else ""
    return (
        f'<edXML xmlns="{NAMESPACE}"><edXMLEnvelope><edXMLHeader><MessageHeader>'
        f"<From><OrganId>{sender}</OrganId><OrganName>Ủy ban nhân dân tỉnh</OrganName></From>{to}"
        f"<DocumentId>{name_of(number, sender=sender, day=day)}</DocumentId>"
        f"<Code><CodeNumber>{number}</CodeNumber><CodeNotation>UBND-VX</CodeNotation></Code>"
        f"<PromulgationInfo><Place>Thanh Hóa</Place><PromulgationDate>{day}</PromulgationDate></PromulgationInfo>"
        "<DocumentType><Type>1</Type><TypeName>Công văn</TypeName></DocumentType>"
        "<Subject>V/v thử nghiệm</Subject>"
        f"<SignerInfo><Position>Chủ tịch</Position><FullName>{staff}</FullName></SignerInfo>"
        f"<OtherInfo><Priority>{priority}</Priority><PageAmount>2</PageAmount></OtherInfo>"
        "</MessageHeader><TraceHeaderList>"
        f"<TraceHeader><OrganId>{sender}</OrganId><Timestamp>2026/11/20 14:05:09</Timestamp></TraceHeader>"
        f"<Bussiness>{affected}<BussinessDocType>{kind}</BussinessDocType></Bussiness>"
        f"</TraceHeaderList>{signature}</edXMLHeader><edXMLBody><edXMLManifest><Reference>"
        f"<ContentId>{promised}</ContentId><ContentType>application/zip</ContentType>"
        "<AttachmentName>van-ban.txt</AttachmentName></Reference></edXMLManifest></edXMLBody></edXMLEnvelope>"
        "<AttachmentEncoded><Attachment><ContentId>cid:tep-1</ContentId>"
        f"<ContentTransferEncoded>{encoded}</ContentTransferEncoded></Attachment></AttachmentEncoded></edXML>"
    )


def name_of(number: int = 1, *, sender: str = PROVINCE, day: str = "2026/11/20") -> str:
    """The DocumentId of such a document."""
    return f"{sender},{day},{number}/UBND-VX"


def status(code: str, about: str, *, sender: str = PROVINCE, addressee: str = MINISTRY, signature: str = "") -> str:
    """A status message of the province."""
    return (
        f'<edXML xmlns="{NAMESPACE}"><edXMLEnvelope><edXMLHeader><MessageHeader><ResponseFor>'
        f"<OrganId>{addressee}</OrganId><Code>1/TN-LT</Code><PromulgationDate>2026/11/20</PromulgationDate>"
        f"<DocumentId>{about}</DocumentId></ResponseFor>"
        f"<From><OrganId>{sender}</OrganId><OrganName>Ủy ban nhân dân tỉnh</OrganName></From>"
        f"<StatusCode>{code}</StatusCode><Timestamp>2026/11/20 15:00:00</Timestamp>"
        f"</MessageHeader>{signature}</edXMLHeader></edXMLEnvelope></edXML>"
    )


@dataclass(frozen=True)
class Hand:
    """A key with its certificate, in files, for xmlsec1."""

    key: Path
    certificate: Path

    @property
    def pem(self) -> str:
        """The certificate."""
        return self.certificate.read_text()

    def sign(self, document: str) -> bytes:
        """The document with its signature template filled in."""
        told = ["--sign", "--privkey-pem", f"{self.key},{self.certificate}"]
        done = run("xmlsec1", [*told, "--output", "-", "/dev/stdin"], document.encode())
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout


def make_hand(folder: Path) -> Hand:
    """A new key with a certificate that it signed itself."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Chu ky so thu nghiem cua tinh")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=2))
        .sign(key, hashes.SHA256())
    )
    hand = Hand(folder / "key.pem", folder / "certificate.pem")
    hand.key.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    hand.certificate.write_bytes(certificate.public_bytes(Encoding.PEM))
    return hand


def template(method: str = "rsa-sha1") -> str:
    """The place of a signature that xmlsec1 fills in."""
    signature, digest = METHODS[method]
    return SIGNATURE.format(signature=signature, digest=digest)


def lint(content: bytes) -> subprocess.CompletedProcess[bytes]:
    """What xmllint finds in a document by the profile's XSD."""
    return run("xmllint", ["--noout", "--nonet", "--schema", str(XSD), "-"], content)


def verify(content: bytes, certificate: Path) -> subprocess.CompletedProcess[bytes]:
    """What xmlsec1 finds in the signature of a document, made with that certificate."""
    return run("xmlsec1", ["--verify", "--pubkey-cert-pem", str(certificate), "/dev/stdin"], content)


def run(program: str, arguments: list[str], content: bytes) -> subprocess.CompletedProcess[bytes]:
    """Run a tool that nobody here wrote on bytes."""
    found = shutil.which(program)
    if found is None:
        pytest.fail(f"{program} is not installed: apt-get install libxml2-utils xmlsec1")
    return subprocess.run([found, *arguments], input=content, capture_output=True, check=False)
