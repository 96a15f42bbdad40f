"""The named faults of the reference province, and what each must break (the tables beside this module)."""

import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Any


class Fault(StrEnum):
    """A misbehaviour of the province; one at a time."""

    PASSWORD_IN_ADDRESS = "password-in-address"  # noqa: S105 - the name of a fault
    LOGIN_EVERY_CALL = "login-every-call"
    LOGIN_PER_WORKER = "login-per-worker"
    KEEPS_EXPIRED_SESSION = "keeps-expired-session"
    SUCCESS_ONLY_AS_TEXT = "success-only-as-text"
    SUCCESS_BY_WORDING = "success-by-wording"
    UNKNOWN_CODE_IS_SUCCESS = "unknown-code-is-success"
    HAMMERS = "hammers"
    NO_DESTINATION_CODE = "no-destination-code"
    NO_AGENCY_IN_LOOK_UP = "no-agency-in-look-up"
    SKIPS_POSTAL = "skips-postal"
    NO_LOOK_UP = "no-look-up"
    PROGRESS_FIRST = "progress-first"
    PROGRESS_DESPITE_REFUSAL = "progress-despite-refusal"
    SUPPLEMENT_AS_FINISHED = "supplement-as-finished"
    NEWEST_FIRST = "newest-first"
    RESEND_WITHOUT_LOOK_UP = "resend-without-look-up"
    EXISTS_IS_DONE = "exists-is-done"
    GIVES_UP = "gives-up"
    ADDS_TWICE = "adds-twice"
    SUBMITTED_IS_RECEIVED = "submitted-is-received"
    TWELVE_HOUR_CLOCK = "twelve-hour-clock"
    UTC_TIMES = "utc-times"
    ALWAYS_COUNTER = "always-counter"
    SUMMARY_CUT_AT_BYTES = "summary-cut-at-bytes"
    NOTE_DROPPED = "note-dropped"
    OFFICER_CUT_AT_BYTES = "officer-cut-at-bytes"
    FIRST_FILE_ONLY = "first-file-only"
    SUPPLEMENT_WITHOUT_LIST = "supplement-without-list"
    NO_RESULT_PAPERS = "no-result-papers"
    VNEID_ALWAYS_0 = "vneid-always-0"
    PLACE_ALWAYS_PROVINCIAL = "place-always-provincial"
    NATIONAL_STORE_ALWAYS_1 = "national-store-always-1"
    NO_FIELD_NAME = "no-field-name"
    RETURNED_WITHOUT_DATE = "returned-without-date"
    STEPS_MISSING = "steps-missing"
    EXISTS_BY_WORDING = "exists-by-wording"
    DATABASE_ALWAYS_7 = "database-always-7"
    OWN_PROCEDURE_NAME = "own-procedure-name"
    FREE_FORM_CODE = "free-form-code"
    SUFFIXED_FOREIGN_CODE = "suffixed-foreign-code"
    PLACEHOLDER_IDENTITY = "placeholder-identity"
    BUSINESS_AS_CITIZEN = "business-as-citizen"
    CLOSED_CODE = "closed-code"
    OTHER_AGENCY = "other-agency"
    OLD_ERA_CODE = "old-era-code"


@dataclass(frozen=True, slots=True)
class FaultRow:
    """What a fault is for: `breaks` are the requirements it must violate, `obscures` those it hides, with the code."""

    fault: Fault
    area: str
    description: Mapping[str, str]
    breaks: tuple[str, ...]
    obscures: Mapping[str, str]


def read_fault(name: str) -> Fault:
    """Return the fault of that name; raises ValueError that lists close matches."""
    try:
        return Fault(name)
    except ValueError:
        close = get_close_matches(name, list(Fault), n=3, cutoff=0.4)
        hint = f"; did you mean {', '.join(close)}?" if close else ""
        raise ValueError(f"no fault is named {name!r}{hint}") from None


def load_faults() -> tuple[FaultRow, ...]:
    """Return the tables of all areas, one row for each fault; raises ValueError where a row is wrong or missing."""
    tables = sorted(Path(__file__).parent.glob("*.toml"))
    rows = [row for table in tables for row in tomllib.loads(table.read_text(encoding="utf-8"))["fault"]]
    read = tuple(_read_row(row) for row in rows)
    names = Counter(row.fault for row in read)
    if wrong := [fault.value for fault in Fault if names[fault] != 1]:
        raise ValueError(f"the tables of faults name {', '.join(wrong)} not once")
    return read


def _read_row(row: Mapping[str, Any]) -> FaultRow:
    description = {"vi": row["vi"], "en": row["en"]}
    return FaultRow(read_fault(row["name"]), row["area"], description, tuple(row["breaks"]), dict(row["obscures"]))
