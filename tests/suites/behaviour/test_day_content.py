"""What the portal is told of a day's dossiers: is it what the office entered, whole and unchanged?"""

import pytest

from harness.checks.fields import field_is, same_value, values_are
from harness.checks.pattern import some
from harness.checks.schema import request_is_valid
from harness.checks.sequence import all_seen, arrives
from harness.checks.timing import local_time_is_near, wire_time
from harness.judge import Judge
from specs.profile import load_profile
from tests.suites import office, portal
from tests.suites.office import CLOCKS_AGREE_WITHIN_S
from tests.suites.scene import Scene

ENVELOPE = ["session", "madonvi"]
"""Judged by CONN-010 and IDN-006."""


@pytest.mark.verifies("SYNC-010")
def test_the_submission_time_is_that_of_the_citizen(day: Scene, judge: Judge) -> None:
    """NgayNopHoSo is when the citizen submitted, in local 24-hour time, not when the clerk accepted."""
    submitted = wire_time(office.submitted_yesterday(day.accepting("online").started))

    judge("SYNC-010", field_is(day.pushed("online"), day.row("online", "NgayNopHoSo"), submitted))


@pytest.mark.verifies("SYNC-011")
def test_the_reception_time_is_local(day: Scene, judge: Judge) -> None:
    """NgayTiepNhan is the instant of acceptance in Vietnam's time."""
    pair = [day.accepting("counter"), day.pushed("counter")]

    judge("SYNC-011", local_time_is_near(pair, day.row("counter", "NgayTiepNhan"), within_s=CLOCKS_AGREE_WITHIN_S))


@pytest.mark.verifies("SYNC-012")
def test_the_channel_is_the_one_used(day: Scene, judge: Judge) -> None:
    """KenhThucHien tells how the dossier came: 1 at the counter, 2 online, 3 by post."""
    for part, code in (("counter", "1"), ("online", "2"), ("postal", "3")):
        if part in day.dossiers:
            judge("SYNC-012", field_is(day.pushed(part), day.row(part, "KenhThucHien"), code))


@pytest.mark.verifies("SYNC-013")
@pytest.mark.parametrize(("told", "sent"), [("/summary", "TrichYeuHoSo"), ("/note", "GhiChu")])
def test_texts_of_a_dossier_arrive_whole(day: Scene, judge: Judge, told: str, sent: str) -> None:
    """A Vietnamese text of full length arrives whole: the limit counts characters, not bytes."""
    judge("SYNC-013", same_value([day.accepting("long"), day.pushed("long")], [told, day.row("long", sent)]))


@pytest.mark.verifies("SYNC-014")
def test_names_in_progress_arrive_whole(day: Scene, judge: Judge) -> None:
    """The officer's name of 50 Vietnamese characters arrives whole in the step."""
    steps = portal.step(day.dossiers["long"])
    evidence = [day.accepting("long"), *day.about("long")]

    judge("SYNC-014", arrives(evidence, "/officer/name", steps, day.row("long", "NguoiXuLy"), fence=day.fence))


@pytest.mark.verifies("SYNC-015")
def test_all_files_of_a_component_arrive(day: Scene, judge: Judge) -> None:
    """Each of the three files of one component is named to the portal."""
    files = [file["id"] for paper in day.told["counter"]["papers"] for file in paper["files"]]

    judge("SYNC-015", values_are(day.pushed("counter"), day.row("counter", "TaiLieuNop/*/TepDinhKemId"), files))


@pytest.mark.verifies("SYNC-016")
def test_a_request_for_more_papers_says_what_is_asked(day: Scene, judge: Judge) -> None:
    """The portal is told what the officer asks for, so that the citizen can read it there."""
    asking = day.acts["counter"][2].exchange
    pushes = portal.push(day.dossiers["counter"])
    evidence = [asking, *day.about("counter")]

    judge(
        "SYNC-016",
        arrives(evidence, "/content", pushes, day.row("counter", "DanhSachHoSoBoSung/*/NoiDungBoSung"), day.fence),
    )


@pytest.mark.verifies("SYNC-017")
def test_a_finished_dossier_carries_its_results(day: Scene, judge: Judge) -> None:
    """The result papers of a finished dossier are named to the portal."""
    results = list(day.acts["counter"][4].exchange.body["results"])
    pushes = portal.push(day.dossiers["counter"])
    pointer = day.row("counter", "DanhSachGiayToKetQua/*/GiayToId")

    judge("SYNC-017", all_seen(day.about("counter"), pushes, pointer, [row["id"] for row in results], day.fence))


