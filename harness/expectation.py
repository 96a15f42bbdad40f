"""Expected failures: which requirements a system is known not to show, why, since when, and who keeps the row.

A list is TOML (`specs/schemas/expected-failures.json`). It excuses nothing and changes no status: it sorts what fails
into what is known and what is new, and finds its own rows that are stale. While it holds a row the answer is at most
CONDITIONAL_GO (`harness/gate.py`): either the row still fails, or it must be taken out.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from enum import Enum
from pathlib import Path

from harness.assessment import Status
from harness.errors import Refused
from harness.exchange import Json
from harness.gate import Case, ExpectedFailure
from harness.signed_file import read_file

KIND = "expected-failures"


class Standing(Enum):
    """What a list and the records come to about one requirement."""

    NEW = "NEW"
    KNOWN = "KNOWN"
    STALE = "STALE"
    UNSEEN = "UNSEEN"


def load_expected(path: Path, known: Collection[str], *, sut: str, today: date) -> list[ExpectedFailure]:
    """The rows of a list.

    Refused with file and row: the list of another system, a requirement that is unknown or stands there twice, a day
    of expiry that is not after that since which it is known, a failure that is not known yet.
    """
    read = read_file(path, KIND)
    if read["sut"] != sut:
        raise Refused(f"{path.name}: it is the list of {read['sut']!r}, and these records are of {sut!r}")
    rows: list[ExpectedFailure] = []
    for number, row in enumerate(read["failure"], 1):
        place = f"{path.name}, failure {number} ({row['requirement']})"
        if row["requirement"] in {other.requirement for other in rows}:
            raise Refused(f"{place}: the requirement is repeated")
        rows.append(_read(row, place, known, today))
    return rows


def hold_against(case: Case) -> dict[str, Json] | None:
    """What the list of a case comes to: its rows, and the ids that are new, known, stale or unseen, in their order.

    `expired` are rows whose day is over; such a failure is new again. None where no list was given.
    """
    if case.expected is None:
        return None
    listed = {row.requirement: row for row in case.expected}
    found = {name: _standing(listed.get(name), result.status, case.today) for name, result in case.results.items()}
    sorted_ids = {
        standing.value.lower(): [name for name, stands in found.items() if stands is standing] for standing in Standing
    }
    return {
        "failures": [dict(row.row) for row in case.expected],
        **sorted_ids,
        "expired": [row.requirement for row in case.expected if row.expires < case.today],
    }


def expectations_told(held: Mapping[str, Json], statuses: Mapping[str, str]) -> list[str]:
    """The same for a person, what is new first; `statuses` by requirement."""
    listed = {row["requirement"]: row for row in held["failures"]}
    figures = ", ".join(f"{len(held[standing.value.lower()])} {standing.value.lower()}" for standing in Standing)
    return [
        f"expected failures: {figures}",
        *(f"  NEW: {name} is {statuses[name]}, and not in the list as that" for name in held["new"]),
        *(
            f"  STALE: {name} is {statuses[name]}, and listed as {listed[name]['status']}: take the row out "
            f"({listed[name]['kept_by']}, {listed[name]['ticket']})"
            for name in held["stale"]
        ),
        *(f"  UNSEEN: {name} is {statuses[name]}, and listed as {listed[name]['status']}" for name in held["unseen"]),
        *(f"  the row of {name} expired on {listed[name]['expires']}" for name in held["expired"]),
    ]


def _standing(row: ExpectedFailure | None, status: Status, today: date) -> Standing | None:
    """None where nothing failed and nothing was expected to. A worse status than the one that is listed is new."""
    if status in {Status.DEMONSTRATED, Status.ATTESTED}:
        return Standing.STALE if row else None
    if row is None:
        return None if status is Status.NOT_APPLICABLE else Standing.NEW
    if status is row.status:
        return Standing.KNOWN if today <= row.expires else Standing.NEW
    return Standing.NEW if status is Status.VIOLATED else Standing.UNSEEN


def _read(row: Mapping[str, Json], place: str, known: Collection[str], today: date) -> ExpectedFailure:
    try:
        since, expires = (date.fromisoformat(row[name]) for name in ("since", "expires"))
    except ValueError as exc:
        raise Refused(f"{place}: {exc}") from exc
    known_faults: Sequence[tuple[bool, str]] = (
        (row["requirement"] not in known, f"{row['requirement']} is no requirement of these records"),
        (since > today, f"it is known since {since}, which is not yet"),
        (expires <= since, f"it expires on {expires}, and is known since {since}"),
    )
    for wrong, why in known_faults:
        if wrong:
            raise Refused(f"{place}: {why}")
    return ExpectedFailure(row["requirement"], Status(row["status"]), expires, row)
