"""The faults in single fields towards the national portal: each is told otherwise than it was entered."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from mocks.province.faults import wrong_fields as wrong
from mocks.province.faults.catalogue import Fault
from mocks.province.faults.distortions import PUSH, STEP, in_call, in_rows

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
    }
)
