"""Files that persons write and an approver signs: waivers and challenges, in TOML by a schema; refused whole."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from jsonschema import Draft202012Validator

from harness.errors import IntegrityBroken, Refused
from harness.exchange import Json
from harness.signature import Signer, read_envelopes, sign, signers_of, write_envelopes
from specs.schema import load_schema

if TYPE_CHECKING:
    from securesystemslib.signer import CryptoSigner

ROWS = {"waivers": "waiver", "challenges": "challenge"}
"""The kinds of file that are signed, which are names of schemas, with the name of their rows."""


def read_rows(path: Path, kind: str) -> list[Mapping[str, Json]]:
    """The rows of a file of that kind. Refused with the place where it is none."""
    rows: list[Mapping[str, Json]] = read_file(path, kind)[ROWS[kind]]
    return rows


def read_file(path: Path, kind: str) -> Mapping[str, Json]:
    """A whole file of a kind, which is the name of a schema. Refused with the place where it is none."""
    read = _read(path)
    errors = sorted(Draft202012Validator(load_schema(kind)).iter_errors(read), key=lambda error: error.json_path)
    if errors:
        raise Refused(f"{path.name}: {errors[0].json_path.removeprefix('$.')}: {errors[0].message[:200]}")
    return read


def signature_of(path: Path) -> Path:
    """Where the signatures of such a file lie."""
    return path.with_name(f"{path.name}.dsse.jsonl")


def sign_file(path: Path, signer: "CryptoSigner") -> None:
    """Put a signature beside such a file; those of others who signed the same bytes stay."""
    kind = next((kind for kind in ROWS if _read(path).get("schema") == f"lienthong/{kind}/1"), None)
    if kind is None:
        raise Refused(f"{path.name} is no file of {' or '.join(ROWS)}")
    there = signature_of(path)
    before = read_envelopes(there)[0] if there.exists() else None
    write_envelopes(there, [sign(path.read_bytes(), signer, before, payload_type=_payload_type(kind))])


def refuse_unsigned(path: Path, kind: str, keys: Sequence[Signer], *, wanted: bool) -> None:
    """Raise Refused where an approver's signature is wanted and missing, or where the one that is there is not good."""
    there = signature_of(path)
    if not there.exists():
        if wanted:
            raise Refused(f"{path.name} is not signed: the policy takes only {kind} that an approver signed")
        return
    try:
        (envelope,) = read_envelopes(there)
        signers = signers_of(envelope, keys, payload_type=_payload_type(kind))
    except (IntegrityBroken, ValueError) as exc:
        raise Refused(f"{there.name}: {exc}") from exc
    if envelope.payload != path.read_bytes():
        raise Refused(f"{path.name} is not the file that was signed")
    if "approver" not in {signer.role for signer in signers}:
        raise Refused(f"{path.name} is signed by no approver")


def same_person(one: str, other: str) -> bool:
    """Whether two names are of one person, however they are spaced or written large."""
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())


def _payload_type(kind: str) -> str:
    return f"application/vnd.lienthong.{kind}+toml"


def _read(path: Path) -> Mapping[str, Json]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as exc:
        raise Refused(f"{path} cannot be read: {exc.strerror}") from exc
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise Refused(f"{path.name}: {exc}") from exc
