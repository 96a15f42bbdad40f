"""Load series for tests, and what each check of volume says to them: rows of the tables of `test_checks.py`."""

from collections.abc import Iterable
from typing import Any

from harness.series import Series, read_series
from harness.verdict import Code

BUSY = 0.8
KINDS = ["accept", "process"]


def calls(
    seconds: Iterable[float],
    *,
    kind: str = "accept",
    failed: int = 0,
    shortfalls: Iterable[str] = (),
    every_s: float = 0.1,
) -> Series:
    """A run in which call after call took so long, the first `failed` of them in vain."""
    rows = []
    for place, took in enumerate(seconds):
        at, outcome = place * every_s, "status 503" if place < failed else "ok"
        rows.append([f"d{place}", kind, at, at, at + took, 503 if place < failed else 201, outcome])
    document = {"facts": {"shortfalls": [*shortfalls]}}
    return read_series(
        {"id": "calls-1", "of": "calls", "scenario": "x", "times": 1.0, "document": document, "rows": rows}
    )


def watch(*, busy: float = 0.1, events: Iterable[tuple[float, str]] = ()) -> Series:
    """What was watched meanwhile."""
    mocks = {"cpu_share": busy, "calls": 9, "answer_p99_ms": 2.0}
    return read_series(
        {"id": "watch-1", "of": "watch", "rows": [], "events": [list(row) for row in events], "mocks": mocks}
    )


def sightings(*rows: tuple[str, float, float | None]) -> Series:
    """When dossiers were accepted, and seen by the portal."""
    return read_series({"id": "sightings-1", "of": "sightings", "rows": [list(row) for row in rows]})


def dossier(code: str = "H56-1", **changed: Any) -> dict[str, Any]:
    """One that stands as it should."""
    whole = {"code": code, "meant": ["2", "4", "9"], "province": "9", "portal": "9", "adds": 1, "steps": 3}
    return {**whole, "told": ["2", "4", "4", "9"], **changed}


def paying(*booked: int, paid: Iterable[str] = ("P1",)) -> dict[str, Any]:
    """One with a bill of 5,000, for which these sums were booked; `paid` are the payments that were confirmed."""
    return dossier(paid=[*paid], bills=[{"reference": "P1", "amount": 5000, "booked": [*booked]}])


def owing(*booked: int, platform: Iterable[int] = (), reference: str = "P1") -> dict[str, Any]:
    """One with a bill of 5,000 to be paid at the platform, where these sums were paid under P1."""
    bills = [{"reference": reference, "amount": 5000, "booked": [*booked]}]
    return dossier(owed=["P1"], platform=[{"reference": "P1", "amount": sum_} for sum_ in platform], bills=bills)


def copies(*rows: tuple[str, str, list[str]]) -> Series:
    """Dossiers of a ministry's system: code, status there, statuses in the province."""
    told = [["btp", *row] for row in rows]
    return read_series({"id": "ministries-1", "of": "ministries", "rows": told})


def recount(*dossiers: dict[str, Any], extra: Iterable[str] = (), waits: int = 0) -> Series:
    """The books of both sides after a run."""
    found = {"dossiers": [*dossiers], "extra": [*extra], "doubtful": 0, "unanswered": 0, "waits": waits}
    return read_series({"id": "recount-1", "of": "recount", **found})


def search(*steps: tuple[float, str, bool]) -> Series:
    """The steps of a search: times, the limit that broke, whether the asking was sound."""
    rows = [{"times": times, "broke": broke, "sound": sound} for times, broke, sound in steps]
    return read_series({"id": "search-1", "of": "search", "steps": rows})


AWAY = watch(events=[(10.0, "portal-away"), (40.0, "portal-back")])
SYNCED = [(f"c{n}", float(n), n + 0.5) for n in range(100)]
QUICK = [0.1] * 400
WITHIN = {"kinds": ["accept"], "limits": {"p95": 1.0, "p99": 3.0}, "busy": BUSY, "steady": True}
UNEVEN = {**WITHIN, "steady": False}
SLOW_AT_THE_END = [*[0.1] * 385, *[2.0] * 15]
SHARE = {"share": 0.001, "busy": BUSY}
LAG = {"within_s": 4.0, "share": 0.99, "busy": BUSY}
DRAIN = {"within_s": 5.0, "busy": BUSY}
STEADY = {"kinds": ["accept"], "at_most": 1.5, "from_s": 0.05, "busy": BUSY}
PEAKS = {"at_least": 2.0}
FILED = dossier("H56-2", meant=[], province="1", adds=0, told=[], steps=0, portal=None)

