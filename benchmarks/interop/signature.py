# ruff: noqa: INP001 - a script and its parts, started by path
"""xmlsec1 verifies the signatures of edXML, refuses a changed byte, and signs what the axis must take."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from findings import Findings
from machine import Failed, program, run
from samples import axis, fetch
from served import Mock, served

ABOUT: Final = (
    "`xmlsec1` verifies the XML signatures that the mock of the document axis makes, with the certificate that its "
    "control port shows.\n"
    "It must refuse a document of which one byte was changed after signing, wherever that byte is, and one that "
    "somebody else signed.\n"
    "The other way round, the mock must take a document that `xmlsec1` signed, and refuse it with one byte changed."
)
_BOUNDARY: Final = "interop-7d1c"
_EMPTIED: Final = re.compile(r"(<ds:(DigestValue|SignatureValue|X509Data)>).*?(</ds:\2>)", re.DOTALL)
_TAKEN, _WRONG_SIGNATURE = "0", "18"


@dataclass(frozen=True)
class Verifier:
    """xmlsec1 with one certificate that it trusts."""

    xmlsec1: str
    folder: Path

    def verdict(self, content: str, *, trusted: Path) -> str:
        """OK, FAIL (read, and does not verify) or ERROR (no key that is trusted), with the references that hold."""
        file = self.folder / "message.xml"
        file.write_text(content, encoding="utf-8")
        said = run([self.xmlsec1, "--verify", "--trusted-pem", str(trusted), str(file)])
        word = re.search(r"^(OK|FAIL|ERROR)$", said.told, re.MULTILINE)
        held = re.search(r"SignedInfo References \(ok/all\): (\S+)", said.told)
        if word is None or (word[1] == "OK") != (said.code == 0):
            raise Failed(f"xmlsec1 gave no verdict: {said.told[:400]}")
        return f"{word[1]}, references {held[1] if held else '0/0'}"


def signature() -> Findings:
    """Verify, and have verified. Raises Missing, or Failed where mock or tool give no answer."""
    findings = Findings("Signatures of edXML", ABOUT)
    xmlsec1, openssl = program("xmlsec1"), program("openssl")
    findings.versions["xmlsec1"] = run([xmlsec1, "--version"]).out.split()[1]
    findings.versions["openssl"] = run([openssl, "version"]).out.split()[1]
    with served("vxp") as mocks, TemporaryDirectory() as name:
        mock, folder = mocks["vxp"], Path(name)
        verifier = Verifier(xmlsec1, folder)
        certificates = _certificates(mock, folder)
        _verify_samples(findings, verifier, mock, certificates)
        _refuse_changes(findings, verifier, mock, certificates)
        _refuse_carried(findings, verifier, mock, certificates["axis"])
        _be_verified(findings, mock, folder, xmlsec1=xmlsec1, openssl=openssl)
    return findings


def _certificates(mock: Mock, folder: Path) -> dict[str, Path]:
    found = {}
    for row in mock.ask("GET", "certificates")["certificates"]:
        found[row["of"]] = folder / f"{row['of']}.pem"
        found[row["of"]].write_text(row["pem"], encoding="ascii")
    return found


def _verify_samples(findings: Findings, verifier: Verifier, mock: Mock, certificates: dict[str, Path]) -> None:
    findings.note("what the mock signed")
    samples = mock.ask("GET", "samples")["samples"]
    samples += [mock.ask("POST", "samples/make", {"sample": "document-new", "method": "rsa-sha256"})]
    for row in samples:
        verdict = verifier.verdict(row["xml"], trusted=certificates[row["from"]])
        told = f"{row['sample']} of the {row['from']}, {row['method']}: {verdict}"
        findings.judge(told, holds=verdict == "OK, references 1/1")


def _refuse_changes(findings: Findings, verifier: Verifier, mock: Mock, certificates: dict[str, Path]) -> None:
    findings.note("one byte changed after signing")
    signed = mock.ask("POST", "samples/make", {"sample": "document-new"})["xml"]
    for place, changed, expected in _changes(signed):
        verdict = verifier.verdict(changed, trusted=certificates["axis"])
        findings.judge(f"{place}: {verdict}", holds=verdict == expected)
    verdict = verifier.verdict(signed, trusted=certificates["province"])
    findings.judge(f"unchanged, but another certificate is trusted: {verdict}", holds=verdict.startswith("ERROR"))


def _changes(signed: str) -> Iterator[tuple[str, str, str]]:
    """Where one byte changes, the changed document, and the verdict that it must get."""
    for element in ("DocumentId", "OrganId", "Subject", "PromulgationDate", "ContentTransferEncoded"):
        yield f"in {element}", _changed(signed, f"edXML:{element}"), "FAIL, references 0/1"
    yield "in DigestValue", _changed(signed, "ds:DigestValue"), "FAIL, references 0/1"
    yield "in SignatureValue", _changed(signed, "ds:SignatureValue"), "FAIL, references 1/1"


def _changed(text: str, element: str) -> str:
    """The text with the first letter or digit of an element's content replaced by another of its kind."""
    found = re.search(rf"<{element}>[^<]*?([0-9A-Za-z])", text)
    if found is None:
        raise Failed(f"the document has no {element} to change")
    other = {"9": "8", "z": "y", "Z": "Y"}.get(found[1], chr(ord(found[1]) + 1))
    return text[: found.start(1)] + other + text[found.end(1) :]


