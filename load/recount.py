"""The recount after a run: each dossier that was confirmed, as the acts left it, and as the others have it.

The others are the province by its own word, the portal, and for what was paid there the Payment Platform.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from harness.errors import Inconclusive
from harness.exchange import Json
from harness.upper_tester import UpperTester
from harness.verdict import Code
from load.calls import ACTS, BILL, CHARGE_ONLINE, DOSSIER, RECEPTION, TAKEN, TILL
from load.series import OK, Row

REGISTERED: Final = "1"
AFTER: Final[Mapping[str, str]] = {"accept": "2", "take-in": "2", "process": "4", "finish": "9", "return": "10"}
"""The status after each act, by the contract (`x-status-after`)."""
REFUSED: Final = range(400, 500)
ASKED_TIMES: Final = 3
SUCCESS: Final = ("0", "00")


@dataclass
class Story:
    """What was confirmed of one dossier. `meant`: the statuses of its acts, in order; `doubtful`: one was not answered.

    `accepted_s` is when its acceptance was confirmed, in seconds after second 0; None where it waits for a clerk.
    `paid` are the references of the sums that were confirmed as taken, `owed` of those to be paid at the platform.
    """

    code: str = ""
    registered: bool = False
    doubtful: bool = False
    accepted_s: float | None = None
    meant: list[str] = field(default_factory=list)
    paid: list[str] = field(default_factory=list)
    owed: list[str] = field(default_factory=list)


def stories_of(rows: Iterable[Row], online_code: Callable[[str], str]) -> dict[str, Story]:
    """What became of each dossier, by key. A call that was refused (4xx) did nothing; an unanswered one may have."""
    stories: defaultdict[str, Story] = defaultdict(Story)
    for row in rows:
        if row.kind not in {*RECEPTION, *ACTS, *TILL, CHARGE_ONLINE} or row.sent_s is None:
            continue
        story = stories[row.key]
        if row.outcome != OK:
            story.doubtful |= row.status not in REFUSED
            continue
        if row.kind == "file-online":
            story.registered = row.kept[TAKEN] in SUCCESS
            story.code = online_code(row.key)
            continue
        if row.kind in {*TILL, CHARGE_ONLINE}:
            story.paid += [row.kept[BILL]] if row.kind == TILL[-1] else []
            story.owed += [row.kept[BILL]] if row.kind == CHARGE_ONLINE else []
            continue
        if row.kind in {"accept", "take-in"}:
            story.accepted_s = row.done_s
        story.code = story.code or row.kept[DOSSIER]
        story.meant.append(AFTER[row.kind])
    return dict(stories)


def recount(
    stories: Mapping[str, Story],
    tester: UpperTester,
    portal: Sequence[Mapping[str, Json]],
    *,
    known: set[str],
    platform: Mapping[str, Sequence[Json]],
) -> dict[str, Json]:
    """Each dossier of which nothing is doubtful, as all have it; `known` were at the portal before the run.

    `platform` is what was paid there since, by dossier. `unanswered` acceptances may stand at the portal under a code
    that nobody was told.
    """
    there = {row["MaHoSo"]: row for row in portal if row["MaHoSo"] not in known}
    sure = [story for story in stories.values() if not story.doubtful and (story.meant or story.registered)]
    ours = {story.code for story in stories.values()}
    unanswered = sum(story.doubtful and not story.code for story in stories.values())
    extra = sorted(there.keys() - ours)
    return {
        "of": "recount",
        "dossiers": [_row(story, tester, there.get(story.code), platform.get(story.code, ())) for story in sure],
        "doubtful": len(stories) - len(sure),
        "unanswered": unanswered,
        "extra": extra[unanswered:],
    }


def shown(tester: UpperTester, view: str, code: str) -> Mapping[str, Json] | None:
    """What the province shows under a code; None where it does not show it, however often it is asked.

    Raises Inconclusive(TIMEOUT) where it does not answer at all.
    """
    for _ in range(ASKED_TIMES):
        try:
            return tester.view(view, code).body
        except Inconclusive as exc:
            if exc.code is Code.TIMEOUT:
                raise
    return None


def _row(
    story: Story, tester: UpperTester, there: Mapping[str, Json] | None, platform: Sequence[Json]
) -> dict[str, Json]:
    seen = there or {"adds": 0, "statuses": [], "steps": 0, "TrangThaiHoSo": None}
    own = shown(tester, "dossiers", story.code)
    return {
        "code": story.code,
        "meant": story.meant,
        "province": own and str(own["status"]),
        "adds": seen["adds"],
        "told": seen["statuses"],
        "steps": seen["steps"],
        "portal": seen["TrangThaiHoSo"],
        "paid": story.paid,
        "owed": story.owed,
        "platform": [*platform],
        "bills": _bills(tester, story.code) if story.paid or story.owed or platform else [],
    }


def _bills(tester: UpperTester, code: str) -> list[dict[str, Json]]:
    """The bills of a dossier by the province's own word, each with the sums that it booked for it."""
    told = shown(tester, "payments", code)
    return [
        {
            "reference": bill["reference"],
            "amount": bill["amount"],
            "booked": [booking["amount"] for booking in bill["bookings"]],
        }
        for bill in (told["bills"] if told else ())
    ]
