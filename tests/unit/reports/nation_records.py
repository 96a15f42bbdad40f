"""Sealed records of 34 provinces, written by the real recording code: who shows which column is drawn by hand."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from specs.administrative_units import provinces
from specs.nation import load_nation
from tests.unit.harness.sealed import FIRST, SECOND, make_record, policy_text, rows, run_json

CODES = tuple(sorted(provinces()))
SILENT_CODES = CODES[-2:]
"""Two provinces of which there is no record at all."""
POLICY = policy_text(valid_until='"2126-10-31"')


def shows(column: str) -> tuple[str, ...]:
    """The provinces whose records show a column: as many as the source says, and not the same ones for each."""
    columns = load_nation().columns
    number = [row.id for row in columns].index(column)
    known = [code for code in CODES if code not in SILENT_CODES]
    turned = [*known[number * 5 :], *known[: number * 5]]
    return tuple(turned[: columns[number].figure])


def run_of(code: str, number: int = 1, **changes: Any) -> dict[str, Any]:
    """The `run.json` of a run in a province: everything that columns ask of the running system."""
    sut = {"name": f"Một cửa {provinces()[code].name}", "version": "1", "build": build_of(code), "province": code}
    changes = {"requirements": [FIRST, SECOND, *_asked("test")], "policy_source": POLICY, "sut": sut, **changes}
    return run_json(run_id=f"20261122T0755{number:02d}Z-000000{code}", **changes)


def build_of(code: str) -> str:
    """The digest of a province's build."""
    return "sha256:" + code * 32


def make_province(folder: Path, code: str, *, violated: Sequence[str] = ()) -> None:
    """A run and a reconciliation of one province."""
    undone = [name for column in load_nation().columns if code not in shows(column.id) for name in column.requirements]
    silent = [name for name in undone if name not in violated]
    make_record(folder / "run", violated, run=run_of(code), silent=silent)
    apart = run_of(code, 2, requirements=_asked("reconcile"), mode="partial", part="reconcile")
    make_record(folder / "reconcile", violated, run=apart, silent=silent)


def make_nation(folder: Path, violated: Mapping[str, Sequence[str]]) -> Path:
    """The records of every province but the silent ones."""
    for code in CODES:
        if code not in SILENT_CODES:
            make_province(folder / code, code, violated=violated.get(code, ()))
    return folder


def _asked(method: str) -> list[str]:
    names = [name for column in load_nation().columns for name in column.requirements]
    return [name for name in names if rows()[name]["method"] == method]
