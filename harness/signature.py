"""Keys of those who answer for a record, and what they sign: DSSE envelopes (`securesystemslib`).

A private key is a PEM file (PKCS #8) that only its owner can read, and never lies in a record. A public key is a JSON
file that says whose it is and in which role; who verifies decides whom to trust by the files that they give. Both are
named by the same key id. Nothing here looks at what is signed.
"""

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harness.errors import IntegrityBroken, Refused
from harness.exchange import Json
from harness.lines import canonical

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
    from securesystemslib.dsse import Envelope
    from securesystemslib.signer import CryptoSigner, Key

KEY_SCHEMA = "lienthong/key/1"
KINDS = ("ed25519", "ecdsa")
ROLES = ("assessor", "reviewer", "approver")
PAYLOAD_TYPE = "application/vnd.in-toto+json"
_FIELDS = {"schema", "keyid", "keytype", "scheme", "keyval", "name", "role"}


@dataclass(frozen=True)
class Signer:
    """Whose public key it is."""

    keyid: str
    name: str
    role: str
    key: "Key" = field(compare=False)


def make_key(path: Path, *, kind: str, name: str, role: str, passphrase: str = "") -> Signer:
    """Write `path.key`, the private key, and `path.pub.json`, the public one. Files that are there are left alone."""
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519  # noqa: PLC0415 - only who signs loads it

    private = ed25519.Ed25519PrivateKey.generate() if kind == "ed25519" else ec.generate_private_key(ec.SECP256R1())
    secret, public = path.with_name(f"{path.name}.key"), path.with_name(f"{path.name}.pub.json")
    there = [file.name for file in (secret, public) if file.exists()]
    if there:
        raise Refused(f"{there[0]} is there already: a key is never overwritten")
    _write_secret(secret, _pem(private, passphrase))
    key = _signer(private).public_key
    row = {"schema": KEY_SCHEMA, "keyid": key.keyid, **key.to_dict(), "name": name, "role": role}
    public.write_bytes(canonical(row))
    return Signer(key.keyid, name, role, key)


def _write_secret(path: Path, data: bytes) -> None:
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
    except OSError as exc:
        raise Refused(f"{path} cannot be written: {exc.strerror}") from exc


def _pem(private: Any, passphrase: str) -> bytes:
    from cryptography.hazmat.primitives import serialization as forms  # noqa: PLC0415 - as above

    lock = forms.BestAvailableEncryption(passphrase.encode()) if passphrase else forms.NoEncryption()
    pem: bytes = private.private_bytes(forms.Encoding.PEM, forms.PrivateFormat.PKCS8, lock)
    return pem


def _signer(private: "PrivateKeyTypes") -> "CryptoSigner":
    from securesystemslib.signer import CryptoSigner, SSlibKey  # noqa: PLC0415 - as above: a quarter of a second

    return CryptoSigner(private, SSlibKey.from_crypto(private.public_key()))


def load_private(path: Path, passphrase: str = "") -> "CryptoSigner":
    """The private key of a PEM file. Raises Refused where it is none, or locked with another passphrase."""
    from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: PLC0415 - as above

    try:
        private = load_pem_private_key(path.read_bytes(), passphrase.encode() or None)
        return _signer(private)
    except OSError as exc:
        raise Refused(f"{path} cannot be read: {exc.strerror}") from exc
    except (TypeError, ValueError) as exc:
        raise Refused(f"{path} is no private key that can be used: {exc}") from exc


def load_public(path: Path) -> Signer:
    """The public key of a file that `lienthong keys` wrote. Raises Refused where it is none."""
    try:
        row = json.loads(path.read_bytes())
        if not isinstance(row, dict) or set(row) != _FIELDS or row["schema"] != KEY_SCHEMA or row["role"] not in ROLES:
            raise Refused(f"{path} is no public key: its fields are not those that `lienthong keys` writes")
        return _read_public(row)
    except OSError as exc:
        raise Refused(f"{path} cannot be read: {exc.strerror}") from exc
    except (TypeError, KeyError, ValueError) as exc:
        raise Refused(f"{path} is no public key: {exc}") from exc


def _read_public(row: Mapping[str, Json]) -> Signer:
    from securesystemslib.signer import SSlibKey  # noqa: PLC0415 - as above

    key = SSlibKey.from_dict(row["keyid"], {name: row[name] for name in ("keytype", "scheme", "keyval")})
    return Signer(key.keyid, row["name"], row["role"], key)


def sign(
    payload: bytes, signer: "CryptoSigner", before: "Envelope | None" = None, *, payload_type: str = PAYLOAD_TYPE
) -> "Envelope":
    """An envelope around the payload, or the one that others have signed before, with one more signature."""
    from securesystemslib.dsse import Envelope  # noqa: PLC0415 - as above

    envelope = before or Envelope(payload, payload_type, {})
    if envelope.payload != payload:
        raise Refused("what was signed before is something else")
    envelope.sign(signer)
    return envelope


def write_envelopes(path: Path, envelopes: Iterable["Envelope"]) -> None:
    """One envelope a line, as RFC 8785 bytes. What stands there is replaced at once or not at all."""
    new = path.with_name(f".{path.name}")
    new.write_bytes(b"".join(canonical(envelope.to_dict()) + b"\n" for envelope in envelopes))
    new.chmod(0o444)
    new.replace(path)


def read_envelopes(path: Path) -> "list[Envelope]":
    """Every envelope of a file. Raises IntegrityBroken where a line is not the bytes that we write."""
    from securesystemslib.dsse import Envelope  # noqa: PLC0415 - as above

    lines = path.read_bytes().split(b"\n")
    if lines.pop():
        raise IntegrityBroken(f"{path.name}: its last line is not whole")
    envelopes = []
    for number, line in enumerate(lines, 1):
        try:
            envelope = Envelope.from_dict(json.loads(line))
            same = canonical(envelope.to_dict()) == line and not _has_more(envelope)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as exc:
            raise IntegrityBroken(f"{path.name}, line {number} is no envelope: {exc}") from exc
        if not same:
            raise IntegrityBroken(f"{path.name}, line {number}: these are not the bytes that a signer writes")
        envelopes.append(envelope)
    return envelopes


def _has_more(envelope: "Envelope") -> bool:
    """Whether anything stands beside key id and signature: nobody signed it."""
    return any(signature.unrecognized_fields for signature in envelope.signatures.values())


def signers_of(envelope: "Envelope", keys: Sequence[Signer], *, payload_type: str = PAYLOAD_TYPE) -> list[Signer]:
    """Who signed it, in order. Raises IntegrityBroken for a key that is not known and for a signature that is wrong."""
    from securesystemslib.exceptions import UnverifiedSignatureError  # noqa: PLC0415 - as above

    known: Mapping[str, Signer] = {signer.keyid: signer for signer in keys}
    if envelope.payload_type != payload_type or not envelope.signatures:
        raise IntegrityBroken(f"no signature, or one around {envelope.payload_type!r}")
    found = []
    for keyid, signature in envelope.signatures.items():
        if keyid not in known:
            raise IntegrityBroken(
                f"signed by key {keyid[:16]}…, which is none of the {len(known)} keys that were given"
            )
        try:
            known[keyid].key.verify_signature(signature, envelope.pae())
        except UnverifiedSignatureError as exc:
            raise IntegrityBroken(f"the signature of {known[keyid].name} ({known[keyid].role}) is wrong") from exc
        found.append(known[keyid])
    return found


def describe(signers: Iterable[Signer]) -> list[dict[str, Json]]:
    """Who signed, for a report."""
    return [{"keyid": signer.keyid, "name": signer.name, "role": signer.role} for signer in signers]
