"""The faults in the life of a dossier: what each does instead of the honest thing."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from mocks.province.faults import wrong_intakes, wrong_lives, wrong_reports
from mocks.province.faults.catalogue import Fault
from mocks.province.faults.distortions import PUSH, in_rows, one_for_another

STATUS: Final = "TrangThaiHoSo"

CHANGES: Final[Mapping[Fault, Mapping[str, Any]]] = MappingProxyType(
    {
        Fault.ACKNOWLEDGES_BEFORE_DISK: {"intake": wrong_intakes.AcknowledgesFirst},
        Fault.RENAMES_ONLINE_DOSSIER: {"intake": wrong_intakes.Renames},
        Fault.TAKES_ONLINE_DOSSIER_TWICE: {"intake": wrong_intakes.TakesTwice},
        Fault.REFUSES_SILENTLY: {"delivery": wrong_reports.RefusesSilently},
        Fault.CALENDAR_DAYS: {"life": wrong_lives.CALENDAR_DAYS},
        Fault.SATURDAY_COUNTED: {"life": wrong_lives.SATURDAY_COUNTED},
        Fault.HOLIDAY_COUNTED: {"life": wrong_lives.HOLIDAY_COUNTED},
        Fault.RECEPTION_DAY_COUNTED: {"life": wrong_lives.RECEPTION_DAY_COUNTED},
        Fault.EVENING_COUNTED: {"life": wrong_lives.EVENING_COUNTED},
        Fault.DUE_IN_UTC: {"distort": wrong_reports.due_in_utc},
        Fault.SUPPLEMENT_DOES_NOT_PAUSE: {"life": wrong_lives.SUPPLEMENT_DOES_NOT_PAUSE},
        Fault.DUE_LOST_ON_UPDATE: {"distort": in_rows(PUSH, wrong_reports.due_lost)},
        Fault.APOLOGY_KEPT: {"delivery": wrong_reports.KeepsApology},
        Fault.LATE_WITHOUT_APOLOGY: {"life": wrong_lives.LATE_WITHOUT_APOLOGY},
        Fault.WITHDRAWAL_AS_STOP: {"distort": in_rows(PUSH, one_for_another(STATUS, "7", "8"))},
        Fault.STOP_AS_FINISHED: {"distort": in_rows(PUSH, one_for_another(STATUS, "8", "9"))},
        Fault.WITHDRAWN_GOES_ON: {"life": wrong_lives.WITHDRAWN_GOES_ON},
        Fault.OBLIGATION_SKIPPED: {"distort": in_rows(PUSH, one_for_another(STATUS, "6", "4"))},
        Fault.OBLIGATION_DOES_NOT_PAUSE: {"life": wrong_lives.OBLIGATION_DOES_NOT_PAUSE},
        Fault.SUPPLIED_OVERWRITES: {"delivery": wrong_reports.SuppliedOverwrites},
        Fault.RECEIPT_OF_PAPERS_MISSING: {"distort": in_rows(PUSH, wrong_reports.without_receipt)},
    }
)
