"""Records before a gate, held against the ledgers beside them: which others of the build there are.

A record that travelled lies where no ledger is: that is told, and nothing more. Where there is one, it must hold
together and say what the record says, and a policy that asks anything of records wants all that it knows of the build,
and hears what those had found that were stopped.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.errors import IntegrityBroken
from harness.exchange import Json
from harness.ledger import LEDGER, Entry, Ledger, answers_of, lost, read_ledger
from harness.policy import EvidenceRules, Policy
from harness.record import MANIFEST, digest
from harness.stopped import stands_in_the_way
from harness.verify import Verified


@dataclass(frozen=True)
class Known:
    """What the ledger of an output root knows of a build. `others` were not put before the gate."""

    root: Path
    entries: tuple[Entry, ...] | None
    others: tuple[Entry, ...] = ()
    strangers: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Json]:
        """For the answer of a gate."""
        return {
            "folder": self.root.name,
            "records": None if self.entries is None else len(self.entries),
            "answers": answers_of(self.entries or ()),
            "not_given": [entry.folder for entry in self.others],
            "lost": list(self.lost),
        }


def look_up(records: Sequence[Verified]) -> list[Known]:
    """One for each folder above the records. Raises IntegrityBroken where ledger and record contradict each other."""
    roots: dict[Path, list[Verified]] = {}
    for verified in records:
        roots.setdefault(verified.record.folder.resolve().parent.parent, []).append(verified)
    return [_known(root, own) for root, own in roots.items()]


def left_out(ledgers: Sequence[Known], policy: Policy) -> list[str]:
    """What the records lack where a policy asks anything of them: a build is not judged by chosen records.

    Raises IntegrityBroken where a record that was never sealed cannot be read.
    """
    if policy.evidence == EvidenceRules():
        return []
    others = [(known.root, entry) for known in ledgers for entry in known.others]
    finished = [entry.folder for _, entry in others if entry.exit_code is not None]
    told = (
        [f"{len(finished)} known records of this build were not given: {', '.join(finished[:5])}"] if finished else []
    )
    unfinished = [stands_in_the_way(root, entry, policy) for root, entry in others if entry.exit_code is None]
    return told + [why for why in unfinished if why]


def ledgers_told(ledgers: Sequence[Known]) -> list[str]:
    """How many records of the build are known, and what each ledger says that must be known."""
    return [line for known in ledgers for line in _told(known)]


def _told(known: Known) -> list[str]:
    if known.entries is None:
        return [f"no ledger in {known.root.name}: which other records of this build there are is not known"]
    answers = ", ".join(f"{count} {answer}" for answer, count in answers_of(known.entries).items())
    told = [f"the ledger in {known.root.name} knows {len(known.entries)} records of this build: {answers or 'none'}"]
    told += [f"NOT GIVEN: {entry.folder}, {entry.came_to}" for entry in known.others]
    told += [f"GONE: the ledger knows the record in {folder}, and it lies there no more" for folder in known.lost]
    return told + [f"{folder} is not in the ledger beside it: it was made elsewhere" for folder in known.strangers]


def _known(root: Path, records: Sequence[Verified]) -> Known:
    ledger = read_ledger(root)
    if ledger is None:
        return Known(root, None)
    given = {verified.record.run["run_id"]: verified for verified in records}
    known = {entry.run_id: entry for entry in ledger.entries}
    for run_id, verified in given.items():
        if run_id in known:
            _hold_together(root, ledger, known[run_id], verified)
    entries = _of_build(ledger, records[0])
    others = tuple(entry for entry in entries if entry.run_id not in given)
    strangers = tuple(row.record.folder.parent.name for run_id, row in given.items() if run_id not in known)
    return Known(root, entries, others, strangers, tuple(lost(root, entries)))


def _of_build(ledger: Ledger, verified: Verified) -> tuple[Entry, ...]:
    """The records of the build that decide anything: a diagnostic run does not."""
    build = verified.record.run["sut"].get("build", "")
    return tuple(entry for entry in ledger.of_build(build) if entry.mode != "diagnostic")


def _hold_together(root: Path, ledger: Ledger, entry: Entry, verified: Verified) -> None:
    folder, met = verified.record.folder, verified.record.run.get("known")
    if met and met["ledger"] not in ledger.heads:
        raise IntegrityBroken(f"{root / LEDGER} lacks what stood in it when {folder} was opened")
    if entry.record is not None and entry.record != digest((folder / MANIFEST).read_bytes()):
        raise IntegrityBroken(f"{folder} is not the record that {root / LEDGER} knows by its run")
    told = verified.readiness.get("answer"), verified.readiness["exit_code"]
    if entry.record is not None and (entry.answer, entry.exit_code) != told:
        raise IntegrityBroken(f"{root / LEDGER} says {entry.came_to} of {folder}, and the record says otherwise")
