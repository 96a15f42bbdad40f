"""Signing a record: only what verifies is signed, and everybody signs the same statements."""

from typing import TYPE_CHECKING

from harness.in_toto import payloads_of
from harness.signature import read_envelopes, sign, write_envelopes
from harness.verify import SIGNATURES, Verified

if TYPE_CHECKING:
    from securesystemslib.signer import CryptoSigner


def sign_record(verified: Verified, signer: "CryptoSigner") -> None:
    """Add a signature to every statement of a record that was verified just now. Signing again changes nothing."""
    path = verified.record.folder / SIGNATURES
    payloads = payloads_of(verified.record, verified.readiness)
    before = read_envelopes(path) if path.exists() else [None] * len(payloads)
    write_envelopes(path, [sign(payload, signer, envelope) for payload, envelope in zip(payloads, before, strict=True)])
