"""`faults` and `requirements`: what there is, for people and for machines."""

import json
import sys
from typing import Any

from cli.material import SUITES
from harness.plan import scan_cases
from harness.requirement import load_catalogue
from harness.review import review_cases
from harness.statement import load_items
from mocks.province.faults.catalogue import load_faults
from specs import FOLDER


def fault_list() -> list[dict[str, Any]]:
    """Every named fault (`specs/schemas/faults.json`)."""
    return [
        {
            "name": row.name,
            "area": row.area,
            "description": dict(row.description),
            "breaks": list(row.breaks),
            "obscures": dict(row.obscures),
        }
        for row in load_faults()
    ]


def requirement_list() -> list[dict[str, Any]]:
    """Every requirement with its cases and faults (`specs/schemas/requirements.json`)."""
    cases = [*review_cases(load_items(FOLDER / "statement.toml")), *scan_cases(SUITES)]
    faults = fault_list()
    return [
        {
            "id": row.id,
            "area": row.area,
            "level": row.level,
            "gate_class": row.gate_class,
            "fidelity": row.fidelity,
            "source": {"document": row.row["source"]["document"], "clause": row.row["source"]["clause"]},
            "text": dict(row.row["text"]),
            "cases": [case.id for case in cases if row.id in case.requirements],
            "faults": [fault["name"] for fault in faults if row.id in fault["breaks"]],
            "not_tested": row.row.get("not_tested"),
        }
        for row in load_catalogue(FOLDER / "requirements").values()
    ]


def list_faults(*, json_only: bool) -> None:
    """Print the faults."""
    rows = fault_list()
    if json_only:
        sys.stdout.write(json.dumps(rows, ensure_ascii=False) + "\n")
        return
    for row in rows:
        sys.stdout.write(f"{row['name']:<28}{', '.join(row['breaks'])}\n    {row['description']['vi']}\n")
        sys.stdout.write(f"    {row['description']['en']}\n")


def list_requirements(*, json_only: bool) -> None:
    """Print the requirements."""
    rows = requirement_list()
    if json_only:
        sys.stdout.write(json.dumps(rows, ensure_ascii=False) + "\n")
        return
    for row in rows:
        head = (
            f"{row['id']}  {row['level']}, {row['gate_class']}, {row['fidelity']}; document {row['source']['document']}"
        )
        sys.stdout.write(f"{head}\n    {row['text']['vi']}\n    {row['text']['en']}\n")
        sys.stdout.write(
            f"    cases: {', '.join(row['cases']) or '-'}\n    faults: {', '.join(row['faults']) or '-'}\n"
        )
