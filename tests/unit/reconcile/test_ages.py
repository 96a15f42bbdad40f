"""How old a snapshot may be that a recount rests on: one of today when it is asked, one of before at the cut-over."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from harness.recount import read_snapshot

ASKED = datetime.fromisoformat("2026-11-20T09:00:00+07:00")
CUT_OVER = datetime.fromisoformat("2025-07-01T00:00:00+07:00")
SECOND = timedelta(seconds=1)
WITHIN_S = 3600.0
HOUR = timedelta(seconds=WITHIN_S)


def unfit(side: str, taken: datetime, **told: Any) -> str:
    line = {"id": "s", "name": "export", "side": side, "rows": 3, "unreadable": 0, "taken_at": taken.isoformat()}
    return read_snapshot({**line, "cut_over": CUT_OVER.isoformat(), **told}).unfit(ASKED, WITHIN_S)


@pytest.mark.parametrize("older", [timedelta(0), HOUR])
@pytest.mark.parametrize(("side", "moment"), [("current", ASKED), ("historical", CUT_OVER)])
def test_what_is_of_its_moment_is_fit(side: str, moment: datetime, older: timedelta) -> None:
    assert unfit(side, moment - older, newest=moment.isoformat()) == ""


@pytest.mark.parametrize(
    ("side", "taken", "told", "why"),
    [
        ("current", ASKED + SECOND, {}, "after it was asked"),
        ("current", ASKED - HOUR - SECOND, {}, "before it was asked"),
        ("current", ASKED, {"newest": (ASKED + SECOND).isoformat()}, "went on after it was asked"),
        ("historical", CUT_OVER + SECOND, {}, "after the cut-over"),
        ("historical", CUT_OVER - HOUR - SECOND, {}, "before the cut-over"),
        ("historical", CUT_OVER, {"newest": (CUT_OVER + SECOND).isoformat()}, "went on after the cut-over"),
        ("historical", CUT_OVER, {"cut_over": None}, "does not say when"),
        ("historical", CUT_OVER, {"rows": 0}, "holds no row"),
    ],
)
def test_what_is_too_young_too_old_or_empty_is_not(side: str, taken: datetime, told: Any, why: str) -> None:
    assert why in unfit(side, taken, **told)
