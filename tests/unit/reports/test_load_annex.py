"""The annex and the metrics of a load run: pure, whole, in both languages, with nothing from elsewhere."""

import re
from pathlib import Path

import pytest

from reports import load_annex, load_metrics
from reports.charts import STROKES, Line, line_chart
from reports.messages import Text
from tests.unit.reports.load_record import load_record_in


@pytest.mark.parametrize("search", [False, True])
def test_the_annex_shows_what_was_judged_and_how_it_went(tmp_path: Path, *, search: bool) -> None:
    record, result = load_record_in(tmp_path / "record", search=search)
    page = load_annex.render(record, result)

    assert page == load_annex.render(record, result)
    assert "VOL-006" in page
    assert "VOL-007" not in page
    assert "the portal has it 2 times" in page
    assert "Giờ cao điểm" in page
    assert "The busiest hour" in page
    assert page.count('<svg viewBox="0 0 720') == (1 if search else 5)
    assert ("in equal windows of the run" in page) is not search
    assert "late &lt;b&gt;" in page or not search


def test_nothing_is_loaded_or_run_and_outside_words_are_escaped(tmp_path: Path) -> None:
    page = load_annex.render(*load_record_in(tmp_path / "record"))

    assert "<script" not in page
    assert not re.search(r"(src|href)=\"(?!#)", page)
    assert "<one>" not in page
    assert "<i>" not in page
    assert "&lt;one&gt;" in page


def test_the_metrics_are_openmetrics(tmp_path: Path) -> None:
    text = load_metrics.render(*load_record_in(tmp_path / "record"))
    lines = text.splitlines()

    assert lines[-1] == "# EOF"
    assert 'lienthong_load_latency_seconds{run="1",kind="accept",quantile="0.99"} 0.02' in lines
    assert 'lienthong_load_calls{run="1",kind="accept",what="failed"} 1' in lines
    assert 'lienthong_requirement{id="VOL-006",status="VIOLATED"} 1' in lines
    kinds = {line.split()[2]: line.split()[3] for line in lines if line.startswith("# TYPE")}
    samples = {re.split(r"[{ ]", line)[0].removesuffix("_count") for line in lines if not line.startswith("#")}
    assert samples == set(kinds)


def test_a_chart_is_broken_where_nothing_is_known() -> None:
    line = Line(Text("dòng", "line"), [(0, 1.0), (1, None), (2, 3.0), (3, 4.0)])
    made = line_chart(Text("hình", "picture"), [line], x=Text("x", "x"), y=Text("y", "y"))

    assert made.count("M") == 2
    assert "dòng" in made
    with pytest.raises(ValueError, match="told apart"):
        line_chart(Text("a", "a"), [line] * (len(STROKES) + 1), x=Text("x", "x"), y=Text("y", "y"))
