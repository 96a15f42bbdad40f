"""`keys` and `sign`: who answers for a record, and their signature under it."""

import json
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from cli.verify import policy_finder
from harness.errors import Refused
from harness.record import RUN
from harness.signature import describe, load_private, load_public, make_key
from harness.signed_file import sign_file, signature_of
from harness.signing import sign_record
from harness.verify import verify


def make_keys(path: Path, *, kind: str, name: str, role: str, passphrase: str, json_only: bool) -> None:
    """Write a private and a public key, and say which is to be given away."""
    _refuse_record(path)
    signer = make_key(path, kind=kind, name=name, role=role, passphrase=_value_of(passphrase))
    if json_only:
        sys.stdout.write(json.dumps(describe([signer])[0], ensure_ascii=False) + "\n")
        return
    sys.stdout.write(
        f"{path}.key is the private key of {name} ({role}): keep it to yourself, outside of any record\n"
        f"{path}.pub.json is the public one, {signer.keyid[:16]}…: give it to those who verify, by a way they trust\n"
    )


def sign_folder(folder: Path, key: Path, *, keys: Sequence[Path], passphrase: str, json_only: bool) -> None:
    """Verify a record and sign it. Those who signed before are checked by their public keys first."""
    _refuse_record(key)
    private = load_private(key, _value_of(passphrase))
    if folder.is_file():
        sign_file(folder, private)
        sys.stdout.write(f"signed {folder.name}: the signature lies in {signature_of(folder).name}\n")
        return
    known = [load_public(path) for path in keys]
    verified = verify(folder, known, find=policy_finder(), today=datetime.now(UTC).date())
    sign_record(verified, private)
    readiness, keyid = verified.readiness, private.public_key.keyid
    row = {"record": str(folder), "keyid": keyid, "answer": readiness.get("answer"), "signatures": len(known) + 1}
    said = readiness.get("answer") or f"the result of part {verified.record.run['part']}, exit {readiness['exit_code']}"
    sys.stdout.write((json.dumps(row, ensure_ascii=False) if json_only else f"signed {said} by {keyid[:16]}…") + "\n")


def _refuse_record(path: Path) -> None:
    """A private key never lies in a record, nor anywhere below its folder."""
    if any((parent / RUN).is_file() or (parent / "record" / RUN).is_file() for parent in path.absolute().parents):
        raise Refused(f"{path} lies with a record, which is handed over: keep private keys elsewhere")


def _value_of(variable: str) -> str:
    if variable and not os.environ.get(variable):
        raise Refused(f"--passphrase {variable}: no such variable, or it is empty")
    return os.environ[variable] if variable else ""