@pytest.mark.verifies("SYNC-018")
def test_verification_by_vneid_is_told_as_it_is(day: Scene, judge: Judge) -> None:
    """TaiKhoanDuocXacThucVoiVNeID is 1 for an account that VNeID verified, and 0 for one that it did not."""
    judge("SYNC-018", field_is(day.pushed("online"), day.row("online", "TaiKhoanDuocXacThucVoiVNeID"), "1"))
    judge("SYNC-018", field_is(day.pushed("provincial"), day.row("provincial", "TaiKhoanDuocXacThucVoiVNeID"), "0"))


@pytest.mark.verifies("SYNC-019")
def test_the_place_of_submission_is_told_as_it_is(day: Scene, judge: Judge) -> None:
    """NoiNopHoSo tells the national portal (1) from the provincial one (2)."""
    judge("SYNC-019", field_is(day.pushed("online"), day.row("online", "NoiNopHoSo"), "1"))
    judge("SYNC-019", field_is(day.pushed("provincial"), day.row("provincial", "NoiNopHoSo"), "2"))


@pytest.mark.verifies("SYNC-020")
def test_the_source_of_a_paper_is_told_as_it_is(day: Scene, judge: Judge) -> None:
    """DuocLayTuKhoDMQG is 1 for a paper from the national store, and 0 for one that the citizen handed in."""
    judge("SYNC-020", field_is(day.pushed("from store"), day.row("from store", "TaiLieuNop/*/DuocLayTuKhoDMQG"), "1"))
    judge("SYNC-020", field_is(day.pushed("business"), day.row("business", "TaiLieuNop/*/DuocLayTuKhoDMQG"), "0"))


@pytest.mark.verifies("SYNC-021")
def test_pushed_dossiers_are_valid(day: Scene, judge: Judge) -> None:
    """Every pushed dossier has all mandatory fields and is valid by the profile's schema."""
    judge("SYNC-021", request_is_valid(some(day.exchanges, {"operation": portal.PUSH}), ignore=ENVELOPE))


@pytest.mark.verifies("SYNC-022")
@pytest.mark.parametrize(
    ("status", "field", "number"), [(portal.FINISHED, "NgayKetThucXuLy", 4), (portal.RETURNED, "NgayTra", 5)]
)
def test_finishing_and_returning_are_dated(day: Scene, judge: Judge, status: str, field: str, number: int) -> None:
    """A finished dossier carries NgayKetThucXuLy, a returned one NgayTra, each with the instant of the act."""
    pair = [day.acts["counter"][number].exchange, day.pushed_last("counter", status=status)]

    judge("SYNC-022", local_time_is_near(pair, day.row("counter", field), within_s=CLOCKS_AGREE_WITHIN_S))


@pytest.mark.verifies("SYNC-025")
def test_the_databases_told_are_those_consulted(day: Scene, judge: Judge) -> None:
    """DSKetNoiCSDL names the databases that were consulted, and none where none was."""
    judge("SYNC-025", values_are(day.pushed("counter"), day.row("counter", "DSKetNoiCSDL/*/MaCSDL"), []))
    if "online" in day.dossiers:
        judge("SYNC-025", values_are(day.pushed("online"), day.row("online", "DSKetNoiCSDL/*/MaCSDL"), ["7"]))


@pytest.mark.verifies("SYNC-026")
@pytest.mark.parametrize("field", ["TenTTHC", "MaLinhVuc", "TenLinhVuc"])
def test_names_are_those_of_the_national_catalogue(day: Scene, judge: Judge, field: str) -> None:
    """A dossier bears the names that the national catalogue gives its procedure and field."""
    rows = load_profile(portal.SYSTEM, day.campaign.profiles[portal.SYSTEM]).table("catalogue")["procedure"]
    row = next(row for row in rows if row["MATTHC"] == day.told["counter"]["procedure"])
    name = row[field.upper()] if field.upper() in row else row["LINHVUCTHUCHIEN"][field.upper()]

    judge("SYNC-026", field_is(day.pushed("counter"), day.row("counter", field), name))
