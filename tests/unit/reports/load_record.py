"""A sealed load record, made up by hand."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from harness.checks import CHECKS
from harness.partial import Part, PartialCase, open_partial, partial_result
from harness.policy import load_policy
from harness.record import SealedRecord, load_record
from harness.requirement import load_catalogue
from specs import FOLDER
from tests.unit.harness.load_evidence import dossier, recount

CATALOGUE = load_catalogue(FOLDER / "requirements")
TOLD = {"count": 2, "p50_ms": 10.0, "p90_ms": 20.0, "p95_ms": 20.0, "p99_ms": 20.0}
KIND = {"planned": 3, "sent": 3, "done": 2, "errors": {"status <503>": 1}, "corrected": TOLD, "raw": TOLD}
NEVER = {"planned": 1, "sent": 0, "done": 0, "errors": {}, "corrected": {"count": 0}, "raw": {"count": 0}}
WINDOW = {"at_s": 0, "in_flight": 0, "kinds": {"accept": {"planned": 3, "sent": 3, "done": 2, "errors": 1}}}
FACTS = {"shortfalls": [], "rate_planned_per_s": 1.5, "rate_achieved_per_s": 1.4, "schedule_error_p99_ms": 2.0}
DOCUMENT = {
    "facts": FACTS,
    "kinds": {"accept": KIND, "return": NEVER},
    "windows": [WINDOW],
    "generators": [{"calls": 3}],
}
ROWS = [["d0", "accept", 0.0, 0.0, 0.01, 201, "ok"], ["d1", "accept", 6.0, 6.0, None, 0, "timeout"]]
MOCKS = {"cpu_share": 0.25, "calls": 9, "answer_p99_ms": 3.0}
STEP = {"times": 2.0, "sound": True, "broke": "late <b>", "trouble": "", "planned_per_s": 9, "sent_per_s": 8}
EVENTS: list[dict[str, Any]] = [
    {"id": "calls-1", "of": "calls", "scenario": "peak-hour", "times": 1.0, "document": DOCUMENT, "rows": ROWS},
    {"id": "sightings-1", "of": "sightings", "rows": [["a", 0.01, 0.5], ["b", 3.0, None]]},
    {
        "id": "watch-1",
        "of": "watch",
        "rows": [[0.5, 3, 0.1], [1.5, None, 0.2]],
        "events": [[2.0, "portal-away"]],
        "mocks": MOCKS,
    },
    recount(dossier(adds=2)).raw,  # type: ignore[list-item]  # a mapping that is a dict
]
FIGURE = {
    "name": "x",
    "value": 80.0,
    "unit": "a day",
    "vi": "Hồ sơ",
    "en": "Dossiers",
    "fidelity": "assumed",
    "source": "<i>",
}


def load_record_in(folder: Path, *, search: bool = False) -> tuple[SealedRecord, Mapping[str, Any]]:
    """The record of a run in which a dossier was doubled, and what it came to; with a search, its step too."""
    seen = recount(dossier(adds=2))
    case = PartialCase(
        "load/peak-hour::stands_once",
        ("VOL-006",),
        "It stands.",
        lambda judge: judge("VOL-006", CHECKS["each_stands_once"]([seen])),
    )
    part = Part(
        "load", [case], {"VOL-006": CATALOGUE["VOL-006"], "VOL-007": CATALOGUE["VOL-007"]}, {"VOL-007": "left out"}
    )
    told = {"name": "peak-hour", "vi": "Giờ cao điểm", "en": "The busiest hour", "compression": 1.0}
    run = {"run_id": "x", "started": "2026-11-22", "sut": {"name": "<one>", "version": "1"}, "scenario": told}
    run["harness"] = {"name": "lienthong", "version": "0.1.0"}
    with open_partial(folder, part, {**run, "figures": [FIGURE], "thresholds": {"accept_p95_s": 1.0}}) as record:
        for event in EVENTS:
            record.append("series", event)
        if search:
            record.append(
                "series",
                {"id": "search-1", "of": "search", "steps": [STEP | {"acts_p95_s": 0.5}, STEP | {"acts_p95_s": None}]},
            )
        record.play()
    policy = load_policy(FOLDER / "policies" / "volume.toml", CATALOGUE)
    sealed = load_record(folder)
    return sealed, partial_result(part, policy, sealed, sut=run["sut"], today=date(2026, 11, 22))  # type: ignore[arg-type]  # a dict
