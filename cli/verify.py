"""`verify`: an auditor's question of a record that came by mail, answered without network."""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from cli.told import ALONE, Given, told_with
from harness.errors import IntegrityBroken, Refused
from harness.exchange import Json
from harness.gate import Exit
from harness.known import Known, ledgers_told, look_up
from harness.policy import Policy, read_policy
from harness.recomputation import FindPolicy, part_of
from harness.record import SealedRecord, digest
from harness.requirement import RUN
from harness.signature import Signer, describe, load_public
from harness.verify import SIGNATURES, Verified, verify
from specs import FOLDER


def verify_record(
    folder: Path,
    *,
    keys: Sequence[Path],
    report: Path | None,
    policy: Path | None,
    given: Given = ALONE,
    json_only: bool,
) -> int:
    """0 where nothing contradicts itself, whatever the answer is; 21 and where it does otherwise."""
    known = [load_public(path) for path in keys]
    refuse_unchecked([folder, *given.folders], known)
    try:
        verified = verify(folder, known, find=policy_finder(policy), today=datetime.now(UTC).date())
        _hold_report(verified, report, told_with(verified, given, keys=known, find=policy_finder(policy)))
        verified = replace(verified, told=(*verified.told, *ledgers_told(_ledgers(verified))))
    except IntegrityBroken as exc:
        row = {"record": str(folder), "intact": False, "why": str(exc), "exit_code": Exit.INTEGRITY}
        _say(row, f"contradiction: {exc}", json_only=json_only)
        return Exit.INTEGRITY
    _say(_row(folder, verified), _text(verified), json_only=json_only)
    return Exit.GO


def refuse_unchecked(folders: Sequence[Path], known: Sequence[Signer]) -> None:
    """A record that is signed is not taken without looking at who signed it."""
    signed = [folder for folder in folders if (folder / SIGNATURES).exists()]
    if signed and not known:
        raise Refused(f"{signed[0]} is signed: give the public keys of those whom you trust with --key")


def policy_finder(more: Path | None = None) -> FindPolicy:
    """Looks for a policy among those of this release, and in a file that was given."""

    def find(digested: str) -> Policy | None:
        paths = [*sorted((FOLDER / "policies").glob("*.toml")), *([more] if more else [])]
        found = (path for path in paths if path.is_file() and digest(path.read_bytes()) == digested)
        return next((read_policy(path.read_bytes(), path.name) for path in found), None)

    return find


def _ledgers(verified: Verified) -> list[Known]:
    """The ledger beside the record, where there is one."""
    return [known for known in look_up([verified]) if known.entries is not None]


def _hold_report(verified: Verified, report: Path | None, told: Mapping[str, Json]) -> None:
    """A report, or every one of a folder, is what the record renders to, byte for byte."""
    if report is None:
        return
    from reports.again import hold_again, read_given
    from reports.formats import Format, formats_of

    def answer(_record: SealedRecord, _told: Mapping[str, Json]) -> Mapping[str, bytes]:
        return {name: (json.dumps(verified.readiness, ensure_ascii=False, indent=1) + "\n").encode()}

    part = part_of(verified.record.run)
    name = "readiness.json" if part == RUN else "partial.json"
    formats = {name: Format((name,), answer, lambda _files: {}), **formats_of(part)}
    hold_again(read_given(report), formats, verified.record, told)


def _row(folder: Path, verified: Verified) -> dict[str, Json]:
    readiness = verified.readiness
    return {
        "record": str(folder),
        "intact": True,
        "answer": readiness.get("answer"),
        "part": verified.record.run.get("part"),
        "exit_code": Exit.GO,
        "exit_code_of_the_record": readiness["exit_code"],
        "judgements": len(verified.record.judgements),
        "signed_by": describe(verified.signers),
        "notes": list(verified.told),
    }


def _text(verified: Verified) -> str:
    readiness, record = verified.readiness, verified.record
    said = readiness.get("answer") or f"part {record.run['part']}"
    made = f"{len(record.events)} events, {len(record.judgements)} judgements"
    lines = [
        f"no contradiction in {made}",
        f"{said} ({readiness['exit_code']}) on {record.manifest['sealed'][:10]}: {readiness['reason']}",
        *(f"signed by {signer.name} ({signer.role}), {signer.keyid[:16]}…" for signer in verified.signers),
        *verified.told,
    ]
    return "\n".join(lines)


def _say(row: Mapping[str, Json], text: str, *, json_only: bool) -> None:
    sys.stdout.write((json.dumps(row, ensure_ascii=False) if json_only else text) + "\n")
