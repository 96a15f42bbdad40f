"""What a run is summed up to: latencies from the planned instant, and whether they mean anything."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson
import pytest
from hdrh.histogram import HdrHistogram
from jsonschema import Draft202012Validator

from load.plan import Call, Plan
from load.series import CALLS, Run, Series, answers_for, read_series, rows_of, series_of
from specs.schema import load_schema

URL = "http://127.0.0.1:1/x"
SCHEMA = load_schema("load-series")
GENERATOR = {"ended": "complete", "calls": 1, "cpu_s": 1.0, "wall_s": 20.0}


def run_of(
    given: Sequence[Sequence[Any]],
    *,
    keys: Sequence[str] = (),
    per_s: float = 50.0,
    span_s: float = 20.0,
    **generator: Any,
) -> Series:
    """The series of calls at even distances; `given` has sent, done, status, outcome, kept of each."""
    calls = [Call(i / per_s, "work", "GET", URL, key=keys[i] if keys else "") for i in range(len(given))]
    plan = Plan("a", 1, span_s, calls)
    rows = rows_of(plan, [[place, *row] for place, row in enumerate(given)])
    return series_of(plan, rows, Run("2026-03-11T01:00:00+00:00", [GENERATOR | generator]))


def answered(at_s: float, *, late: float = 0.0, took: float = 0.02, outcome: str = "ok") -> list[Any]:
    return [at_s + late, at_s + late + took, 200, outcome, {}]


def sound(number: int = 1_000, *, late: float = 0.0) -> list[list[Any]]:
    return [answered(i / 50, late=late) for i in range(number)]


def test_a_sound_run_has_no_shortfall_and_keeps_the_schema() -> None:
    document = run_of(sound()).document
    Draft202012Validator(SCHEMA).validate(document)
    assert document["facts"]["shortfalls"] == []
    assert document["kinds"]["work"]["sure_to"] == 99


def test_corrected_latency_counts_from_the_planned_instant_and_raw_from_the_sending() -> None:
    kind = run_of(sound(late=0.5)).document["kinds"]["work"]
    assert kind["corrected"]["p50_ms"] == pytest.approx(520, rel=0.001)
    assert kind["raw"]["p50_ms"] == pytest.approx(20, rel=0.001)


def test_the_histogram_can_be_read_again() -> None:
    kind = run_of(sound()).document["kinds"]["work"]
    histogram = HdrHistogram.decode(kind["corrected"]["encoded"])
    assert histogram.get_total_count() == 1_000
    assert histogram.get_value_at_percentile(99) / 1_000 == pytest.approx(kind["corrected"]["p99_ms"])


def test_the_same_rows_give_the_same_bytes() -> None:
    assert orjson.dumps(run_of(sound()).document) == orjson.dumps(run_of(sound()).document)


@pytest.mark.parametrize(
    ("shortfall", "series"),
    [
        ("too-short", run_of(sound(290))),
        ("too-short", run_of(sound(400), span_s=9)),
        ("generator-saturated", run_of(sound(late=0.03))),
        ("generator-saturated", run_of(sound(), cpu_s=19.0)),
        ("rate-not-reached", run_of([*sound(900), *[[None, None, 0, "not-sent", {}]] * 100])),
        ("rate-not-reached", run_of([*sound(900), *[answered(i / 50, late=9) for i in range(900, 1_000)]])),
        ("stopped-early", run_of(sound(), ended="stopped")),
    ],
)
def test_a_run_that_shows_nothing_says_why(shortfall: str, series: Series) -> None:
    Draft202012Validator(SCHEMA).validate(series.document)
    assert shortfall in series.document["facts"]["shortfalls"]


def test_a_safety_limit_is_the_systems_doing_and_no_shortfall() -> None:
    document = run_of([*sound(600), *[[None, None, 0, "not-sent", {}]] * 400], ended="errors", wall_s=12.0).document
    assert (document["ended"], document["facts"]["shortfalls"]) == ("errors", [])


def test_waiting_for_an_answer_of_the_same_dossier_is_not_the_generators_error() -> None:
    slow = [[0.0, 3.0, 200, "ok", {}], [3.001, 3.1, 200, "ok", {}], [0.04, 0.06, 200, "ok", {}]]
    document = run_of(slow, keys=["a", "a", ""]).document
    assert document["schedule_error"]["max_ms"] < 2
    assert document["kinds"]["work"]["corrected"]["max_ms"] == pytest.approx(3_080)


def test_calls_after_a_failed_one_of_their_key_are_no_missed_rate() -> None:
    rows = [answered(0.0, outcome="status 500"), [None, None, 0, "not-sent", {}]]
    document = run_of(rows, keys=["a", "a"]).document
    assert document["kinds"]["work"]["errors"] == {"not-sent": 1, "status 500": 1}
    assert document["facts"]["rate_reached"]


def test_windows_have_what_was_planned_sent_and_answered_in_each_second() -> None:
    rows = [[0.0, 2.5, 200, "ok", {}], [1.0, 1.1, 503, "status 503", {}]]
    windows = run_of(rows, per_s=1).document["windows"]
    seen = [(w["in_flight"], *(w["kinds"]["work"][n] for n in ("planned", "sent", "done", "errors"))) for w in windows]
    assert seen == [(1, 1, 1, 0, 0), (1, 1, 1, 1, 1), (0, 0, 0, 1, 0)]
    assert windows[0]["kinds"]["work"]["p99_ms"] == pytest.approx(2_500)


def test_how_many_answers_a_percentile_needs() -> None:
    assert [answers_for(p) for p in (50, 90, 95, 99)] == [5, 29, 59, 299]


def test_a_series_is_two_files(tmp_path: Path) -> None:
    series = run_of([[0.0, 0.1, 201, "ok", {"dossier": "H1"}]], keys=["k"])
    series.write(tmp_path)
    assert read_series(tmp_path) == series.document
    assert orjson.loads((tmp_path / CALLS).read_bytes()) == ["k", "work", 0.0, 0.0, 0.1, 201, "ok", {"dossier": "H1"}]
