"""The faults towards the national portal: what each does instead of the honest thing."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from mocks.province.faults import distortions as wrong
from mocks.province.faults import wrong_codes, wrong_deliveries, wrong_sessions
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


CHANGES: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType(
    {
        "password-in-address": {"sessions": wrong_sessions.PasswordInAddress},
        "login-every-call": {"sessions": wrong_sessions.LoginEveryCall},
        "login-per-worker": {"sessions": wrong_sessions.LoginPerWorker},
        "keeps-expired-session": {"sessions": wrong_sessions.KeepsExpiredSession},
        "success-only-as-text": {"success": _only_as_text},
        "success-by-wording": {"success": _by_wording},
        "unknown-code-is-success": {"success": _unless_known_as_refusal},
        "hammers": {"pause": _hammering},
        "no-destination-code": {"headers": _no_destination},
        "no-agency-in-look-up": {"distort": in_call(LOOK_UP, without("madonvi"))},
        "skips-postal": {"delivery": wrong_deliveries.SkipsPostal},
        "no-look-up": {"delivery": wrong_deliveries.NoLookUp},
        "progress-first": {"delivery": wrong_deliveries.ProgressFirst},
        "progress-despite-refusal": {"delivery": wrong_deliveries.ProgressDespiteRefusal},
        "supplement-as-finished": {"distort": in_rows(PUSH, wrong.supplement_as_finished)},
        "newest-first": {"newest_first": True},
        "resend-without-look-up": {"delivery": wrong_deliveries.ResendWithoutLookUp},
        "exists-is-done": {"success": _success_or_exists},
        "gives-up": {"tries": 3},
        "adds-twice": {"delivery": wrong_deliveries.AddsTwice},
        "submitted-is-received": {"distort": in_rows(PUSH, wrong.submitted_is_received)},
        "twelve-hour-clock": {"distort": in_rows(PUSH, wrong.twelve_hour_clock)},
        "utc-times": {"distort": in_rows(PUSH, wrong.utc_reception)},
        "always-counter": {"distort": in_rows(PUSH, always(KenhThucHien="1"))},
        "summary-cut-at-bytes": {"distort": in_rows(PUSH, cut_at_bytes("TrichYeuHoSo", 1_000))},
        "note-dropped": {"distort": in_rows(PUSH, wrong.drop_long_note)},
        "officer-cut-at-bytes": {"distort": in_rows(STEP, cut_at_bytes("NguoiXuLy", 50))},
        "first-file-only": {"distort": in_rows(PUSH, wrong.first_file_only)},
        "supplement-without-list": {"distort": in_rows(PUSH, always(DanhSachHoSoBoSung=[]))},
        "no-result-papers": {"distort": in_rows(PUSH, always(DanhSachGiayToKetQua=[]))},
        "vneid-always-0": {"distort": in_rows(PUSH, always(TaiKhoanDuocXacThucVoiVNeID="0"))},
        "place-always-provincial": {"distort": in_rows(PUSH, always(NoiNopHoSo="2"))},
        "national-store-always-1": {"distort": in_rows(PUSH, wrong.always_from_national_store)},
        "no-field-name": {"distort": in_rows(PUSH, without("TenLinhVuc"))},
        "returned-without-date": {"distort": in_rows(PUSH, without("NgayTra"))},
        "steps-missing": {"delivery": wrong_deliveries.StepsMissing},
        "exists-by-wording": {"exists": _exists_by_wording},
        "database-always-7": {"distort": in_rows(PUSH, always(DSKetNoiCSDL=[{"MaCSDL": "7"}]))},
        "own-procedure-name": {"distort": in_rows(PUSH, wrong.local_name)},
        "free-form-code": {"make_code": wrong_codes.free_form},
        "suffixed-foreign-code": {"keep_code": wrong_codes.suffixed},
        "placeholder-identity": {"distort": in_rows(PUSH, wrong.invented_identity)},
        "business-as-citizen": {"distort": in_rows(PUSH, wrong.one_for_another("LoaiDoiTuong", "2", "1"))},
        "closed-code": {"distort": in_call(PUSH, always(madonvi="H22.14"))},
        "other-agency": {"distort": in_call(PUSH, always(madonvi="H56.99"))},
        "old-era-code": {"make_code": wrong_codes.old_era},
        "reception-as-new": {"distort": in_rows(PUSH, wrong.one_for_another("TrangThaiHoSo", "2", "1"))},
        "processing-as-received": {"distort": in_rows(PUSH, wrong.processing_as_received)},
        "finished-as-processing": {"distort": in_rows(PUSH, wrong.one_for_another("TrangThaiHoSo", "9", "4"))},
        "returned-as-finished": {"distort": in_rows(PUSH, wrong.one_for_another("TrangThaiHoSo", "10", "9"))},
        "finished-without-date": {"distort": in_rows(PUSH, without("NgayKetThucXuLy"))},
        "own-field-code": {"distort": in_rows(PUSH, always(MaLinhVuc="LV01"))},
        "citizen-as-organisation": {"distort": in_rows(PUSH, wrong.one_for_another("LoaiDoiTuong", "1", "4"))},
    }
)
