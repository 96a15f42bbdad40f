"""Waivers: who accepts which open requirement of which build, why, with what instead, and until when.

A file of waivers is TOML (`specs/schemas/waivers.json`). Bad rows are refused whole. What a waiver can do is decided in
`harness/gate.py`: it stands beside a status and never changes it, and lifts the answer at most to CONDITIONAL_GO.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path

from harness.assessment import Status
from harness.errors import Refused
from harness.exchange import Json
from harness.gate import Case, Waiver
from harness.signature import Signer
from harness.signed_file import read_rows, refuse_unsigned, same_person

SCHEMA = "waivers"


def load_waivers(
    path: Path, known: Collection[str], *, build: str, today: date, keys: Sequence[Signer] = (), signed: bool = False
) -> tuple[list[Waiver], list[str]]:
    """The waivers of a file that speak of a build, and what is to be told of the others.

    Refused with file and row: a requirement that is unknown, an id that is repeated, one who approves their own wish,
    a day of expiry before that of issue, a waiver that is not issued yet. `signed` wants an approver's signature, by
    one of `keys`; one that is there is checked anyway.
    """
    refuse_unsigned(path, SCHEMA, keys, wanted=signed)
    waivers: list[Waiver] = []
    told: list[str] = []
    for number, row in enumerate(read_rows(path, SCHEMA), 1):
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


def waivers_told(case: Case) -> list[str]:
    """What is to be known of the waivers of a case: those that have lapsed, and those that nothing needs."""
    told = []
    for waiver in case.waivers:
        if waiver.expires < case.today:
            told.append(f"waiver {waiver.id} of {waiver.requirement} expired on {waiver.expires}")
        elif case.results[waiver.requirement].status not in {Status.VIOLATED, Status.NOT_DEMONSTRATED}:
            told.append(f"waiver {waiver.id} of {waiver.requirement} is needed no more: take it back")
    return told


def _read(row: Mapping[str, Json], place: str, known: Collection[str]) -> Waiver:
    try:
        issued, expires = (date.fromisoformat(row[name]) for name in ("issued", "expires"))
    except ValueError as exc:
        raise Refused(f"{place}: {exc}") from exc
    known_faults = (
        (row["requirement"] not in known, f"{row['requirement']} is no requirement of these records"),
        (same_person(row["requested_by"], row["approved_by"]), "who asks for it does not approve it"),
        (expires <= issued, f"it expires on {expires}, and is issued on {issued}"),
    )
    for wrong, why in known_faults:
        if wrong:
            raise Refused(f"{place}: {why}")
    return Waiver(row["id"], row["requirement"], expires, row)
