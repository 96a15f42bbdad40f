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
    RECEPTION_AS_NEW = "reception-as-new"
    PROCESSING_AS_RECEIVED = "processing-as-received"
    FINISHED_AS_PROCESSING = "finished-as-processing"
    RETURNED_AS_FINISHED = "returned-as-finished"
    FINISHED_WITHOUT_DATE = "finished-without-date"
    OWN_FIELD_CODE = "own-field-code"
    CITIZEN_AS_ORGANISATION = "citizen-as-organisation"
    ASKS_THE_REFEREE = "asks-the-referee"
    HONEST_TO_THE_KNOWN = "honest-to-the-known"
    MINISTRY_SECRET_IN_ADDRESS = "ministry-secret-in-address"  # noqa: S105 - the name of a fault
    MINISTRY_TOKEN_EVERY_CALL = "ministry-token-every-call"  # noqa: S105 - the name of a fault
    FEED_FIRST_PAGE_ONLY = "feed-first-page-only"
    FEED_CURSOR_BELIEVED = "feed-cursor-believed"
    FEED_LAST_ARRIVAL_STANDS = "feed-last-arrival-stands"
    FEED_READ_SELDOM = "feed-read-seldom"
    FEED_GIVEN_UP = "feed-given-up"
    MINISTRY_AGENCY_CUT = "ministry-agency-cut"
    MINISTRY_KINDS_AS_PORTAL = "ministry-kinds-as-portal"
    MINISTRY_TIMES_AS_UTC = "ministry-times-as-utc"
    REPORT_WITHOUT_MINISTRIES = "report-without-ministries"
    REPORT_DOES_NOT_ADD_UP = "report-does-not-add-up"
    ACKNOWLEDGES_BEFORE_DISK = "acknowledges-before-disk"
    RENAMES_ONLINE_DOSSIER = "renames-online-dossier"
    TAKES_ONLINE_DOSSIER_TWICE = "takes-online-dossier-twice"
    REFUSES_SILENTLY = "refuses-silently"
    CALENDAR_DAYS = "calendar-days"
    SATURDAY_COUNTED = "saturday-counted"
    HOLIDAY_COUNTED = "holiday-counted"
    RECEPTION_DAY_COUNTED = "reception-day-counted"
    DUE_IN_UTC = "due-in-utc"
    SUPPLEMENT_DOES_NOT_PAUSE = "supplement-does-not-pause"
    DUE_LOST_ON_UPDATE = "due-lost-on-update"
    APOLOGY_KEPT = "apology-kept"
    LATE_WITHOUT_APOLOGY = "late-without-apology"
    WITHDRAWAL_AS_STOP = "withdrawal-as-stop"
    STOP_AS_FINISHED = "stop-as-finished"
    WITHDRAWN_GOES_ON = "withdrawn-goes-on"
    OBLIGATION_SKIPPED = "obligation-skipped"
    OBLIGATION_DOES_NOT_PAUSE = "obligation-does-not-pause"
    SUPPLIED_OVERWRITES = "supplied-overwrites"
    RECEIPT_OF_PAPERS_MISSING = "receipt-of-papers-missing"
    ROUTES_BY_OWN_AGENCY = "routes-by-own-agency"
    ROUTE_LINK_WITHOUT_QUERY = "route-link-without-query"
    ROUTES_KEPT_FOR_EVER = "routes-kept-for-ever"
    UNKNOWN_PROCEDURE_IS_PROVINCIAL = "unknown-procedure-is-provincial"
    CLOSED_AGENCY_IS_LED_ON = "closed-agency-is-led-on"
    ROUTES_FRESH_WHILE_AWAY = "routes-fresh-while-away"
    ELEMENTS_BY_ALPHABET = "elements-by-alphabet"
    OLD_NUMBER_AS_NEW = "old-number-as-new"
    YEAR_AS_NEW_YEAR = "year-as-new-year"
    MARKS_BY_TABLE = "marks-by-table"
    STROKE_DROPPED = "stroke-dropped"
    ONE_INTEGRATION_CODE = "one-integration-code"
    SHARED_OFFICER = "shared-officer"
    TIMESTAMP_IN_SECONDS = "timestamp-in-seconds"
    NAMES_COMPARED_AS_STORED = "names-compared-as-stored"
    TONES_COMPARED_AS_WRITTEN = "tones-compared-as-written"
    MIDDLE_NAME_IGNORED = "middle-name-ignored"
    FOUND_IS_VERIFIED = "found-is-verified"
    NOBODY_IS_A_MATCH = "nobody-is-a-match"
    SILENCE_IS_NOT_FOUND = "silence-is-not-found"
    OUTCOME_NOT_KEPT = "outcome-not-kept"
    OUTCOME_BY_THE_SYSTEM = "outcome-by-the-system"
    LOOKS_UP_AT_EVERY_ACT = "looks-up-at-every-act"
    REPEATS_UNANSWERED = "repeats-unanswered"
    ENQUIRY_GIVEN_UP = "enquiry-given-up"
    LOG_ONLY_OF_THE_DESK = "log-only-of-the-desk"
    LOGGED_AFTERWARDS = "logged-afterwards"
    LOGGED_TWICE = "logged-twice"
    NO_PURPOSE_ASKED = "no-purpose-asked"
    LOG_WITHOUT_CHAIN = "log-without-chain"
    LOG_NAMES_THE_OFFICE = "log-names-the-office"
    RECORD_KEPT = "record-kept"
    NUMBER_IN_ADDRESS = "number-in-address"
    LOG_WITHOUT_PURPOSE = "log-without-purpose"
    LOG_IN_CLEAR = "log-in-clear"
    CALL_BACK_AMOUNT_UNCHECKED = "call-back-amount-unchecked"
    CALL_BACK_HASH_UNCHECKED = "call-back-hash-unchecked"
    CALL_BACK_RESULT_UNREAD = "call-back-result-unread"
    BOOKS_AGAIN = "books-again"
    BOOKS_LATE_CALL_BACK_AGAIN = "books-late-call-back-again"
    REFUSES_DUPLICATE_CALL_BACK = "refuses-duplicate-call-back"
    ECHOES_CALL_BACK_HASH = "echoes-call-back-hash"
    PENDING_IS_PAID = "pending-is-paid"
    NEVER_ASKS_FOR_PAYMENTS = "never-asks-for-payments"
    NO_RECEIPT = "no-receipt"
    ONE_ACCOUNT_FOR_ALL = "one-account-for-all"
    NEW_PAYMENT_AFTER_SILENCE = "new-payment-after-silence"
    AMOUNT_AS_FLOAT = "amount-as-float"
    PAYMENT_TIME_IN_UTC = "payment-time-in-utc"
    RECEIPT_HASH_BY_ALPHABET = "receipt-hash-by-alphabet"
    SECRET_IN_ADDRESS = "secret-in-address"  # noqa: S105 - the name of a fault
    FEE_LOOK_UP_INVERTED = "fee-look-up-inverted"
    CASH_IS_ONLINE = "cash-is-online"
    PAYMENT_NOT_TOLD = "payment-not-told"
    RESULT_BEFORE_FEE = "result-before-fee"
    CLERICAL_AS_RECEPTION = "clerical-as-reception"
    RETURN_NEEDS_APPROVAL = "return-needs-approval"
    ROLE_BYPASS = "role-bypass"
    ACTS_ACROSS_AGENCIES = "acts-across-agencies"
    ANY_PROCEDURE = "any-procedure"
    APPROVES_OWN_PROCESSING = "approves-own-processing"
    LEAVER_STAYS = "leaver-stays"
    OLD_RIGHTS_STAY = "old-rights-stay"
    MOVES_WITHOUT_RIGHTS = "moves-without-rights"
    SHARED_ACCOUNT = "shared-account"
    PASSWORD_ENDS_UNANNOUNCED = "password-ends-unannounced"  # noqa: S105 - the name of a fault
    PASSWORD_NEVER_EXPIRES = "password-never-expires"  # noqa: S105 - the name of a fault
    OFFICER_SEES_EVERYTHING = "officer-sees-everything"
    SESSION_OUTLIVES_ACCOUNT = "session-outlives-account"
    SESSION_NEVER_IDLE = "session-never-idle"
    SESSION_NEVER_OLD = "session-never-old"
    COOKIE_READABLE = "cookie-readable"
    TOKEN_NOT_REVOKED = "token-not-revoked"  # noqa: S105 - the name of a fault
    KEYS_FOR_EACH_TOKEN = "keys-for-each-token"  # noqa: S105 - the name of a fault
    OFFICER_BY_NAME = "officer-by-name"
    OWNERS_BY_ACCOUNT_ONLY = "owners-by-account-only"
    SHOWN_BY_CODE = "shown-by-code"
    LEVEL_IGNORED = "level-ignored"
    UNTOLD_LEVEL_IS_ENOUGH = "untold-level-is-enough"
    SUBJECT_UNCHECKED = "subject-unchecked"
    IDENTITY_SHOWN = "identity-shown"
    ANYBODY_IS_AN_OFFICER = "anybody-is-an-officer"
    ID_TOKEN_IS_ENOUGH = "id-token-is-enough"  # noqa: S105 - the name of a fault
    STATE_OF_ANY_BROWSER = "state-of-any-browser"
    PKCE_LEFT_OUT = "pkce-left-out"
    STATE_UNCHECKED = "state-unchecked"
    NONCE_UNCHECKED = "nonce-unchecked"
    ISSUER_UNCHECKED = "issuer-unchecked"
    AUDIENCE_UNCHECKED = "audience-unchecked"
    SIGNATURE_UNCHECKED = "signature-unchecked"
    STALE_KEYS = "stale-keys"
    EXPIRED_TOKEN_TAKEN = "expired-token-taken"  # noqa: S105 - the name of a fault
    SESSION_FIXED = "session-fixed"
    SESSION_KEPT_AFTER_LEAVING = "session-kept-after-leaving"

    OWNER_IN_CAPITALS = "owner-in-capitals"
    RELATIVE_FILE_ADDRESS = "relative-file-address"
    NEVER_DIGITISED = "never-digitised"
    RESULT_WITHOUT_ADDRESS = "result-without-address"
    DEPARTMENT_AS_TITLE = "department-as-title"
    STEPS_IN_UTC = "steps-in-utc"
    PAPERS_ASKED_UNNAMED = "papers-asked-unnamed"
    UNIT_BY_CODE = "unit-by-code"
    FEE_WITH_SEPARATOR = "fee-with-separator"
    UNSIGNED_TOKEN_TAKEN = "unsigned-token-taken"  # noqa: S105 - the name of a fault
    LAND_ONLINE_LEFT = "land-online-left"
    LAND_DISTRICT_STILL_SENT = "land-district-still-sent"
    LAND_PARCELS_AS_STATED = "land-parcels-as-stated"
    LAND_NUMBER_ANEW = "land-number-anew"
    LAND_LAST_ARRIVAL_STANDS = "land-last-arrival-stands"
    LAND_PAPER_LEFT = "land-paper-left"
    LAND_ANY_CODE = "land-any-code"
    TAX_WITHOUT_OBLIGATION = "tax-without-obligation"
    TAX_DONE_WITH_LAND = "tax-done-with-land"
    TAX_SINGLE_PRECISION = "tax-single-precision"
    TAX_TOLD_TWICE_DOUBLES = "tax-told-twice-doubles"
    TAX_OLDEST_PAID = "tax-oldest-paid"
    TAX_UNKNOWN_TAKEN = "tax-unknown-taken"

    ACCOUNT_BY_CONTROL_FIGURES = "account-by-control-figures"
    REFUSED_ROWS_DROPPED = "refused-rows-dropped"
    INHERITED_TEXT_CUT_AT_BYTES = "inherited-text-cut-at-bytes"
    STROKE_LOST = "stroke-lost"
    NULL_AS_TEXT = "null-as-text"
    PROVINCES_OVERWRITE_EACH_OTHER = "provinces-overwrite-each-other"
    DECOMPOSED_IS_ANOTHER = "decomposed-is-another"
    DISTRICT_KEPT = "district-kept"
    OLD_CARD_PADDED = "old-card-padded"
    SECOND_IMPORT_DOUBLES = "second-import-doubles"
    OPEN_CLOSED_BY_IMPORT = "open-closed-by-import"
    DAY_AND_MONTH_SWAPPED = "day-and-month-swapped"
    FORMER_CODE_LOST = "former-code-lost"

    DOCUMENT_FROM_CLOSED_CODE = "document-from-closed-code"
    DOCUMENT_REFUSAL_UNREAD = "document-refusal-unread"
    DOCUMENT_NUMBERED_ANEW = "document-numbered-anew"
    DOCUMENT_FILE_CUT = "document-file-cut"
    DOCUMENT_FILE_NAME_BROKEN = "document-file-name-broken"
    DOCUMENT_DAY_FIRST = "document-day-first"
    DOCUMENT_ACKNOWLEDGED_UNREAD = "document-acknowledged-unread"
    DOCUMENT_ENTERED_TWICE = "document-entered-twice"
    DOCUMENT_ARRIVAL_NOT_TOLD = "document-arrival-not-told"
    DOCUMENT_STATUSES_NOT_FETCHED = "document-statuses-not-fetched"
    DOCUMENT_REVOCATION_IGNORED = "document-revocation-ignored"
    DOCUMENT_CHANGED_AFTER_SIGNING = "document-changed-after-signing"
    DOCUMENT_SIGNATURE_UNCHECKED = "document-signature-unchecked"

    COMMUNES_LEFT_OUT = "communes-left-out"
    CATALOGUE_ONLY_AT_START = "catalogue-only-at-start"
    FIRST_DEADLINE_STAYS = "first-deadline-stays"
    OPEN_DOSSIERS_MOVED = "open-dossiers-moved"
    ABOLISHED_TAKEN_IN = "abolished-taken-in"
    MINISTRYS_TAKEN_IN = "ministrys-taken-in"
    STEP_SKIPPED = "step-skipped"
    STEP_BY_ANYBODY = "step-by-anybody"
    WORKFLOW_ALWAYS_READY = "workflow-always-ready"
    OFFICER_NUMBER_TYPED = "officer-number-typed"

    ORDER_TOKEN_EVERY_CALL = "order-token-every-call"  # noqa: S105 - the name of a fault
    ORDER_LOST_WITH_TOKEN = "order-lost-with-token"  # noqa: S105 - the name of a fault
    ORDERS_NEVER_ASKED_ABOUT = "orders-never-asked-about"
    ORDER_SENT_AGAIN = "order-sent-again"
    EXISTING_ORDER_IS_REFUSED = "existing-order-is-refused"
    ORDER_STATE_OVERWRITTEN = "order-state-overwritten"
    ORDER_STATE_COUNTED_TWICE = "order-state-counted-twice"
    WITHDRAWAL_BELIEVED = "withdrawal-believed"
    REFUSED_ORDER_IS_DONE = "refused-order-is-done"
    ORDER_IDENTITY_AS_NUMBER = "order-identity-as-number"
    CLOSED_COMMUNE_ORDERED = "closed-commune-ordered"
    ORDER_END_NOT_TOLD = "order-end-not-told"
    UNKNOWN_ORDER_ACKNOWLEDGED = "unknown-order-acknowledged"

    PHONE_WITH_COUNTRY_CODE = "phone-with-country-code"
    EMAIL_OF_THE_DESK = "email-of-the-desk"
    OWNER_NUMBER_AS_FIGURE = "owner-number-as-figure"
    ACCOUNT_BY_NUMBER = "account-by-number"
    COMPONENT_LEFT_OUT = "component-left-out"
    FILE_NAME_WITHOUT_MARKS = "file-name-without-marks"
    FILES_TOLD_AS_DELETED = "files-told-as-deleted"
    DEPARTMENT_ALWAYS_ONE_STOP = "department-always-one-stop"
    CONTENT_AS_STATUS = "content-as-status"
    EVENING_COUNTED = "evening-counted"
    FEE_TOLD_ONCE_PAID = "fee-told-once-paid"
    MINISTRY_PROCEDURE_AS_OURS = "ministry-procedure-as-ours"
    MINISTRY_NEW_AS_ACCEPTED = "ministry-new-as-accepted"


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
