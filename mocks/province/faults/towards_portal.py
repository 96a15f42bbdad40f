"""The faults towards the national portal: what each does instead of the honest thing."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from mocks.province.faults import distortions as wrong
from mocks.province.faults import wrong_codes, wrong_deliveries, wrong_sessions
from mocks.province.faults.catalogue import Fault
from mocks.province.faults.distortions import LOOK_UP, PUSH, STEP, always, cut_at_bytes, in_call, in_rows, without
from mocks.province.outbox.backoff import Pause
from mocks.province.portal.answer import EXISTS_WORDS, Answer, is_exists, is_expired, is_success
from mocks.province.portal.client import make_headers

HAMMER_S: Final = 0.01


def _only_as_text(answer: Answer) -> bool:
    return answer.error_code == "0"


def _by_wording(answer: Answer) -> bool:
    return is_success(answer) and "thành công" in answer.message.casefold()


def _unless_known_as_refusal(answer: Answer) -> bool:
    return not is_exists(answer) and not is_expired(answer)


def _success_or_exists(answer: Answer) -> bool:
    return is_success(answer) or is_exists(answer)


def _exists_by_wording(answer: Answer) -> bool:
    return EXISTS_WORDS in answer.message.casefold()


def _hammering(_first_s: float, _max_s: float) -> Pause:
    return lambda _failures: HAMMER_S


def _no_destination(destination: str) -> dict[str, str]:
    return {name: value for name, value in make_headers(destination).items() if name != "dstcode"}


CHANGES: Final[Mapping[Fault, Mapping[str, Any]]] = MappingProxyType(
    {
        Fault.PASSWORD_IN_ADDRESS: {"sessions": wrong_sessions.PasswordInAddress},
        Fault.LOGIN_EVERY_CALL: {"sessions": wrong_sessions.LoginEveryCall},
        Fault.LOGIN_PER_WORKER: {"sessions": wrong_sessions.LoginPerWorker},
        Fault.KEEPS_EXPIRED_SESSION: {"sessions": wrong_sessions.KeepsExpiredSession},
        Fault.SUCCESS_ONLY_AS_TEXT: {"success": _only_as_text},
        Fault.SUCCESS_BY_WORDING: {"success": _by_wording},
        Fault.UNKNOWN_CODE_IS_SUCCESS: {"success": _unless_known_as_refusal},
        Fault.HAMMERS: {"pause": _hammering},
        Fault.NO_DESTINATION_CODE: {"headers": _no_destination},
        Fault.NO_AGENCY_IN_LOOK_UP: {"distort": in_call(LOOK_UP, without("madonvi"))},
        Fault.SKIPS_POSTAL: {"delivery": wrong_deliveries.SkipsPostal},
        Fault.NO_LOOK_UP: {"delivery": wrong_deliveries.NoLookUp},
        Fault.PROGRESS_FIRST: {"delivery": wrong_deliveries.ProgressFirst},
        Fault.PROGRESS_DESPITE_REFUSAL: {"delivery": wrong_deliveries.ProgressDespiteRefusal},
        Fault.SUPPLEMENT_AS_FINISHED: {"distort": in_rows(PUSH, wrong.supplement_as_finished)},
        Fault.NEWEST_FIRST: {"newest_first": True},
        Fault.RESEND_WITHOUT_LOOK_UP: {"delivery": wrong_deliveries.ResendWithoutLookUp},
        Fault.EXISTS_IS_DONE: {"success": _success_or_exists},
        Fault.GIVES_UP: {"tries": 3},
        Fault.ADDS_TWICE: {"delivery": wrong_deliveries.AddsTwice},
        Fault.SUBMITTED_IS_RECEIVED: {"distort": in_rows(PUSH, wrong.submitted_is_received)},
        Fault.TWELVE_HOUR_CLOCK: {"distort": in_rows(PUSH, wrong.twelve_hour_clock)},
        Fault.UTC_TIMES: {"distort": in_rows(PUSH, wrong.utc_reception)},
        Fault.ALWAYS_COUNTER: {"distort": in_rows(PUSH, always(KenhThucHien="1"))},
        Fault.SUMMARY_CUT_AT_BYTES: {"distort": in_rows(PUSH, cut_at_bytes("TrichYeuHoSo", 1_000))},
        Fault.NOTE_DROPPED: {"distort": in_rows(PUSH, wrong.drop_long_note)},
        Fault.OFFICER_CUT_AT_BYTES: {"distort": in_rows(STEP, cut_at_bytes("NguoiXuLy", 50))},
        Fault.FIRST_FILE_ONLY: {"distort": in_rows(PUSH, wrong.first_file_only)},
        Fault.SUPPLEMENT_WITHOUT_LIST: {"distort": in_rows(PUSH, always(DanhSachHoSoBoSung=[]))},
        Fault.NO_RESULT_PAPERS: {"distort": in_rows(PUSH, always(DanhSachGiayToKetQua=[]))},
        Fault.VNEID_ALWAYS_0: {"distort": in_rows(PUSH, always(TaiKhoanDuocXacThucVoiVNeID="0"))},
        Fault.PLACE_ALWAYS_PROVINCIAL: {"distort": in_rows(PUSH, always(NoiNopHoSo="2"))},
        Fault.NATIONAL_STORE_ALWAYS_1: {"distort": in_rows(PUSH, wrong.always_from_national_store)},
        Fault.NO_FIELD_NAME: {"distort": in_rows(PUSH, without("TenLinhVuc"))},
        Fault.RETURNED_WITHOUT_DATE: {"distort": in_rows(PUSH, without("NgayTra"))},
        Fault.STEPS_MISSING: {"delivery": wrong_deliveries.StepsMissing},
        Fault.EXISTS_BY_WORDING: {"exists": _exists_by_wording},
        Fault.DATABASE_ALWAYS_7: {"distort": in_rows(PUSH, always(DSKetNoiCSDL=[{"MaCSDL": "7"}]))},
        Fault.OWN_PROCEDURE_NAME: {"distort": in_rows(PUSH, wrong.local_name)},
        Fault.FREE_FORM_CODE: {"make_code": wrong_codes.free_form},
        Fault.SUFFIXED_FOREIGN_CODE: {"keep_code": wrong_codes.suffixed},
        Fault.PLACEHOLDER_IDENTITY: {"distort": in_rows(PUSH, wrong.invented_identity)},
        Fault.BUSINESS_AS_CITIZEN: {"distort": in_rows(PUSH, wrong.one_for_another("LoaiDoiTuong", "2", "1"))},
        Fault.CLOSED_CODE: {"distort": in_call(PUSH, always(madonvi="H22.14"))},
        Fault.OTHER_AGENCY: {"distort": in_call(PUSH, always(madonvi="H56.99"))},
        Fault.OLD_ERA_CODE: {"make_code": wrong_codes.old_era},
        Fault.RECEPTION_AS_NEW: {"distort": in_rows(PUSH, wrong.one_for_another("TrangThaiHoSo", "2", "1"))},
        Fault.PROCESSING_AS_RECEIVED: {"distort": in_rows(PUSH, wrong.processing_as_received)},
        Fault.FINISHED_AS_PROCESSING: {"distort": in_rows(PUSH, wrong.one_for_another("TrangThaiHoSo", "9", "4"))},
        Fault.RETURNED_AS_FINISHED: {"distort": in_rows(PUSH, wrong.one_for_another("TrangThaiHoSo", "10", "9"))},
        Fault.FINISHED_WITHOUT_DATE: {"distort": in_rows(PUSH, without("NgayKetThucXuLy"))},
        Fault.OWN_FIELD_CODE: {"distort": in_rows(PUSH, always(MaLinhVuc="LV01"))},
        Fault.CITIZEN_AS_ORGANISATION: {"distort": in_rows(PUSH, wrong.one_for_another("LoaiDoiTuong", "1", "4"))},
    }
)
