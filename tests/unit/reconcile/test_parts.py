"""Histories that no legal path explains, what belongs to no dossier, and a word for every cause."""

import random
import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from harness.reconcile.causes import reachable
from harness.reconcile.compare import reconcile
from harness.reconcile.engine import open_engine
from harness.reconcile.held_together import MATTERS
from harness.reconcile.rules import Rules
from specs import FOLDER
from specs.codebook import statuses
from tests.unit.reconcile.planting import LAG, Row, make_dossier, planted_world
from tests.unit.reconcile.worlds import NOW, Found, export, found

BEGIN = datetime(2026, 1, 5, 1, 0)  # noqa: DTZ001 - moments of tables are UTC and do not say so
COLUMNS = ("code", "agency", "procedure", "status", "received_at")
PART_KINDS = {
    ("history", "illegal_step"),
    ("history", "illegal_start"),
    ("history", "other_end"),
    ("orphan_step", "no_dossier"),
    ("orphan_payment", "no_dossier"),
    ("orphan_document", "no_dossier"),
}
WHO = ("left", "right", "transfer", "either", "nobody")
ELSEWHERE = {
    ("unreadable", "no_row"),
    ("unreadable", "no_value"),
    ("in_flight", "extra"),
    ("impossible_time", "returned_before_finished"),
    ("impossible_time", "before_computers"),
}
"""Seen in other tests than that of the planted world."""


def dossier(number: int, status: str) -> Row:
    row = make_dossier(number, random.Random(number)) | {"status": status}
    return {name: row[name] for name in COLUMNS}


def steps(row: Row, *history: str) -> list[Row]:
    return [{"dossier": row["code"], "at": BEGIN + timedelta(hours=n), "status": s} for n, s in enumerate(history)]


def told(folder: Path, dossiers: list[Row], **parts: list[Row]) -> list[Found]:
    """What is found of dossiers that are the same on both sides, and of their parts."""
    sides = export("here", dossiers, folder), export("there", dossiers[::-1], folder)
    there = [export(shape, rows, folder, shape=shape) for shape, rows in parts.items()]
    with open_engine(memory="512MB") as engine:
        made = reconcile(*sides, Rules(LAG), engine=engine, folder=folder, now=NOW, key=b"key", parts=there)
    return found(made)


def test_a_history_is_explained_by_legal_steps_from_its_start_to_the_status_of_the_dossier(tmp_path: Path) -> None:
    good, jumps, begins, ends = dossier(1, "10"), dossier(2, "9"), dossier(3, "9"), dossier(4, "4")
    history = [
        *steps(good, "1", "2", "4", "5", "4", "4", "9", "10"),
        *steps(jumps, "1", "4", "9"),
        *steps(begins, "4", "9"),
        *steps(ends, "2", "4", "9"),
    ]
    random.Random(1).shuffle(history)
    assert told(tmp_path, [good, jumps, begins, ends], step=history) == [
        ("history", "illegal_start", "", "right", begins["code"]),
        ("history", "illegal_step", "", "right", jumps["code"]),
        ("history", "other_end", "status", "right", ends["code"]),
    ]


def test_steps_of_one_moment_are_taken_in_the_order_of_a_dossiers_life(tmp_path: Path) -> None:
    row = dossier(1, "9")
    at_once = [step | {"at": BEGIN} for step in steps(row, "9", "4", "2")]
    assert told(tmp_path, [row, dossier(2, "2")], step=at_once) == []


def test_what_belongs_to_no_dossier_is_found(tmp_path: Path) -> None:
    row = dossier(1, "2")
    paid = [{"code": f"P{n}", "dossier": code, "amount": 5000} for n, code in enumerate((row["code"], "H61.1-NONE"))]
    papers = [{"code": f"D{n}", "dossier": code} for n, code in enumerate((row["code"], "H61.2-NONE"))]
    lost = [*steps(row, "2"), *steps({"code": "H61.3-NONE"}, "2")]
    assert told(tmp_path, [row, dossier(2, "2")], payment=paid, document=papers, step=lost) == [
        ("orphan_document", "no_dossier", "", "right", "H61.2-NONE"),
        ("orphan_payment", "no_dossier", "", "right", "H61.1-NONE"),
        ("orphan_step", "no_dossier", "", "right", "H61.3-NONE"),
    ]


@pytest.mark.parametrize(
    ("change", "kind", "cause", "field"),
    [
        (
            {"returned_at": BEGIN, "finished_at": BEGIN + timedelta(seconds=1)},
            "impossible_time",
            "returned_before_finished",
            "returned_at",
        ),
        ({"received_at": datetime(1970, 1, 1)}, "impossible_time", "before_computers", "received_at"),  # noqa: DTZ001 - as the export says it
    ],
)
def test_impossible_times_are_found_on_both_sides(
    tmp_path: Path, change: Any, kind: str, cause: str, field: str
) -> None:
    wrong = dossier(1, "9") | {"received_at": BEGIN - timedelta(days=9)} | change
    fine = wrong | {"code": "H61.9-260101-0000009"} | {name: None for name in change if name != "received_at"}
    fine["received_at"] = BEGIN
    found_there = told(tmp_path, [wrong, fine])
    assert found_there == [(kind, cause, field, side, wrong["code"]) for side in ("left", "right")]


def test_every_cause_has_words_and_every_word_is_of_a_cause() -> None:
    planted = {(kind, cause) for kind, cause, *_ in planted_world(0, sound=0, each=1).expected}
    kinds = tomllib.loads((FOLDER / "reconcile" / "causes.toml").read_text(encoding="utf-8"))["kind"]
    table = {(kind["name"], cause["name"]) for kind in kinds for cause in kind["cause"]}
    assert all(cause["vi"] and cause["en"] and cause["who"] in WHO for kind in kinds for cause in kind["cause"])
    assert table == planted | PART_KINDS | ELSEWHERE


def test_every_kind_that_a_requirement_is_told_by_is_one() -> None:
    kinds = tomllib.loads((FOLDER / "reconcile" / "causes.toml").read_text(encoding="utf-8"))["kind"]
    asked = {kind for matter in MATTERS for kind in matter.kinds}
    assert asked | {"in_flight", "unreadable"} == {kind["name"] for kind in kinds}


def test_legal_paths_lead_on_through_several_steps() -> None:
    paths = reachable(statuses())
    assert "10" in paths["1"]
    assert "4" in paths["4"]
    assert paths["10"] == set()
