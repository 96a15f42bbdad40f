"""Waivers: who accepts which open requirement of which build, why, with what instead, and until when.

A file of waivers is TOML (`specs/schemas/waivers.json`). Bad rows are refused whole. What a waiver can do is decided in
`harness/gate.py`: it stands beside a status and never changes it, and lifts the answer at most to CONDITIONAL_GO.
"""

import tomllib
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from jsonschema import Draft202012Validator

from harness.assessment import Status
from harness.errors import IntegrityBroken, Refused
from harness.exchange import Json
from harness.gate import Case, Waiver
from harness.signature import Signer, read_envelopes, sign, signers_of, write_envelopes
from specs.schema import load_schema

if TYPE_CHECKING:
    from securesystemslib.signer import CryptoSigner

PAYLOAD_TYPE = "application/vnd.lienthong.waivers+toml"


def load_waivers(
    path: Path, known: Collection[str], *, build: str, today: date, keys: Sequence[Signer] = (), signed: bool = False
) -> tuple[list[Waiver], list[str]]:
    """The waivers of a file that speak of a build, and what is to be told of the others.

    Refused with file and row: a requirement that is unknown, an id that is repeated, one who approves their own wish,
    a day of expiry before that of issue, a waiver that is not issued yet. `signed` wants an approver's signature, by
    one of `keys`; one that is there is checked anyway.
    """
    _refuse_unsigned(path, keys, wanted=signed)
    waivers: list[Waiver] = []
    told: list[str] = []
    for number, row in enumerate(_rows(path), 1):
        place = f"{path.name}, waiver {number} ({row['id']})"
        waiver = _read(row, place, known)
        if waiver.id in {other.id for other in waivers}:
            raise Refused(f"{place}: the id is repeated")
        if date.fromisoformat(row["issued"]) > today:
            raise Refused(f"{place}: it is issued on {row['issued']}, which is not yet")
        if build in row["builds"]:
            waivers.append(waiver)
        else:
            told.append(f"waiver {waiver.id} speaks of another build, and counts for nothing here")
    return waivers, told


def signature_of(path: Path) -> Path:
    """Where the signatures of a file of waivers lie."""
    return path.with_name(f"{path.name}.dsse.jsonl")


def sign_waivers(path: Path, signer: "CryptoSigner") -> None:
    """Put a signature beside a file of waivers; those of others who signed the same bytes stay."""
    there = signature_of(path)
    before = read_envelopes(there)[0] if there.exists() else None
    write_envelopes(there, [sign(path.read_bytes(), signer, before, payload_type=PAYLOAD_TYPE)])


def _refuse_unsigned(path: Path, keys: Sequence[Signer], *, wanted: bool) -> None:
    there = signature_of(path)
    if not there.exists():
        if wanted:
            raise Refused(f"{path.name} is not signed: the policy takes only waivers that an approver signed")
        return
    try:
        (envelope,) = read_envelopes(there)
        signers = signers_of(envelope, keys, payload_type=PAYLOAD_TYPE)
    except (IntegrityBroken, ValueError) as exc:
        raise Refused(f"{there.name}: {exc}") from exc
    if envelope.payload != path.read_bytes():
        raise Refused(f"{path.name} is not the file that was signed")
    if "approver" not in {signer.role for signer in signers}:
        raise Refused(f"{path.name} is signed by no approver")


def waivers_told(case: Case) -> list[str]:
    """What is to be known of the waivers of a case: those that have lapsed, and those that nothing needs."""
    told = []
    for waiver in case.waivers:
        if waiver.expires < case.today:
            told.append(f"waiver {waiver.id} of {waiver.requirement} expired on {waiver.expires}")
        elif case.results[waiver.requirement].status not in {Status.VIOLATED, Status.NOT_DEMONSTRATED}:
            told.append(f"waiver {waiver.id} of {waiver.requirement} is needed no more: take it back")
    return told


def _rows(path: Path) -> list[Mapping[str, Json]]:
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as exc:
        raise Refused(f"{path} cannot be read: {exc.strerror}") from exc
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise Refused(f"{path.name}: {exc}") from exc
    errors = sorted(Draft202012Validator(load_schema("waivers")).iter_errors(read), key=lambda error: error.json_path)
    if errors:
        raise Refused(f"{path.name}: {errors[0].json_path.removeprefix('$.')}: {errors[0].message[:200]}")
    rows: list[Mapping[str, Json]] = read["waiver"]
    return rows


def _read(row: Mapping[str, Json], place: str, known: Collection[str]) -> Waiver:
    try:
        issued, expires = (date.fromisoformat(row[name]) for name in ("issued", "expires"))
    except ValueError as exc:
        raise Refused(f"{place}: {exc}") from exc
    known_faults = (
        (row["requirement"] not in known, f"{row['requirement']} is no requirement of these records"),
        (_same(row["requested_by"], row["approved_by"]), "who asks for it does not approve it"),
        (expires <= issued, f"it expires on {expires}, and is issued on {issued}"),
    )
    for wrong, why in known_faults:
        if wrong:
            raise Refused(f"{place}: {why}")
    return Waiver(row["id"], row["requirement"], expires, row)


def _same(one: str, other: str) -> bool:
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())
