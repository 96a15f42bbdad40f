"""Dossiers that citizens file on the portal: none is lost, none doubled, and each is answered."""

import pytest

from harness.checks.answers import value_is_among
from harness.checks.fields import field_matches, values_are
from harness.checks.sequence import all_seen, arrives
from harness.judge import Judge
from tests.suites import portal
from tests.suites.intake_scene import Filed

STATUS = "TrangThaiHoSo"


@pytest.mark.verifies("SYNC-040")
@pytest.mark.parametrize("part", ["taken in", "refused"], ids=["one", "another"])
def test_what_was_acknowledged_is_there(filed: Filed, judge: Judge, part: str) -> None:
    """The moment the portal has its answer, the dossier waits for a clerk."""
    view = filed.views[f"{part} at once"]

    judge("SYNC-040", value_is_among(view, filed.row(part, "portal_code"), filed.codes[part]))


@pytest.mark.verifies("SYNC-041")
def test_it_is_taken_in_under_its_own_code(filed: Filed, judge: Judge) -> None:
    """The portal hears of the very dossier that it sent, now with status 2."""
    code, fence = filed.codes["taken in"], filed.scene.fence
    pushes = portal.accepted_push(code)

    judge("SYNC-041", all_seen(filed.scene.exchanges, pushes, portal.row(code, STATUS), [portal.ACCEPTED], fence))


@pytest.mark.verifies("SYNC-042")
def test_a_repeated_dossier_is_one(filed: Filed, judge: Judge) -> None:
    """The portal sends the dossier again: it still waits for a clerk once."""
    code = filed.codes["taken in"]

    judge("SYNC-042", values_are(filed.views["repeated"], filed.row("taken in", "portal_code"), [code]))


@pytest.mark.verifies("SYNC-043")
def test_a_refusal_is_told_with_its_reason(filed: Filed, judge: Judge) -> None:
    """The portal hears that the dossier was refused, when, and why."""
    code, scene = filed.codes["refused"], filed.scene
    pushes = portal.accepted_push(code, status=portal.REFUSED)

    judge("SYNC-043", all_seen(scene.exchanges, pushes, portal.row(code, STATUS), [portal.REFUSED], scene.fence))
    judge("SYNC-043", field_matches(scene.pushed_last("refused"), portal.row(code, "NgayTuChoi"), "[0-9]{14}"))
    refusing = scene.acts["refused"][-1].exchange
    evidence = [refusing, *scene.exchanges]
    step = portal.row(code, "NoiDungXuLy")
    judge("SYNC-043", arrives(evidence, "/content", portal.step(code), step, fence=scene.fence))
