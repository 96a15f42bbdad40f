"""XML-DSig of edXML: an enveloped signature over the whole document, inside `edXMLHeader` (interfaces 6.2).

Own documents are signed with rsa-sha256. Sample files bear rsa-sha1, which signxml refuses unless told otherwise: it
is taken from others. Whose certificates count on the axis was not found; a document must agree with the certificate
beside its signature.
"""

import base64
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, Final

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

from mocks.province.documents.letter import Unreadable
from specs.xml_tree import NotXml, parse_xml

DS: Final = "http://www.w3.org/2000/09/xmldsig#"
ENVELOPE_HEADER: Final = "./{*}edXMLEnvelope/{*}edXMLHeader"
CERTIFICATE: Final = f"{ENVELOPE_HEADER}/{{{DS}}}Signature/{{{DS}}}KeyInfo/{{{DS}}}X509Data/{{{DS}}}X509Certificate"
KEY_BITS: Final = 2048
LIFE: Final = timedelta(days=730)
TAKEN: Final = SignatureConfiguration(
    require_x509=False,  # no authority is known here that certificates could be held against
    signature_methods=frozenset({SignatureMethod.RSA_SHA1, SignatureMethod.RSA_SHA256}),
    digest_algorithms=frozenset({DigestAlgorithm.SHA1, DigestAlgorithm.SHA256}),
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
"""What signxml, cryptography and lxml raise at a signature that is wrong or unreadable."""


class Signature:
    """Signs with the office's own key, made when first needed and kept in `file` (PEM); verifies what others signed."""

    def __init__(self, file: Path, now: Callable[[], datetime]) -> None:
        self._file = file
        self._now = now

    def sign(self, root: "etree._Element") -> bytes:
        """The document with its signature, as the bytes to send."""
        header = root.find(ENVELOPE_HEADER)
        if header is None:
            raise ValueError("no edXMLHeader")
        etree.SubElement(header, f"{{{DS}}}Signature", Id="placeholder", nsmap={"ds": DS})
        key, certificate = self._signer
        signer = XMLSigner(
            signature_algorithm=SignatureMethod.RSA_SHA256,
            digest_algorithm=DigestAlgorithm.SHA256,
            c14n_algorithm=CanonicalizationMethod.CANONICAL_XML_1_0,  # every verifier knows it
        )
        signed = signer.sign(root, key=key, cert=[certificate])
        return etree.tostring(signed, xml_declaration=True, encoding="UTF-8")

    def verify(self, raw: bytes) -> "etree._Element":
        """What was signed, and nothing else. Raises Unreadable where no whole document was, or it has changed since."""
        try:
            root = parse_xml(raw)
            shown = base64.b64decode("".join((root.findtext(CERTIFICATE) or "").split()), validate=True)
            certificate = x509.load_der_x509_certificate(shown)
            found = _Verifier().verify(root, x509_cert=certificate, expect_config=TAKEN)
        except (NotXml, *UNVERIFIABLE) as exc:
            raise Unreadable("no signature that holds") from exc
        if isinstance(found, list) or found.signed_xml is None or found.signed_xml.tag != root.tag:
            raise Unreadable("a signature over something else")
        return found.signed_xml

    @cached_property
    def _signer(self) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
        if not self._file.exists():
            self._file.touch(mode=0o600)
            self._file.write_bytes(_make_signer(self._now()))
        kept = self._file.read_bytes()
        key = serialization.load_pem_private_key(kept, password=None)
        if not isinstance(key, rsa.RSAPrivateKey):
            raise TypeError(f"{self._file} holds no RSA key")
        return key, x509.load_pem_x509_certificate(kept)


def _make_signer(now: datetime) -> bytes:
    """A key and a certificate that it signed itself, valid from a day before `now`, as PEM: good for tests alone."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    name = "Co quan cap tinh - chung thu so thu nghiem (khong co that)"
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name), x509.NameAttribute(NameOID.COUNTRY_NAME, "VN")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now.astimezone(UTC) - timedelta(days=1))
        .not_valid_after(now.astimezone(UTC) + LIFE)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private + certificate.public_bytes(Encoding.PEM)


class _Verifier(XMLVerifier):
    """Canonicalises every part as a document of its own.

    libxml2 2.14 writes `xmlns=""` into the canonical form of a part whose default namespace is declared further up, so
    that no signature without a prefix (as .NET writes it) would verify.
    """

    def _c14n(self, nodes: Any, algorithm: CanonicalizationMethod, inclusive_ns_prefixes: Any = None) -> Any:
        parts = nodes if isinstance(nodes, list) else [nodes]
        whole = [parse_xml(etree.tostring(part, with_tail=False)) for part in parts]
        return super()._c14n(whole, algorithm, inclusive_ns_prefixes)