def _refuse_carried(findings: Findings, verifier: Verifier, mock: Mock, trusted: Path) -> None:
    findings.note("carried over the wire, and what the mock is told to do wrong")
    number = mock.ask("POST", "documents/send-to-province", {"type": "new"})["docID"]
    expected = {
        "": "OK, references 1/1",
        "changed-byte": "FAIL, references 0/1",
        "wrong-signature": "FAIL, references 1/1",
    }
    for behaviour, verdict in expected.items():
        if behaviour:
            mock.ask("POST", "behaviours", {"name": behaviour, "times": 1})
        found = verifier.verdict(fetch(mock, number).decode(), trusted=trusted)
        findings.judge(f"{behaviour or 'as it should be'}: {found}", holds=found == verdict)


def _be_verified(findings: Findings, mock: Mock, folder: Path, *, xmlsec1: str, openssl: str) -> None:
    """Sign a document with a key and a certificate that the mock never saw before, and send it."""
    findings.note("what xmlsec1 signed, sent to the mock")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    words = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=interop"]
    if run([openssl, *words, "-keyout", str(key), "-out", str(certificate)]).code:
        raise Failed("openssl made no certificate")
    mock.ask("POST", "signers/add", {"certificate": certificate.read_text(encoding="ascii")})
    wish = {"sample": "document-new", "from": "province", "number": 4711}
    template = folder / "template.xml"
    template.write_text(_EMPTIED.sub(r"\1\3", mock.ask("POST", "samples/make", wish)["xml"]), encoding="utf-8")
    said = run([xmlsec1, "--sign", "--privkey-pem", f"{key},{certificate}", str(template)])
    if said.code:
        raise Failed(f"xmlsec1 did not sign: {said.told[:400]}")
    for place, content, expected in (
        ("one byte of Subject changed", _changed(said.out, "edXML:Subject"), _WRONG_SIGNATURE),
        ("one byte of SignatureValue changed", _changed(said.out, "ds:SignatureValue"), _WRONG_SIGNATURE),
        ("as it was signed", said.out, _TAKEN),
    ):
        answer = _send(mock, content)
        findings.judge(f"{place}: errorCode {answer}", holds=answer == expected)


def _send(mock: Mock, content: str) -> str:
    """Send an edXML as the province does; the axis's code."""
    parts = (
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="messageType"\r\n\r\nedoc\r\n'
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="edocFile"; filename="interop.edxml"\r\n'
        f"Content-Type: application/xml\r\n\r\n{content}\r\n--{_BOUNDARY}--\r\n"
    )
    media_type = f"multipart/form-data; boundary={_BOUNDARY}"
    answer = axis(mock, "POST", "sendEdoc", content=parts.encode(), media_type=media_type)
    return str(answer["errorCode"])
