"""Planted differences are found with the right cause and none is invented, whatever the order, form and chunks."""

import random
from collections import Counter
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import pytest

from harness.errors import Inconclusive, Refused
from harness.reconcile import csv_file, files
from harness.reconcile.compare import reconcile
from harness.reconcile.differences import Comparison, compared_columns, is_suspect, suspect_keys
from harness.reconcile.engine import Engine, open_engine
from harness.reconcile.findings import Findings
from harness.reconcile.rules import Allowance, Rules, Tolerance
from harness.reconcile.side import open_side
from harness.reconcile.snapshot import Snapshot
from tests.unit.reconcile.planting import LAG, PLANTS, TAKEN, Row, make_dossier, planted_world
from tests.unit.reconcile.worlds import NOW, export, found

RULES = Rules(LAG)
KEY = b"key of the test"
COLUMNS = ("code", "agency", "procedure", "status", "owner_name", "received_at", "due_at", "fee")
SECOND = timedelta(seconds=1)


@pytest.fixture(scope="module")
def engine() -> Any:
    with open_engine(memory="512MB") as engine:
        yield engine


def compare(left: Snapshot, right: Snapshot, engine: Engine, folder: Path, rules: Rules = RULES) -> Findings:
    return reconcile(left, right, rules, engine=engine, folder=folder, now=NOW, key=KEY)


def sides(folder: Path, left: list[Row], right: list[Row], **told: Any) -> tuple[Snapshot, Snapshot]:
    return export("here", left, folder, **told), export("there", right, folder, **told)


def dossiers(number: int) -> list[Row]:
    """With few columns: each costs time."""
    rng = random.Random(7)
    made = [make_dossier(place, rng) for place in range(number)]
    return [{name: row[name] for name in COLUMNS} for row in made]


def test_every_planted_difference_is_found_with_its_cause_and_none_is_invented(tmp_path: Path, engine: Engine) -> None:
    world = planted_world(0, sound=100, each=2)
    left = export("here", world.left, tmp_path, form="xlsx")
    right = export("there", world.right, tmp_path, form="parquet")
    assert found(compare(left, right, engine, tmp_path)) == sorted(world.expected)


def test_more_than_twenty_kinds_are_planted() -> None:
    world = planted_world(0, sound=0, each=1)
    assert len({(kind, cause, field) for kind, cause, field, *_ in world.expected}) >= len(PLANTS) - 2 > 20


def test_order_form_and_chunks_change_nothing_that_is_told(
    tmp_path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = planted_world(3, sound=50, each=1)
    first = compare(*sides(tmp_path / "one", world.left, world.right), engine, tmp_path)
    rng = random.Random(4)
    left, right = (rng.sample(rows, len(rows)) for rows in (world.left, world.right))
    monkeypatch.setattr(csv_file, "BLOCK", 1 << 12)
    monkeypatch.setattr(files, "BATCH", 17)
    (tmp_path / "two").mkdir()
    chunked = export("here", left, tmp_path / "two"), export("there", right, tmp_path / "two", form="jsonl")
    second = compare(*chunked, engine, tmp_path / "two")
    assert first.evidence() == second.evidence()
    assert first.totals == second.totals


def test_only_what_is_not_alike_is_read_whole(tmp_path: Path, engine: Engine) -> None:
    """Were all rows suspects, the same would be found, and take much longer."""
    rows = dossiers(9)
    other = [{**rows[0], "fee": 1}, rows[1], *rows[:2:-1], rows[-1]]  # changed, alike, one missing, one doubled
    one, two = sides(tmp_path, rows, other)
    left, right = open_side("left", one, engine), open_side("right", two, engine)
    comparison = Comparison(left, right, compared_columns(left, right), RULES, engine)
    suspects = engine.keep(suspect_keys(comparison))
    worth = [side.rows.filter(is_suspect(side, suspects, engine)) for side in comparison.sides]
    looked_at = [found["code"].to_pyarrow().to_pylist() for found in worth]
    wrong = {rows[n]["code"] for n in (0, 2, 8)}
    assert [{*keys} for keys in looked_at] == [wrong, wrong - {rows[2]["code"]}]


def test_how_far_the_reading_is_is_told_whatever_the_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_file, "BLOCK", 1 << 10)
    monkeypatch.setattr(files, "BATCH", 7)
    rows = dossiers(20)
    for form in ("csv", "jsonl", "xlsx", "parquet"):
        far: list[tuple[int, float]] = []
        export("here", rows, tmp_path / form, form=form, told=lambda *step, far=far: far.append(step))
        assert far == sorted(far)
        assert far[-1] == (20, 1.0)
        assert any(abs(read / 20 - share) < 0.25 for read, share in far[:-1])


def test_counts_are_told_by_agency_month_and_cause_and_the_totals_are_the_rows(tmp_path: Path, engine: Engine) -> None:
    rows = dossiers(30)
    findings = compare(*sides(tmp_path, rows, rows[5:]), engine, tmp_path)
    months = Counter((row["agency"], f"{row['received_at'] + timedelta(hours=7):%Y-%m}") for row in rows[:5])
    assert {(row["agency"], row["month"]): row["count"] for row in findings.counts("agency", "month")} == months
    told: Counter[str] = Counter()
    for row in findings.totals:
        told[row["side"]] += row["rows"]
    assert told == {"left": 30, "right": 25}
    assert findings.differences == 5


