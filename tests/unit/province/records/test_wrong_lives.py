"""The faults in the life of a dossier: each differs from the honest rules in one thing."""

from datetime import datetime
from typing import Any

import pytest

from mocks.province.faults.misconduct import conduct_of
from mocks.province.portal.message import make_dossier, make_step
from mocks.province.records.clock import VIETNAM
from mocks.province.records.dossier import NotAllowed
from mocks.province.records.life import HONEST
from tests.unit.province.samples import NATIONAL, make_accept, make_dossier_with

PUSH = "DongBoHoSoMC"
THURSDAY, BEFORE_TET, MONDAY, LATE_MONDAY, EVENING = (
    "2026-03-05T10:00",
    "2026-02-12T10:00",
    "2026-03-02T10:00",
    "2026-03-02T16:59",
    "2026-03-02T18:30",
)
HONEST_DUE = {
    THURSDAY: "2026-03-10T10:00",
    BEFORE_TET: "2026-02-24T10:00",
    MONDAY: "2026-03-05T10:00",
    LATE_MONDAY: "2026-03-05T16:59",
    EVENING: "2026-03-05T17:00",
}


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("fault", "wrong"),
    [
        ("calendar-days", {THURSDAY: "2026-03-08T10:00", BEFORE_TET: "2026-02-15T10:00"}),
        ("saturday-counted", {THURSDAY: "2026-03-09T10:00"}),
        ("holiday-counted", {BEFORE_TET: "2026-02-17T10:00"}),
        (
            "reception-day-counted",
            {
                THURSDAY: "2026-03-09T17:00",
                BEFORE_TET: "2026-02-23T17:00",
                MONDAY: "2026-03-04T17:00",
                LATE_MONDAY: "2026-03-04T17:00",
            },
        ),
        ("evening-counted", {EVENING: "2026-03-04T17:00"}),
    ],
)
def test_a_due_date_counted_wrongly(fault: str, wrong: dict[str, str]) -> None:
    body: Any = make_accept(procedure="1.000894")
    life = conduct_of(fault).life
    for received, due in HONEST_DUE.items():
        assert HONEST.promise(body, moment(received)) == moment(due)
        assert life.promise(body, moment(received)) == moment(wrong.get(received, due)), received


@pytest.mark.parametrize(
    ("fault", "act"), [("supplement-does-not-pause", "supplement"), ("obligation-does-not-pause", "oblige")]
)
def test_time_that_goes_on_goes_on_in_that_state_alone(fault: str, act: str) -> None:
    life = conduct_of(fault).life
    (other,) = {"supplement", "oblige"} - {act}
    for name, moves in ((act, False), (other, True)):
        asked = make_dossier_with(name, life=life)
        after = life.follow(asked, "process", asked.last.body, at=moment("2026-11-23T15:00"))
        assert (after.due != asked.due) is moves


def test_a_late_dossier_may_be_finished_without_a_word() -> None:
    late = make_dossier_with("process")
    at = moment("2026-12-30T10:00")
    assert conduct_of("late-without-apology").life.follow(late, "finish", late.last.body, at=at).number == 3


def test_what_was_withdrawn_may_go_on_and_what_was_stopped_may_not() -> None:
    life = conduct_of("withdrawn-goes-on").life
    withdrawn, stopped = make_dossier_with("withdraw"), make_dossier_with("stop")
    assert life.follow(withdrawn, "process", withdrawn.last.body, at=withdrawn.last.at).number == 3
    with pytest.raises(NotAllowed):
        life.follow(stopped, "process", stopped.last.body, at=stopped.last.at)


@pytest.mark.parametrize(
    ("fault", "acts", "told"),
    [
        ("due-in-utc", (), {"NgayHenTra": "20261123100000"}),
        ("withdrawal-as-stop", ("withdraw",), {"TrangThaiHoSo": "8"}),
        ("withdrawal-as-stop", ("stop",), {}),
        ("stop-as-finished", ("stop",), {"TrangThaiHoSo": "9"}),
        ("stop-as-finished", ("withdraw",), {}),
        ("obligation-skipped", ("oblige",), {"TrangThaiHoSo": "4"}),
        ("obligation-skipped", ("supplement",), {}),
        ("due-lost-on-update", ("apologise", "supplement", "supplied", "apologise"), {}),
        ("due-lost-on-update", ("apologise", "finish"), {}),
        ("due-lost-on-update", ("supplement", "supplied", "apologise", "finish"), {"NgayHenTra": "20261123170000"}),
        ("receipt-of-papers-missing", ("supplement", "supplied"), {"DanhSachHoSoBoSung": ...}),
        ("receipt-of-papers-missing", ("supplement",), {}),
    ],
)
def test_a_report_that_says_something_else(fault: str, acts: tuple[str, ...], told: dict[str, Any]) -> None:
    row = make_dossier(make_dossier_with(*acts), NATIONAL, agency_name="Trung tâm")
    sent = conduct_of(fault).distort(PUSH, {"data": [row]})["data"][0]
    differing = {name: sent.get(name) for name in row.keys() | sent.keys() if row.get(name) != sent.get(name)}
    assert differing.keys() == told.keys()
    assert all(value is ... or differing[name] == value for name, value in told.items())
    for supplement in sent["DanhSachHoSoBoSung"] if fault == "receipt-of-papers-missing" else ():
        assert "NgayTiepNhanBoSung" not in supplement


def test_a_due_date_in_utc_is_so_in_the_step_too_and_no_other_call_is_touched() -> None:
    distort, dossier = conduct_of("due-in-utc").distort, make_dossier_with()
    step = make_step(dossier)
    sent = distort("CapNhatTienDoHoSoMC", {"data": [step]})["data"][0]
    assert sent == step | {"NgayKetThucTheoQuyDinh": "20261123100000"}
    assert distort("TraCuuHoSo", {"mahoso": "x"}) == {"mahoso": "x"}
