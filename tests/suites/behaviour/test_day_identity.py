"""Codes and identities of a day's dossiers: whose, by whom, under which number."""

import pytest

from harness.checks.fields import field_is, field_matches, no_value_like, same_value, values_are
from harness.checks.pattern import some
from harness.checks.sequence import all_seen
from harness.judge import Judge
from specs.codebook import agencies, patterns
from tests.suites import portal
from tests.suites.scene import Scene

CODES = ["/madonvi", portal.DOSSIER]
OWN_PARTS = ("counter", "business", "without papers", "long")


@pytest.mark.verifies("IDN-001")
def test_dossier_codes_have_the_known_form(day: Scene, judge: Judge) -> None:
    """A dossier code is agency, day and number in one of the forms that are in use."""
    judge(
        "IDN-001", field_matches([day.pushed(part) for part in OWN_PARTS], portal.DOSSIER, patterns()["MaHoSo"].regex)
    )


@pytest.mark.verifies("IDN-002")
def test_a_code_issued_elsewhere_is_kept(day: Scene, judge: Judge) -> None:
    """A dossier that a ministry's system numbered goes to the portal under that very code."""
    code = day.told["foreign"]["code"]

    judge("IDN-002", all_seen(day.exchanges, {"operation": portal.PUSH}, portal.DOSSIER, [code], fence=day.fence))


@pytest.mark.verifies("IDN-003")
def test_the_owners_identity_is_his_own(day: Scene, judge: Judge) -> None:
    """A 12-digit number goes out as type 1; where the owner showed no papers, no number is invented."""
    shown, none = day.pushed("counter"), day.pushed("without papers")

    pair = [day.accepting("counter"), shown]
    judge("IDN-003", same_value(pair, ["/owner/identity/number", day.row("counter", "DinhDanhCHS/*/SoDinhDanh")]))
    judge("IDN-003", field_is(shown, day.row("counter", "DinhDanhCHS/*/LoaiDinhDanh"), "1"))
    judge("IDN-003", values_are(none, day.row("without papers", "DinhDanhCHS/*/SoDinhDanh"), []))


@pytest.mark.verifies("IDN-004")
@pytest.mark.parametrize(("part", "code"), [("counter", "1"), ("business", "2")])
def test_the_kind_of_owner_is_the_portals_code(day: Scene, judge: Judge, part: str, code: str) -> None:
    """LoaiDoiTuong is 1 for a citizen and 2 for a business."""
    judge("IDN-004", field_is(day.pushed(part), day.row(part, "LoaiDoiTuong"), code))


@pytest.mark.verifies("IDN-005")
def test_no_closed_agency_code_is_used(day: Scene, judge: Judge) -> None:
    """No live message bears a level-1 code that QĐ 09/2025 closed. Codes that we only assume closed are left out."""
    closed = [row.code for row in agencies() if row.state == "closed" and row.fidelity != "assumed"]
    pattern = rf"\b(?:{'|'.join(closed)})\b"

    judge("IDN-005", no_value_like(day.exchanges, CODES, pattern, fence=day.fence))


@pytest.mark.verifies("IDN-006")
def test_the_agency_is_the_stated_one(day: Scene, judge: Judge) -> None:
    """Dossiers and progress are sent under the identifier that the supplier stated."""
    calls = some(day.calls(*OWN_PARTS), {"operation": [portal.PUSH, portal.STEP]})

    judge("IDN-006", field_is(calls, "/madonvi", day.campaign.access.agency))


@pytest.mark.verifies("IDN-007")
def test_codes_are_of_the_present_era(day: Scene, judge: Judge) -> None:
    """New dossiers and calls bear codes by QĐ 20/2020, not the four-group ones from before."""
    judge("IDN-007", no_value_like(day.about(*OWN_PARTS), CODES, r"\b\d{3}\.\d{2}\.\d{2}\.H\d{2}\b", fence=day.fence))
