"""What a ministry's feed tells is found in the province: all of it, once, as it stands, and in the report."""

import pytest

from harness.checks.fields import field_is, values_are
from harness.checks.figures import figure_grows_by, figures_add_up
from harness.checks.timing import instant_is
from harness.judge import Judge
from tests.suites import ministry
from tests.suites.ministry_scene import MinistryScene

SHOWN = "reply:/dossiers/*"
CLASSES = ("resolved_in_time", "resolved_late", "open_in_time", "open_late", "not_taken")


@pytest.mark.verifies("SYNC-090")
def test_the_feed_is_read_to_its_end(ministry_feed: MinistryScene, judge: Judge) -> None:
    """A dossier that stands on a later page is known."""
    code = ministry_feed.codes["last"]

    judge("SYNC-090", values_are(ministry_feed.views["last"], f"{SHOWN}/code", [code]))


@pytest.mark.verifies("SYNC-091")
def test_what_a_page_left_out_is_not_lost(ministry_feed: MinistryScene, judge: Judge) -> None:
    """A dossier that a page has skipped is known all the same, once the feed tells of it."""
    code = ministry_feed.codes["left out"]

    judge("SYNC-091", values_are(ministry_feed.views["left out"], f"{SHOWN}/code", [code]))


@pytest.mark.verifies("SYNC-092")
def test_the_newest_status_stands(ministry_feed: MinistryScene, judge: Judge) -> None:
    """After changes that came in the wrong order, the province shows the last status and none before it."""
    judge("SYNC-092", field_is(ministry_feed.views["moved"], f"{SHOWN}/status", ministry.RETURNED))


@pytest.mark.verifies("SYNC-094")
@pytest.mark.parametrize("kind", list(ministry.KINDS.values()))
def test_kinds_of_owners_are_the_ministrys(ministry_feed: MinistryScene, judge: Judge, kind: str) -> None:
    """LoaiDoiTuong of a ministry is 0 citizen, 1 business, 2 household business: the portal counts otherwise."""
    judge("SYNC-094", field_is(ministry_feed.look_up(kind), f"{SHOWN}/owner_kind", kind))


@pytest.mark.verifies("SYNC-096")
def test_times_are_local(ministry_feed: MinistryScene, judge: Judge) -> None:
    """When the citizen submitted is the instant of the feed in Vietnam's time."""
    submitted = ministry.instant(ministry_feed.told_of("last")["NgayNop"]).isoformat()

    judge("SYNC-096", instant_is(ministry_feed.views["last"], f"{SHOWN}/submitted", submitted))


@pytest.mark.verifies("SYNC-097")
def test_the_report_counts_the_ministrys_dossiers(ministry_feed: MinistryScene, judge: Judge) -> None:
    """The ministry's line of the province-wide report has grown by the dossiers it has made."""
    pair = [ministry_feed.views["report before"], ministry_feed.views["report after"]]
    line = f"reply:/lines/[system={ministry.SYSTEM}]/total"

    judge("SYNC-097", figure_grows_by(pair, line, ministry_feed.made))


@pytest.mark.verifies("SYNC-098")
def test_the_report_adds_up(ministry_feed: MinistryScene, judge: Judge) -> None:
    """The classes of all lines together are the total that is told."""
    after = ministry_feed.views["report after"]

    judge("SYNC-098", figures_add_up(after, [f"reply:/lines/*/{name}" for name in CLASSES], "reply:/total"))
