"""`faults` and `requirements`: what there is, for people and for machines."""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cli.material import SUITES
from harness.errors import Refused
from harness.plan import scan_cases
from harness.requirement import load_catalogue
from harness.review import review_cases
from harness.statement import load_items
from load.cases import known_cases
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
    cases = [*review_cases(load_items(FOLDER / "statement.toml")), *scan_cases(SUITES), *known_cases()]
    faults = fault_list()
    return [
        {
            "id": row.id,
            "area": row.area,
            "level": row.level,
            "gate_class": row.gate_class,
            "fidelity": row.fidelity,
            "method": row.row["method"],
            "demands": list(row.demands),
            "operations": list(row.row["operations"]),
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


@dataclass(frozen=True)
class Wanted:
    """Which requirements are listed, and in which languages. What is empty leaves nothing out."""

    area: str = ""
    method: str = ""
    gate_class: str = ""
    language: str = ""

    def __call__(self, row: Mapping[str, Any]) -> bool:
        """Whether the row is listed."""
        named = (("area", self.area), ("method", self.method), ("gate_class", self.gate_class))
        return all(not value or row[key] == value for key, value in named)


def list_requirements(wanted: Wanted, *, json_only: bool) -> None:
    """Print the requirements that are wanted. Raises Refused where there is none."""
    rows = [row for row in requirement_list() if wanted(row)]
    if not rows:
        raise Refused(f"no requirement of area {wanted.area!r}, method {wanted.method!r}, class {wanted.gate_class!r}")
    if json_only:
        sys.stdout.write(json.dumps(rows, ensure_ascii=False) + "\n")
        return
    languages = [wanted.language] if wanted.language else ["vi", "en"]
    for row in rows:
        head = f"{row['id']}  {row['level']}, {row['gate_class']}, {row['fidelity']}, by {row['method']}"
        sys.stdout.write(f"{head}; document {row['source']['document']}\n")
        sys.stdout.write("".join(f"    {row['text'][language]}\n" for language in languages))
        if row["method"] == "test":
            sys.stdout.write(f"    cases: {', '.join(row['cases']) or '-'}\n")
            sys.stdout.write(f"    faults: {', '.join(row['faults']) or '-'}\n")
