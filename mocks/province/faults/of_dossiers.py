"""The faults in the life of a dossier: what each does instead of the honest thing."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from mocks.province.faults import wrong_intakes, wrong_lives, wrong_reports
from mocks.province.faults.distortions import PUSH, in_rows, one_for_another

STATUS: Final = "TrangThaiHoSo"

CHANGES: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType(
    {
        "acknowledges-before-disk": {"intake": wrong_intakes.AcknowledgesFirst},
        "renames-online-dossier": {"intake": wrong_intakes.Renames},
        "takes-online-dossier-twice": {"intake": wrong_intakes.TakesTwice},
        "refuses-silently": {"delivery": wrong_reports.RefusesSilently},
        "calendar-days": {"life": wrong_lives.CALENDAR_DAYS},
        "saturday-counted": {"life": wrong_lives.SATURDAY_COUNTED},
        "holiday-counted": {"life": wrong_lives.HOLIDAY_COUNTED},
        "reception-day-counted": {"life": wrong_lives.RECEPTION_DAY_COUNTED},
        "evening-counted": {"life": wrong_lives.EVENING_COUNTED},
        "due-in-utc": {"distort": wrong_reports.due_in_utc},
        "supplement-does-not-pause": {"life": wrong_lives.SUPPLEMENT_DOES_NOT_PAUSE},
        "due-lost-on-update": {"distort": in_rows(PUSH, wrong_reports.due_lost)},
        "apology-kept": {"delivery": wrong_reports.KeepsApology},
        "late-without-apology": {"life": wrong_lives.LATE_WITHOUT_APOLOGY},
        "withdrawal-as-stop": {"distort": in_rows(PUSH, one_for_another(STATUS, "7", "8"))},
        "stop-as-finished": {"distort": in_rows(PUSH, one_for_another(STATUS, "8", "9"))},
        "withdrawn-goes-on": {"life": wrong_lives.WITHDRAWN_GOES_ON},
        "obligation-skipped": {"distort": in_rows(PUSH, one_for_another(STATUS, "6", "4"))},
        "obligation-does-not-pause": {"life": wrong_lives.OBLIGATION_DOES_NOT_PAUSE},
        "supplied-overwrites": {"delivery": wrong_reports.SuppliedOverwrites},
        "receipt-of-papers-missing": {"distort": in_rows(PUSH, wrong_reports.without_receipt)},
    }
)
