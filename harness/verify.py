"""Does a sealed record agree with itself, with what was signed of it, and with the answer that was given? Offline.

In this order, and the first contradiction ends it: files → signatures → digests and chain → schemas → judgements made
again → the answer made again, and what was signed of it → what stands beside the record. A contradiction is
IntegrityBroken and says where; what is none and yet must be known (nobody signed it, the policy is over) is told.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import jsonschema_rs

from harness.checks import CHECKS
from harness.errors import IntegrityBroken
from harness.exchange import Json
from harness.in_toto import payloads_of
from harness.policy import Policy
from harness.recomputation import FindPolicy, answer_again, policy_of, sealed_on
from harness.record import JOURNAL, MANIFEST, RUN, SealedRecord, load_record
from harness.rejudge import rejudge
from harness.signature import Signer, read_envelopes, signers_of
from specs.schema import load_schema

SIGNATURES = "signatures.intoto.jsonl"
FILES = {RUN, JOURNAL, MANIFEST, SIGNATURES}
EVENT_SCHEMAS = {"exchange": "exchange", "stimulus": "stimulus"}


@dataclass(frozen=True)
class Verified:
    """A record without contradiction: its answer, made again, and who signed it.

    `unanswered` are requirements that were judged by a version of a check which this release does not have.
    """

    record: SealedRecord
    policy: Policy
    readiness: Mapping[str, Json]
    signers: tuple[Signer, ...]
    unanswered: frozenset[str] = frozenset()
    told: tuple[str, ...] = ()

    @property
    def roles(self) -> set[str]:
        """The roles in which it was signed."""
        return {signer.role for signer in self.signers}


def verify(folder: Path, keys: Sequence[Signer], *, find: FindPolicy, today: date) -> Verified:
    """Check a record from end to end.

    Raises Refused where there is no record, IntegrityBroken(where) at the first contradiction.
    """
    _refuse_strange_files(folder)
    signers, signed = _signed(folder / SIGNATURES, keys)
    with _no_run_writes(folder):
        record = load_record(folder)
        _hold_against_schemas(record)
        unanswered = _judged_elsewise(record)
        readiness, policy = answer_again(record, find), policy_of(record.run, find)
    if signers and signed != payloads_of(record, readiness):
        raise IntegrityBroken(f"{SIGNATURES}: what was signed is not what this record says")
    _hold_beside(folder.parent, readiness)
    told = _told(record, policy, signers, today)
    if unanswered:
        told.append(
            f"judged by other versions of checks than those here, and not again: {', '.join(sorted(unanswered))}"
        )
    return Verified(record, policy, readiness, signers, unanswered, tuple(told))


@contextmanager
def _no_run_writes(folder: Path) -> Iterator[None]:
    """What cannot be read as a record at all, for all that its digests hold, was not written by a run."""
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError) as exc:
        raise IntegrityBroken(f"{folder.name} holds what no run writes: {type(exc).__name__}: {exc}") from exc


def _refuse_strange_files(folder: Path) -> None:
    """Nothing may lie in a record but its files: what nobody sealed would be taken for evidence."""
    if folder.is_symlink():
        raise IntegrityBroken(f"{folder} is a link: a record is verified where it lies")
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name not in FILES:
            raise IntegrityBroken(f"{path.name} is no file of a record")
        if path.is_symlink() or not path.is_file():
            raise IntegrityBroken(f"{path.name} is a link or no file")


def _hold_against_schemas(record: SealedRecord) -> None:
    for kind, name in EVENT_SCHEMAS.items():
        schema = jsonschema_rs.Draft202012Validator(load_schema(name))
        for row in record.data(kind):
            if not schema.is_valid(row):
                error = next(iter(schema.iter_errors(row)))
                raise IntegrityBroken(f"{JOURNAL}: {kind} {row.get('id')!r} breaks its schema: {error.message[:200]}")


def _judged_elsewise(record: SealedRecord) -> frozenset[str]:
    """Requirements of which a judgement was made by another version of its check, so that it cannot be made again here.

    Any other judgement must come out as it was recorded, byte for byte.
    """
    differences = rejudge(record)
    known = {name: check.version for name, check in CHECKS.items()}
    later = [
        row
        for row in differences
        if known.get(row.judgement["check"], row.judgement["version"]) != row.judgement["version"]
    ]
    changed = [row for row in differences if row not in later]
    if changed:
        first = changed[0]
        where = f"{first.judgement['requirement']} in {first.judgement['case']}"
        raise IntegrityBroken(f"{len(changed)} judgements do not come out again; the first is {where}: {first.now}")
    return frozenset(row.judgement["requirement"] for row in later)


def _signed(path: Path, keys: Sequence[Signer]) -> tuple[tuple[Signer, ...], list[bytes]]:
    """Who signed, and what: each statement by the same. Nobody and nothing where there is no file."""
    if not path.exists():
        return (), []
    envelopes = read_envelopes(path)
    signed = {tuple(signers_of(envelope, keys)) for envelope in envelopes}
    if len(signed) != 1:
        raise IntegrityBroken(f"{SIGNATURES}: not every statement is signed by the same")
    return signed.pop(), [envelope.payload for envelope in envelopes]


def _hold_beside(out: Path, readiness: Mapping[str, Json]) -> None:
    """A `readiness.json` beside the record is not sealed; it must say what the record says."""
    path = out / "readiness.json"
    if not path.is_file():
        return
    try:
        said = json.loads(path.read_bytes())
    except ValueError as exc:
        raise IntegrityBroken(f"{path.name} beside the record cannot be read: {exc}") from exc
    if said != readiness:
        other = sorted(name for name in {*said, *readiness} if said.get(name) != readiness.get(name))
        raise IntegrityBroken(f"{path.name} beside the record says otherwise in {', '.join(other)}")


def _told(record: SealedRecord, policy: Policy, signers: Sequence[Signer], today: date) -> list[str]:
    told = [] if signers else ["unsigned: who can write the folder can have written all of it"]
    missing = sorted({*policy.evidence.signed_by} - {signer.role for signer in signers})
    if missing:
        told.append(f"policy {policy.name} asks for the signature of {', '.join(missing)}")
    if not policy.valid_from <= today <= policy.valid_until:
        told.append(f"policy {policy.name} holds from {policy.valid_from} to {policy.valid_until}, not on {today}")
    if is_expired(record, policy, today):
        told.append(f"its evidence is of {sealed_on(record)}, and expired after {policy.evidence.lifetime_days} days")
    return told


def is_expired(record: SealedRecord, policy: Policy, today: date) -> bool:
    """Whether what the record judged is too old for a policy."""
    days = policy.evidence.lifetime_days
    return days is not None and today > sealed_on(record) + timedelta(days=days)