def test_samples_and_the_file_of_findings_hold_no_personal_value(tmp_path: Path, engine: Engine) -> None:
    rows = dossiers(3)
    other = [{**row, "owner_name": f"{row['owner_name']} Khác"} for row in rows]
    findings = compare(*sides(tmp_path, rows, other), engine, tmp_path)
    names = {row["owner_name"] for row in (*rows, *other)}
    assert len(findings.samples) == 3
    assert not names & {sample[side] for sample in findings.samples for side in ("left", "right")}
    assert all(sample["left"] != sample["right"] for sample in findings.samples)
    assert not any(name.encode() in findings.path.read_bytes() for name in names)
    assert {row["left"] for row in findings.counts("left")} == {""}


def test_a_tolerance_excuses_what_lies_within_it_and_nothing_else(tmp_path: Path, engine: Engine) -> None:
    one, two = dossiers(2)
    far = [
        {**one, "fee": one["fee"] + 10},
        {**two, "fee": two["fee"] + 11, "due_at": two["due_at"] + timedelta(seconds=59)},
    ]
    reasons = {"fee": Tolerance(10, "rounded by the bank"), "due_at": Tolerance(59, "cut to the minute by the portal")}
    findings = compare(*sides(tmp_path, [one, two], far), engine, tmp_path, Rules(LAG, reasons))
    assert found(findings) == [("differs", "value", "fee", "right", two["code"])]


def test_an_allowance_counts_apart_and_excuses_only_what_it_names(tmp_path: Path, engine: Engine) -> None:
    rows = dossiers(4)
    rule = Allowance("missing", "filed by mistake, decision 12", keys=(rows[0]["code"],))
    findings = compare(*sides(tmp_path, rows, rows[2:]), engine, tmp_path, Rules(LAG, {}, (rule,)))
    assert findings.counts("kind", "allowed") == [
        {"kind": "missing", "allowed": "", "count": 1},
        {"kind": "missing", "allowed": rule.reason, "count": 1},
    ]
    assert findings.differences == 1


@pytest.mark.parametrize(
    "rules", [{"tolerances": {"fee": Tolerance(1, " ")}}, {"allowed": (Allowance("missing", ""),)}]
)
def test_an_exception_without_a_reason_is_refused(rules: Any) -> None:
    with pytest.raises(Refused, match="gives no reason"):
        Rules(LAG, **rules)


def test_a_column_that_one_side_lacks_is_told_as_not_compared(tmp_path: Path, engine: Engine) -> None:
    rows = dossiers(2)
    less = [{name: value for name, value in row.items() if name != "fee"} for row in rows]
    findings = compare(*sides(tmp_path, rows, less), engine, tmp_path)
    assert "fee" in findings.not_compared
    assert "fee" not in findings.compared
    assert found(findings) == []


def test_an_unreadable_row_is_a_finding(tmp_path: Path, engine: Engine) -> None:
    rows = dossiers(3)
    findings = compare(*sides(tmp_path, rows, [*rows, {**rows[0], "status": None}]), engine, tmp_path)
    assert found(findings) == [("unreadable", "no_value", "status", "right", "row 4")]


def test_a_thing_compared_with_itself_is_refused_by_name(tmp_path: Path, engine: Engine) -> None:
    rows = dossiers(2)
    left, right = sides(tmp_path, rows, rows, system="one system")
    with pytest.raises(Refused, match="both are declared as 'one system'"):
        compare(left, right, engine, tmp_path)
    left, right = sides(tmp_path, rows, rows)
    with pytest.raises(Refused, match="both exports have the digest sha256:"):
        compare(left, right, engine, tmp_path)
    other = export("other", rows[::-1], tmp_path)
    with pytest.raises(Refused, match="both were read from file:"):
        compare(left, export("here", rows, tmp_path, system="another"), engine, tmp_path)
    assert found(compare(left, other, engine, tmp_path)) == []


def test_nothing_against_nothing_says_nothing(tmp_path: Path, engine: Engine) -> None:
    unreadable = [{**row, "status": None} for row in dossiers(2)]
    left, right = sides(tmp_path, unreadable, unreadable[::-1])
    with pytest.raises(Inconclusive, match="hold no row that can be read") as caught:
        compare(left, right, engine, tmp_path)
    assert caught.value.code == "INSUFFICIENT_DATA"


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"taken": TAKEN.replace(tzinfo=UTC) - LAG}, "a current side may be"),
        ({"taken": NOW + timedelta(seconds=1)}, "after now"),
        ({"side": "historical", "cut_over": TAKEN.replace(tzinfo=UTC) - SECOND}, "after the cut-over"),
        ({"side": "historical", "cut_over": TAKEN.replace(tzinfo=UTC) + LAG + SECOND}, "a historical side may be"),
    ],
)
def test_a_side_of_the_wrong_age_says_nothing(tmp_path: Path, engine: Engine, told: Any, why: str) -> None:
    rows = dossiers(2)
    left, right = export("here", rows, tmp_path), export("there", rows[::-1], tmp_path, **told)
    with pytest.raises(Inconclusive, match=why) as caught:
        compare(left, right, engine, tmp_path)
    assert caught.value.code == "INSUFFICIENT_DATA"


def test_a_historical_side_of_the_cut_over_is_compared(tmp_path: Path, engine: Engine) -> None:
    rows = dossiers(2)
    cut_over = TAKEN.replace(tzinfo=UTC) + LAG
    left = export("here", rows, tmp_path, side="historical", cut_over=cut_over)
    assert found(compare(left, export("there", rows[::-1], tmp_path), engine, tmp_path)) == []
