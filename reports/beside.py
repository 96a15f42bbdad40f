"""What persons said beside the record, ready to print: waivers, challenges, expected failures. No status changes."""

from collections.abc import Mapping
from dataclasses import dataclass

from harness.expectation import Standing
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
class ExpectedView:
    """A requirement that failed or was expected to: NEW, KNOWN, STALE or UNSEEN. What is new may stand in no row."""

    requirement: str
    standing: str
    listed: str = ""
    why: str = ""
    since: str = ""
    kept_by: str = ""
    ticket: str = ""
    expires: str = ""


@dataclass(frozen=True)
class BesideView:
    """All of it, with the day of the answer, what the record alone comes to, and the files by name and digest.

    `expected` is None where no list was given, which is not the same as a list with nothing in it.
    """

    on: str
    answer: str
    exit_code: int
    files: tuple[tuple[str, str], ...]
    waivers: tuple[WaiverView, ...]
    challenges: tuple[ChallengeView, ...]
    expected: tuple[ExpectedView, ...] | None
    told: tuple[str, ...]

    def waivers_of(self, requirement: str) -> tuple[WaiverView, ...]:
        """Those of one requirement."""
        return tuple(row for row in self.waivers if row.requirement == requirement)

    def challenges_of(self, requirement: str) -> tuple[ChallengeView, ...]:
        """Those of one requirement."""
        return tuple(row for row in self.challenges if row.requirement == requirement)

    def expected_of(self, requirement: str) -> ExpectedView | None:
        """What the list of expected failures comes to of one requirement."""
        return next((row for row in self.expected or () if row.requirement == requirement), None)

    @property
    def expectations(self) -> dict[str, int]:
        """How many are new, known, stale and unseen."""
        standings = [row.standing for row in self.expected or ()]
        return {standing.value.lower(): standings.count(standing.value) for standing in Standing}


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
        expected=_expected(given["expected"]),
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


def _expected(held: Mapping[str, Json] | None) -> tuple[ExpectedView, ...] | None:
    """What is new first, as `harness/expectation.py` sorts it."""
    if held is None:
        return None
    rows = {row["requirement"]: row for row in held["failures"]}
    found = [(name, standing.value) for standing in Standing for name in held[standing.value.lower()]]
    return tuple(_of_row(name, standing, rows.get(name)) for name, standing in found)


def _of_row(requirement: str, standing: str, row: Mapping[str, Json] | None) -> ExpectedView:
    if row is None:
        return ExpectedView(requirement, standing)
    texts = {name: visible(row[name]) for name in ("why", "since", "kept_by", "ticket", "expires")}
    return ExpectedView(requirement, standing, row["status"], **texts)