HOLDS: list[tuple[str, list[Any], dict[str, Any]]] = [
    ("calls_answered_within", [calls(QUICK), watch()], WITHIN),
    ("calls_answered_within", [calls([*QUICK, 9.0]), watch()], WITHIN),
    ("calls_answered_within", [calls(SLOW_AT_THE_END), watch()], UNEVEN),
    ("errors_are_at_most", [calls(QUICK), watch()], SHARE),
    ("errors_are_at_most", [calls([0.1] * 1000, failed=1), watch()], SHARE),
    ("synced_within", [calls(QUICK), watch(), sightings(*SYNCED, ("c", 5.0, None))], LAG),
    ("drained_within", [calls(QUICK), AWAY, sightings(("a", 5.0, None), ("b", 12.0, 44.0), ("c", 50.0, 90.0))], DRAIN),
    ("each_stands_once", [recount(dossier(), FILED)], {}),
    ("each_stands_once", [recount(paying(5000))], {}),
    ("each_stands_once", [recount(owing(5000, platform=[5000]))], {}),
    ("copies_are_as_told", [copies(("G09-1", "4", ["4"]), ("G09-2", "10", ["10"]))], {}),
    ("steps_in_order", [recount(dossier(), FILED)], {}),
    ("stays_as_quick", [calls([0.1] * 60 + [0.14] * 60), watch()], STEADY),
    ("stays_as_quick", [calls([0.01] * 60 + [0.04] * 60), watch()], STEADY),
    ("carries", [search((1, "", True), (2, "", True), (3, "slow", True), (3, "slow", True), (2, "", True))], PEAKS),
    ("carries", [search((2, "late", True), (2, "", True), (3, "slow", True), (3, "", True), (2, "", True))], PEAKS),
    ("carries", [search((2, "", False), (2, "", True), (2, "", True))], PEAKS),
]
FAILS: list[tuple[str, list[Any], dict[str, Any], str]] = [
    ("calls_answered_within", [calls([*QUICK, *[4.0] * 30]), watch()], WITHIN, "p99 4.000 s of 430 calls"),
    ("calls_answered_within", [calls([4.0] * 20), watch()], WITHIN, "p95 4.000 s"),
    (
        "calls_answered_within",
        [calls([*[0.1] * 340, *[4.0] * 60]), watch()],
        WITHIN,
        "in 5 windows of the run p95 0.100 to 4.000 s (median 0.100)",
    ),
    ("calls_answered_within", [calls([0.1] * 20 + [0.6] * 40), watch()], {**WITHIN, "limits": {"p50": 0.5}}, "p50 0.6"),
    ("calls_answered_within", [calls(QUICK, failed=40), watch()], WITHIN, "p95 inf s"),
    ("errors_are_at_most", [calls([0.1] * 1000, failed=2), watch()], SHARE, "2 of 1000: accept status 503"),
    ("synced_within", [calls(QUICK), watch(), sightings(*SYNCED, *[("c", 5.0, 9.5)] * 2)], LAG, "100 of 102"),
    ("synced_within", [calls(QUICK), watch(), sightings(*SYNCED, *[("c", 5.0, None)] * 2)], LAG, "2 never seen"),
    (
        "drained_within",
        [calls(QUICK), AWAY, sightings(("a", 12.0, 41.0), ("b", 13.0, 46.0))],
        DRAIN,
        "2 waited, 1 came",
    ),
    (
        "drained_within",
        [calls(QUICK), AWAY, sightings(("a", 12.0, 41.0), ("b", 13.0, None))],
        DRAIN,
        "2 waited, 1 came",
    ),
    ("each_stands_once", [recount(dossier(), dossier("b", adds=0))], {}, "b: the portal has it 0 times"),
    ("each_stands_once", [recount(dossier("b", adds=2))], {}, "b: the portal has it 2 times"),
    ("each_stands_once", [recount(dossier("b", portal="4"))], {}, "b: the portal has it at 4, not at 9"),
    ("each_stands_once", [recount(dossier("b", province=None))], {}, "b: the province has it at nothing"),
    ("each_stands_once", [recount(dossier(), extra=["x"])], {}, "x: nobody handed it in"),
    ("each_stands_once", [recount(paying(5000, 5000))], {}, "for the bill P1 it booked [5000, 5000], not [5000]"),
    ("each_stands_once", [recount(paying())], {}, "for the bill P1 it booked [], not [5000]"),
    ("each_stands_once", [recount(paying(5000, paid=[]))], {}, "for the bill P1 it booked [5000], not []"),
    ("each_stands_once", [recount(paying(5000, paid=["P1", "P2"]))], {}, "there is no bill P2"),
    ("each_stands_once", [recount(owing(platform=[5000]))], {}, "for the bill P1 it booked [], not [5000]"),
    ("each_stands_once", [recount(owing(5000, 5000, platform=[5000]))], {}, "it booked [5000, 5000], not [5000]"),
    ("each_stands_once", [recount(owing(5000, platform=[9000]))], {}, "it booked [5000], not [9000]"),
    ("each_stands_once", [recount(owing(5000))], {}, "for the bill P1 it booked [5000], not []"),
    ("each_stands_once", [recount(owing())], {}, "nobody could pay anything there"),
    ("each_stands_once", [recount(owing(5000, platform=[5000], reference="P2"))], {}, "there is no bill P1"),
    ("copies_are_as_told", [copies(("G09-1", "9", ["4"]))], {}, "G09-1: btp has it at 9, the province at 4"),
    ("copies_are_as_told", [copies(("G09-1", "9", []))], {}, "the province at nothing"),
    ("copies_are_as_told", [copies(("a", "4", ["4"]), ("G09-1", "9", ["9", "9"]))], {}, "1 of 2 so; G09-1"),
    ("each_stands_once", [recount(dossier(), FILED | {"adds": 1})], {}, "H56-2: the portal has it 1 times"),
    ("steps_in_order", [recount(dossier("b", told=["2", "9", "4"]))], {}, "b: told 2 9 4, done 2 4 9"),
    ("steps_in_order", [recount(dossier("b", steps=2))], {}, "b: 2 steps for 3 acts"),
    ("stays_as_quick", [calls([0.1] * 60 + [0.2] * 60), watch()], STEADY, "100.0 ms, then 200.0 ms"),
    (
        "carries",
        [search((1, "", True), (1.5, "slow", True), (1.5, "late", True), (1, "", True))],
        PEAKS,
        "carries 1 × the expected peak; first limit: slow (at 1.5 ×)",
    ),
    ("carries", [search(*[(2, "slow", True)] * 2, *[(3, "", True)] * 2)], PEAKS, "carries 0 × the expected peak"),
]
OPEN: list[tuple[str, list[Any], dict[str, Any], Code]] = [
    ("calls_answered_within", [calls(QUICK, shortfalls=["rate-not-reached"]), watch()], WITHIN, Code.INSUFFICIENT_DATA),
    ("calls_answered_within", [calls(QUICK), watch(busy=0.9)], WITHIN, Code.INSUFFICIENT_DATA),
    ("calls_answered_within", [calls([0.1] * 100), watch()], WITHIN, Code.INSUFFICIENT_DATA),
    ("calls_answered_within", [calls([0.1] * 99 + [4.0] * 2), watch()], WITHIN, Code.INSUFFICIENT_DATA),
    ("calls_answered_within", [calls(QUICK)], WITHIN, Code.HARNESS),
    ("calls_answered_within", [calls([]), watch()], WITHIN, Code.INSUFFICIENT_DATA),
    ("calls_answered_within", [calls(SLOW_AT_THE_END), watch()], WITHIN, Code.INSUFFICIENT_DATA),
    ("errors_are_at_most", [calls([0.1] * 5), watch()], SHARE, Code.INSUFFICIENT_DATA),
    ("synced_within", [calls(QUICK), watch(), sightings(*SYNCED[:9])], LAG, Code.INSUFFICIENT_DATA),
    ("drained_within", [calls(QUICK), watch(), sightings(*SYNCED)], DRAIN, Code.PRECONDITION),
    ("drained_within", [calls(QUICK), AWAY, sightings(("a", 5.0, 5.1))], DRAIN, Code.INSUFFICIENT_DATA),
    ("each_stands_once", [recount(dossier(), waits=3)], {}, Code.TIMEOUT),
    ("copies_are_as_told", [copies()], {}, Code.NO_TRAFFIC),
    ("steps_in_order", [recount()], {}, Code.NO_TRAFFIC),
    ("stays_as_quick", [calls([0.1] * 40), watch()], STEADY, Code.INSUFFICIENT_DATA),
    ("carries", [search((1, "", True), (1.5, "", False), (1, "", True))], PEAKS, Code.INSUFFICIENT_DATA),
    ("carries", [search((2, "", True), (3, "slow", True))], PEAKS, Code.INSUFFICIENT_DATA),
    ("carries", [search((2, "slow", True), (2, "", True), (2, "", False))], PEAKS, Code.INSUFFICIENT_DATA),
]
