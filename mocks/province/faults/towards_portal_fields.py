"""The faults in single fields towards the national portal: each is told otherwise than it was entered."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from mocks.province.faults import wrong_fields as wrong
from mocks.province.faults.catalogue import Fault
from mocks.province.faults.distortions import PUSH, STEP, always, in_call, in_rows

DESK_MAIL: Final = "motcua@example.com"
ONE_STOP: Final = "Bộ phận Một cửa"

CHANGES: Final[Mapping[Fault, Mapping[str, Any]]] = MappingProxyType(
    {
        Fault.OWNER_IN_CAPITALS: {"distort": in_rows(PUSH, wrong.owner_in_capitals)},
        Fault.RELATIVE_FILE_ADDRESS: {"distort": in_rows(PUSH, wrong.relative_file_address)},
        Fault.NEVER_DIGITISED: {"distort": in_rows(PUSH, wrong.never_digitised)},
        Fault.RESULT_WITHOUT_ADDRESS: {"distort": in_rows(PUSH, wrong.result_without_address)},
        Fault.DEPARTMENT_AS_TITLE: {"distort": in_rows(STEP, wrong.department_as_title)},
        Fault.STEPS_IN_UTC: {"distort": in_rows(STEP, wrong.step_in_utc)},
        Fault.PAPERS_ASKED_UNNAMED: {"distort": in_rows(PUSH, wrong.papers_asked_unnamed)},
        Fault.UNIT_BY_CODE: {"distort": in_call(PUSH, wrong.unit_by_code)},
        Fault.FEE_WITH_SEPARATOR: {"distort": in_rows(PUSH, wrong.fee_with_separator)},
        Fault.PHONE_WITH_COUNTRY_CODE: {"distort": in_rows(PUSH, wrong.phone_with_country_code)},
        Fault.EMAIL_OF_THE_DESK: {"distort": in_rows(PUSH, always(Email=DESK_MAIL))},
        Fault.OWNER_NUMBER_AS_FIGURE: {"distort": in_rows(PUSH, wrong.owner_number_as_figure)},
        Fault.ACCOUNT_BY_NUMBER: {"distort": in_rows(PUSH, wrong.account_by_number)},
        Fault.COMPONENT_LEFT_OUT: {"distort": in_rows(PUSH, wrong.component_left_out)},
        Fault.FILE_NAME_WITHOUT_MARKS: {"distort": in_rows(PUSH, wrong.file_name_without_marks)},
        Fault.FILES_TOLD_AS_DELETED: {"distort": in_rows(PUSH, wrong.files_told_as_deleted)},
        Fault.DEPARTMENT_ALWAYS_ONE_STOP: {"distort": in_rows(STEP, always(PhongBanXuLy=ONE_STOP))},
        Fault.CONTENT_AS_STATUS: {"distort": in_rows(STEP, wrong.content_as_status)},
    }
)
