"""The faults in single fields towards the national portal: each is told otherwise than it was entered."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from mocks.province.faults import wrong_fields as wrong
from mocks.province.faults.distortions import PUSH, STEP, always, in_call, in_rows

DESK_MAIL: Final = "motcua@example.com"
ONE_STOP: Final = "Bộ phận Một cửa"

CHANGES: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType(
    {
        "owner-in-capitals": {"distort": in_rows(PUSH, wrong.owner_in_capitals)},
        "relative-file-address": {"distort": in_rows(PUSH, wrong.relative_file_address)},
        "never-digitised": {"distort": in_rows(PUSH, wrong.never_digitised)},
        "result-without-address": {"distort": in_rows(PUSH, wrong.result_without_address)},
        "department-as-title": {"distort": in_rows(STEP, wrong.department_as_title)},
        "steps-in-utc": {"distort": in_rows(STEP, wrong.step_in_utc)},
        "papers-asked-unnamed": {"distort": in_rows(PUSH, wrong.papers_asked_unnamed)},
        "unit-by-code": {"distort": in_call(PUSH, wrong.unit_by_code)},
        "fee-with-separator": {"distort": in_rows(PUSH, wrong.fee_with_separator)},
        "phone-with-country-code": {"distort": in_rows(PUSH, wrong.phone_with_country_code)},
        "email-of-the-desk": {"distort": in_rows(PUSH, always(Email=DESK_MAIL))},
        "owner-number-as-figure": {"distort": in_rows(PUSH, wrong.owner_number_as_figure)},
        "account-by-number": {"distort": in_rows(PUSH, wrong.account_by_number)},
        "component-left-out": {"distort": in_rows(PUSH, wrong.component_left_out)},
        "file-name-without-marks": {"distort": in_rows(PUSH, wrong.file_name_without_marks)},
        "files-told-as-deleted": {"distort": in_rows(PUSH, wrong.files_told_as_deleted)},
        "department-always-one-stop": {"distort": in_rows(STEP, always(PhongBanXuLy=ONE_STOP))},
        "content-as-status": {"distort": in_rows(STEP, wrong.content_as_status)},
    }
)
