"""What persons said beside the record, ready to print: waivers, and challenges of tests. They change no status."""

from collections.abc import Mapping
from dataclasses import dataclass

from reports.evidence import EvidenceIndex, Link
from reports.outside import Json, visible


@dataclass(frozen=True)
class WaiverView:
    """The acceptance of one open requirement until a day; `holds` on the day of the answer."""

    id: str
    requirement: str
    reason: str
    instead: str
    requested_by: str
    approved_by: str
    issued: str
    expires: str
    holds: bool


@dataclass(frozen=True)
class ChallengeView:
    """The word that a test of one requirement is wrong; `state` is open or accepted, `holds` as of a waiver."""

    id: str
    requirement: str
    case: str
    clause: str
    claim: str
    evidence: tuple[Link, ...]
    raised_by: str
    raised: str
    state: str
    decided_by: str
    expires: str
    holds: bool


@dataclass(frozen=True)
class BesideView:
    """All of it, with the day of the answer, what the record alone comes to, and the files by name and digest."""

    on: str
    answer: str
    exit_code: int
    files: tuple[tuple[str, str], ...]
    waivers: tuple[WaiverView, ...]
    challenges: tuple[ChallengeView, ...]
    told: tuple[str, ...]

    def waivers_of(self, requirement: str) -> tuple[WaiverView, ...]:
        """Those of one requirement."""
        return tuple(row for row in self.waivers if row.requirement == requirement)

    def challenges_of(self, requirement: str) -> tuple[ChallengeView, ...]:
        """Those of one requirement."""
        return tuple(row for row in self.challenges if row.requirement == requirement)


def read_beside(readiness: Mapping[str, Json], index: EvidenceIndex) -> BesideView | None:
    """What was given beside a record (`harness/beside.py`); None where nothing was."""
    given = readiness.get("beside")
    if given is None:
        return None
    without, on = given["without"], given["on"]
    return BesideView(
        on=visible(on),
        answer=without["answer"],
        exit_code=without["exit_code"],
        files=tuple((visible(name), visible(digested)) for name, digested in given["files"].items()),
        waivers=tuple(_waiver(row, on) for row in given["waivers"]),
        challenges=tuple(_challenge(row, on, index) for row in given["challenges"]),
        told=tuple(visible(words) for words in given["told"]),
    )


def _waiver(row: Mapping[str, Json], on: str) -> WaiverView:
    return WaiverView(
        id=visible(row["id"]),
        requirement=row["requirement"],
        reason=visible(row["reason"]),
        instead=visible(row["compensating_control"]),
        requested_by=visible(row["requested_by"]),
        approved_by=visible(row["approved_by"]),
        issued=row["issued"],
        expires=row["expires"],
        holds=on <= row["expires"],
    )


def _challenge(row: Mapping[str, Json], on: str, index: EvidenceIndex) -> ChallengeView:
    return ChallengeView(
        id=visible(row["id"]),
        requirement=row["requirement"],
        case=visible(row["case"]),
        clause=visible(row["clause"]),
        claim=visible(row["claim"]),
        evidence=tuple(index.link(name) for name in row["evidence"]),
        raised_by=visible(row["raised_by"]),
        raised=row["raised"],
        state=row["state"],
        decided_by=visible(row.get("decided_by") or "–"),
        expires=row["expires"],
        holds=on <= row["expires"],
    )
