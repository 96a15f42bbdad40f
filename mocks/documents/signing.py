"""XML-DSig of edXML: an enveloped signature over the whole document, inside `edXMLHeader` (interfaces 6.2).

Sample files are signed with rsa-sha1, which signxml refuses unless told otherwise: what must be read on the axis is
older than that advice.
"""

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from lxml import etree
from signxml.algorithms import CanonicalizationMethod, DigestAlgorithm, SignatureMethod
from signxml.exceptions import SignXMLException
from signxml.signer import XMLSigner
from signxml.verifier import SignatureConfiguration, XMLVerifier

from specs.xml_tree import parse_xml

Found = Literal["valid", "invalid", "absent", "unknown-signer"]
DS: Final = "http://www.w3.org/2000/09/xmldsig#"
KEY_BITS: Final = 2048
LIFE: Final = timedelta(days=730)
METHODS: Final = {
    "rsa-sha1": (SignatureMethod.RSA_SHA1, DigestAlgorithm.SHA1),
    "rsa-sha256": (SignatureMethod.RSA_SHA256, DigestAlgorithm.SHA256),
}
"""What is made and taken: the method of the sample files, and its successor."""
LOCATION: Final = "./{*}edXMLEnvelope/{*}edXMLHeader/"
CONFIGURATION: Final = SignatureConfiguration(
    require_x509=False,  # who signed is asked afterwards, of those who are known
    signature_methods=frozenset(method for method, _ in METHODS.values()),
    digest_algorithms=frozenset(digest for _, digest in METHODS.values()),
)
UNVERIFIABLE: Final = (
    SignXMLException,
    UnsupportedAlgorithm,
    etree.LxmlError,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    NotImplementedError,  # signxml: of a transform or a key that it does not know
)
"""What signxml, cryptography and lxml raise at a signature that is wrong or unreadable: all the same here."""


@dataclass(frozen=True)
class Signer:
    """A key with its certificate."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, hex."""
        return fingerprint_of(self.certificate)

    def pem(self) -> str:
        """The certificate as PEM."""
        return self.certificate.public_bytes(Encoding.PEM).decode()

    def kept(self) -> dict[str, str]:
        """Key and certificate as PEM texts, from which `restored` makes them again."""
        key = self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        return {"key": key, "certificate": self.pem()}


def make_signer(name: str, *, now: datetime) -> Signer:
    """A new key with a certificate that it signed itself, valid from a day before `now`."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name), x509.NameAttribute(NameOID.COUNTRY_NAME, "VN")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now.astimezone(UTC) - timedelta(days=1))
        .not_valid_after(now.astimezone(UTC) + LIFE)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    return Signer(key, certificate)


def restored(kept: dict[str, str]) -> Signer:
    """The signer that was kept."""
    key = serialization.load_pem_private_key(kept["key"].encode(), password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError("a signer has an RSA key")
    return Signer(key, x509.load_pem_x509_certificate(kept["certificate"].encode()))


def read_certificate(pem: str) -> x509.Certificate:
    """A certificate from its PEM text. Raises ValueError where it is none."""
    return x509.load_pem_x509_certificate(pem.encode())


def fingerprint_of(certificate: x509.Certificate) -> str:
    """SHA-256 of a certificate, hex."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def sign(root: "etree._Element", signer: Signer, *, method: str, shown: x509.Certificate | None = None) -> bytes:
    """The document with the signature of `signer` at the end of `edXMLHeader`, as the bytes to send.

    `shown` is the certificate put beside it, the signer's own by default: another one makes a signature that no one
    can verify.
    """
    header = root.find("./{*}edXMLEnvelope/{*}edXMLHeader")
    if header is None:
        raise ValueError("no edXMLHeader")
    etree.SubElement(header, f"{{{DS}}}Signature", Id="placeholder", nsmap={"ds": DS})
    signature, digest = METHODS[method]
    plain = CanonicalizationMethod.CANONICAL_XML_1_0  # every verifier knows it
    maker = _Signer(signature_algorithm=signature, digest_algorithm=digest, c14n_algorithm=plain)
    made = maker.sign(root, key=signer.key, cert=[shown or signer.certificate])
    return etree.tostring(made, xml_declaration=True, encoding="UTF-8")


def verify(root: "etree._Element", known: Iterable[str]) -> Found:
    """What the signature of a document is worth. `known` are the fingerprints of the certificates that count here.

    Valid is only one that covers the whole document, whose certificate is beside it.
    """
    found = root.findall(f".//{{{DS}}}Signature")
    if not found:
        return "absent"
    if len(found) > 1 or root.find(f"{LOCATION}{{{DS}}}Signature") is None:
        return "invalid"
    try:
        shown = _shown_certificate(found[0])
        result = _Verifier().verify(root, x509_cert=shown, expect_config=CONFIGURATION)
    except UNVERIFIABLE:
        return "invalid"
    reference = None if isinstance(result, list) else result.signature_xml.find(f".//{{{DS}}}Reference")
    if reference is None or reference.get("URI") != "":
        return "invalid"
    return "valid" if shown is not None and fingerprint_of(shown) in set(known) else "unknown-signer"


def digest_of(content: bytes) -> str:
    """`sha256:<hex>` of some bytes."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


class _Signer(XMLSigner):
    """A signer that may use SHA-1, as the axis does."""

    def check_deprecated_methods(self) -> None:
        """Nothing is deprecated on the axis."""


class _Verifier(XMLVerifier):
    """A verifier that canonicalises every part as a document of its own.

    libxml2 2.14 writes `xmlns=""` into the canonical form of a part whose default namespace is declared further up, so
    that no signature without a prefix (`<Signature xmlns=…>`, as .NET writes it) would verify.
    """

    def _c14n(self, nodes: Any, algorithm: CanonicalizationMethod, inclusive_ns_prefixes: Any = None) -> Any:
        parts = nodes if isinstance(nodes, list) else [nodes]
        whole = [parse_xml(etree.tostring(part, with_tail=False)) for part in parts]
        return super()._c14n(whole, algorithm, inclusive_ns_prefixes)


def _shown_certificate(signature: "etree._Element") -> x509.Certificate | None:
    """The first certificate beside a signature; None where there is none."""
    text = signature.findtext(f"./{{{DS}}}KeyInfo/{{{DS}}}X509Data/{{{DS}}}X509Certificate")
    if text is None:
        return None
    return x509.load_der_x509_certificate(base64.b64decode("".join(text.split()), validate=True))
