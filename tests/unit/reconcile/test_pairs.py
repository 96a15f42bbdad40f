"""What is asked of a pair of dossiers and its parts: each requirement is broken by its planted rows and by no other."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from harness.errors import Nonconformity
from harness.judge import Judge
from harness.partial import PartialCase
from harness.reconcile.bulk_cases import BulkCases
from harness.reconcile.declaration import Pair, Reconciliation
from harness.reconcile.engine import open_engine
from harness.reconcile.examination import Examination
from harness.reconcile.rules import Rules
from harness.verdict import Verdict
from tests.unit.reconcile.planting import LAG, Planted, planted_world
from tests.unit.reconcile.planting_parts import LEGAL, Parts, planted_parts
from tests.unit.reconcile.worlds import NOW, WRITERS, declare

KINDS: Mapping[str, set[str]] = {
    "SYNC-150": {"missing", "extra", "duplicated"},
    "SYNC-151": {"differs"},
    "SYNC-152": {"stale"},
    "SYNC-153": {"impossible_time"},
    "SYNC-154": {"closed_code", "district"},
    "SYNC-155": {"orphan_payment"},
    "SYNC-156": {"orphan_document"},
    "SYNC-157": {"history"},
    "SYNC-158": {"orphan_step"},
}
PARTS = {"steps": "step", "payments": "payment", "documents": "document"}


def examined(world: Planted, parts: Mapping[str, list[dict[str, Any]]], folder: Path) -> dict[str, tuple[Any, ...]]:
    """By requirement: the verdicts, how many rows are counted against it, and the keys of those that are listed."""
    rows = {"here": world.left, "there": world.right} | {name: parts[shape] for name, shape in PARTS.items()}
    declarations = {}
    for name, made in rows.items():
        WRITERS["jsonl"](folder / f"{name}.jsonl", made)
        read = {"kind": "jsonl", "path": f"{name}.jsonl"}
        shape = PARTS.get(name, "dossier")
        declarations[name] = declare(name, read, folder, columns=list(made[0]), shape=shape)
    pair = Pair("portal", "here", "there", Rules(LAG), {name: name for name in PARTS})
    with open_engine(memory="512MB", folder=folder) as engine:
        examination = Examination(Reconciliation(declarations, (pair,)), engine, folder)
        examination.read(lambda *_far: None)
        cases = BulkCases(examination, NOW, b"key")
        told = {case.requirements[0]: played(case) for case in cases.all()}
        listed: dict[str, list[str]] = {name: [] for name in told}
        for requirement, path in cases.sheets:
            listed[requirement] += pq.read_table(path)["key"].to_pylist()
    return {name: (*row, sorted(listed[name])) for name, row in told.items()}


def played(case: PartialCase) -> tuple[list[Verdict], int]:
    """The verdicts of a case, and how many rows speak against it."""
    events: list[tuple[str, Mapping[str, Any]]] = []
    judge = Judge(case.id, "", 1, case.requirements, lambda kind, data: events.append((kind, data)))
    with suppress(Nonconformity):
        case.play(judge)
    against = [sum(data["against"].values()) for kind, data in events if kind == "recount"]
    return [judgement.verdict for judgement in judge.judgements], sum(against)


def test_each_requirement_is_broken_by_exactly_its_planted_rows(tmp_path: Path) -> None:
    world = planted_world(5, sound=30, each=1)
    marked = {key for *_, key in world.expected}
    parts = planted_parts([row for row in world.right if row["code"] not in marked])
    planted = [(kind, key) for kind, cause, *_, key in world.expected if cause != "supposed_agency"]
    planted += [(kind, key) for kind, keys in parts.expected.items() for key in keys]

    expected = {name: sorted(key for kind, key in planted if kind in kinds) for name, kinds in KINDS.items()}
    assert all(expected.values())
    assert examined(world, parts.rows, tmp_path) == {
        name: ([Verdict.FAIL], len(keys), keys) for name, keys in expected.items()
    }


def test_nothing_is_broken_where_nothing_is_planted(tmp_path: Path) -> None:
    world = planted_world(6, sound=20, each=0)
    parts = Parts()
    for row in world.right:
        parts.add(row, LEGAL[row["status"]])

    assert examined(world, parts.rows, tmp_path) == {name: ([Verdict.PASS], 0, []) for name in KINDS}
