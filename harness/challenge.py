"""Challenges: who says that a test of a requirement is wrong, by which clause, on what evidence, and what was decided.

A file of challenges is TOML (`specs/schemas/challenges.json`). What a challenge can do is decided in `harness/gate.py`:
the status that the test gave stays visible, is never green, and the answer is at most CONDITIONAL_GO.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path

from harness.errors import Refused
from harness.exchange import Json
from harness.gate import Case, Challenge
from harness.signature import Signer
from harness.signed_file import read_rows, refuse_unsigned, same_person

SCHEMA = "challenges"


def load_challenges(
    path: Path, known: Collection[str], *, suites: Collection[str], keys: Sequence[Signer] = (), signed: bool = False
) -> tuple[list[Challenge], list[str]]:
    """The challenges of a file that speak of one of these suites, and what is to be told of the others.

    `suites` are the digests of our own code by which the records were judged. Refused with file and row: a requirement
    that is unknown, an id that is repeated, who decides on their own challenge, a last day before the first.
    """
    refuse_unsigned(path, SCHEMA, keys, wanted=signed)
    challenges: list[Challenge] = []
    told: list[str] = []
    for number, row in enumerate(read_rows(path, SCHEMA), 1):
        place = f"{path.name}, challenge {number} ({row['id']})"
        challenge = _read(row, place, known)
        if challenge.id in {other.id for other in challenges}:
            raise Refused(f"{place}: the id is repeated")
        if row["state"] == "rejected":
            told.append(f"challenge {challenge.id} of {challenge.requirement} was rejected, and counts for nothing")
        elif not {*row["suites"]} & {*suites}:
            told.append(f"challenge {challenge.id} speaks of other suites, and counts for nothing here")
        else:
            challenges.append(challenge)
    return challenges, told


def challenges_told(case: Case) -> list[str]:
    """What is to be known of the challenges of a case: each with the status that it is about."""
    return [_told(row, case) for row in case.challenges]


def _told(row: Challenge, case: Case) -> str:
    if row.expires < case.today:
        return f"challenge {row.id} of {row.requirement} expired on {row.expires}"
    state = "accepted" if row.accepted else "open"
    status = case.results[row.requirement].status.value
    return (
        f"CHALLENGED: {row.requirement}, {status} by a test that {row.row['raised_by']} challenges ({row.id}, {state})"
    )


def _read(row: Mapping[str, Json], place: str, known: Collection[str]) -> Challenge:
    try:
        raised, expires = (date.fromisoformat(row[name]) for name in ("raised", "expires"))
    except ValueError as exc:
        raise Refused(f"{place}: {exc}") from exc
    decided = row.get("decided_by", "")
    known_faults = (
        (row["requirement"] not in known, f"{row['requirement']} is no requirement of these records"),
        (same_person(row["raised_by"], decided), "who raises it does not decide on it"),
        (expires <= raised, f"it expires on {expires}, and is raised on {raised}"),
    )
    for wrong, why in known_faults:
        if wrong:
            raise Refused(f"{place}: {why}")
    return Challenge(row["id"], row["requirement"], row["state"] == "accepted", expires, row)
