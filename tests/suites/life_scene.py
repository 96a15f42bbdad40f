"""Scenes of a dossier's life: due dates, which need a calendar, and endings, which do not.

The calendar is a week in March 2026, which has no holiday, and the days before Tết. Procedures have three working days,
so that every date can be checked by hand. Each step is waited for before the office's clock is set on.
"""

from collections.abc import Mapping
from typing import Any, Final

import pytest

from harness.campaign import Campaign
from harness.checks.timing import wire_time
from harness.errors import Inconclusive
from harness.passage import moment_is
from harness.verdict import Code
from specs.profile import load_profile
from tests.suites import office, portal
from tests.suites.scene import Scene, open_scene, procedures
from tests.suites.working_days import moment

LIMIT_DAYS: Final = 3
RECEIVED: Final[Mapping[str, str]] = {
    "before a weekend": "2026-03-05T10:00",
    "before Tết": "2026-02-12T10:00",
    "at 16:59": "2026-03-02T16:59",
    "after hours": "2026-03-02T18:30",
}
"""When dossiers are received that are only looked at for their due date."""
MONDAY, TUESDAY, FRIDAY = (moment(f"2026-03-0{day}T10:00") for day in (2, 3, 6))
WEDNESDAY = moment("2026-03-04T09:00")
"""An hour less than a day after what was asked on Tuesday, so that no second more or less moves a due date by a day."""
PROMISED: Final = moment("2026-03-18T16:00")
"""The day that the letter of apology names."""
WAITED_DAYS: Final = 1
"""From Tuesday to Wednesday."""


@pytest.fixture(scope="session")
def week(connected: Scene, campaign: Campaign) -> Scene:
    """Dossiers of a week: received at certain times, waiting for papers or money, late, and excused."""
    scene = open_scene(campaign)
    _receive(scene)
    _begin(scene)
    _wait(scene)
    _go_on(scene)
    _be_late(scene)
    scene.close()
    return scene


@pytest.fixture(scope="session")
def endings(connected: Scene, campaign: Campaign) -> Scene:
    """Dossiers that are withdrawn or stopped, that wait for money, and that get papers later."""
    scene = open_scene(campaign)
    for part, name, status in (("withdrawn", "withdraw", portal.WITHDRAWN), ("stopped", "stop", portal.STOPPED)):
        if claims(scene, "ending"):
            scene.accept(part)
            _do(scene, part, "process", until=portal.IN_PROCESS)
            _do(scene, part, name, until=status)
    if "withdrawn" in scene.dossiers:
        attempt(scene, "withdrawn", "process")
    if claims(scene, "financial-obligation"):
        scene.accept("owing")
        _do(scene, "owing", "oblige", until=portal.OBLIGED)
    if claims(scene, "supplement.receipt"):
        scene.accept("supplied")
        scene.do("supplied", "supplement", papers=office.asked_papers())
        _do(scene, "supplied", "supplied", until=portal.IN_PROCESS, handed_in=[office.paper(campaign.rng)])
    scene.close()
    return scene


def procedure_of_days(campaign: Campaign, days: int) -> str:
    """The first procedure of the national catalogue with this limit that no ministry's system has."""
    rows = load_profile(portal.SYSTEM, campaign.profiles[portal.SYSTEM]).table("catalogue")["procedure"]
    here = procedures(campaign)
    return next(str(row["MATTHC"]) for row in rows if row["days"] == days and row["MATTHC"] in here)


def claims(scene: Scene, *items: str) -> bool:
    """Whether the supplier claims these capabilities."""
    return all(scene.campaign.statement.supports(item) for item in items)


def _accept(scene: Scene, part: str) -> None:
    scene.accept(part, procedure=procedure_of_days(scene.campaign, LIMIT_DAYS))


def _do(scene: Scene, part: str, name: str, *, until: str, **more: Any) -> None:
    """An officer acts, and the status is given time to reach the portal."""
    scene.do(part, name, **more)
    scene.until_synced(part, until)


def _receive(scene: Scene) -> None:
    for part, at in RECEIVED.items() if claims(scene, "due.working-time") else ():
        with moment_is(scene.campaign, moment(at), reason=f"a dossier received {part}"):
            _accept(scene, part)
            scene.until_synced(part, portal.ACCEPTED)


def _begin(scene: Scene) -> None:
    """Monday: the dossiers that something happens to are accepted."""
    parts = {
        "waiting": ("due.working-time", "supplement.receipt"),
        "owing": ("due.working-time", "financial-obligation"),
        "late": ("apology",),
        "excused": ("apology",),
    }
    with moment_is(scene.campaign, MONDAY, reason="dossiers of a Monday"):
        for part, items in parts.items():
            if claims(scene, *items):
                _accept(scene, part)
                scene.until_synced(part, portal.ACCEPTED)


def _wait(scene: Scene) -> None:
    """Tuesday: one waits for papers, one for money."""
    with moment_is(scene.campaign, TUESDAY, reason="the next day"):
        if "waiting" in scene.dossiers:
            _do(scene, "waiting", "supplement", until=portal.SUPPLEMENT, papers=office.asked_papers())
        if "owing" in scene.dossiers:
            _do(scene, "owing", "oblige", until=portal.OBLIGED)


def _go_on(scene: Scene) -> None:
    """Wednesday: papers and money have come."""
    rng = scene.campaign.rng
    with moment_is(scene.campaign, WEDNESDAY, reason="a day later"):
        if "waiting" in scene.dossiers:
            _do(scene, "waiting", "supplied", until=portal.IN_PROCESS, handed_in=[office.paper(rng)])
            _do(scene, "waiting", "finish", until=portal.FINISHED, results=[office.result(rng)])
        if "owing" in scene.dossiers:
            _do(scene, "owing", "process", until=portal.IN_PROCESS)


def _be_late(scene: Scene) -> None:
    """Friday, a day after the due date: one is excused, the other is to be finished without a word."""
    rng = scene.campaign.rng
    with moment_is(scene.campaign, FRIDAY, reason="a day after the due date"):
        if "excused" in scene.dossiers:
            scene.do("excused", "apologise", due=PROMISED.isoformat())
            told = portal.accepted_push(scene.dossiers["excused"])
            pattern = {**told, "where": {**told["where"], scene.row("excused", "NgayHenTra"): wire_time(PROMISED)}}
            within = scene.campaign.access.timers.sync_within_s
            scene.until(pattern, within=within, reason="the day that the apology names reaches the portal")
        if "late" in scene.dossiers:
            attempt(scene, "late", "finish", results=[office.result(rng)])


def attempt(scene: Scene, part: str, name: str, **more: Any) -> None:
    """Somebody tries what should not be possible; whether it was done is seen at the portal."""
    told = office.act(scene.campaign.rng, **more)
    answer = scene.campaign.upper_tester.attempt(scene.dossiers[part], name, told)
    if answer.status is None:
        raise Inconclusive(Code.TIMEOUT, f"nothing was answered to {name} ({answer.id})")
