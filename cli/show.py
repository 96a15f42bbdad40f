"""What a person, or with `--json` a pipeline, sees at the end of a run and of `run --plan`."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console

from cli.material import Material, relative
from cli.options import RunOptions
from harness.record import SealedRecord
from reports import terminal

SECONDS_A_CASE = 0.5
CALLS_A_CASE = 6


def show_result(record: SealedRecord | None, readiness: Mapping[str, Any], out: Path, options: RunOptions) -> None:
    """The closing table, the blocking list, the answer, and where the report lies."""
    if options.json_only:
        sys.stdout.write(json.dumps(readiness, ensure_ascii=False) + "\n")
        return
    console = Console(width=None if sys.stdout.isatty() else 100)
    if record is None:
        console.print(f"{readiness['answer']} ({readiness['exit_code']}): {readiness['reason']}")
        return
    console.print(terminal.render(record, readiness, language=options.language))
    console.print(f"report: {relative((out / 'report.html').resolve())}", soft_wrap=True)


def show_plan_of(material: Material, *, json_only: bool) -> None:
    """Cases with reasons, and what the run would cost and leave behind."""
    plan, timers = material.plan, material.target.access.timers
    selected = [item for item in plan.cases if item.selected]
    minutes = round(len(selected) * (SECONDS_A_CASE + timers.quiet_s) / 60, 1)
    row = {
        "mode": plan.mode,
        "cases": [
            {"id": item.case.id, "selected": item.selected, "reason": item.reason, "purpose": item.case.purpose}
            for item in plan.cases
        ],
        "not_applicable": dict(plan.not_applicable),
        "calls_about": len(selected) * CALLS_A_CASE,
        "minutes_about": minutes,
        "manual_steps": 0,
        "data_created": "synthetic dossiers in the province under test, about 40; they stay there",
    }
    if json_only:
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
        return
    for item in plan.cases:
        mark = "run " if item.selected else "skip"
        sys.stdout.write(f"{mark}  {item.case.id}  {', '.join(item.case.requirements)}\n")
        sys.stdout.write(f"      {item.case.purpose if item.selected else item.reason}\n")
    sys.stdout.write(
        f"\n{len(selected)} of {len(plan.cases)} cases, mode {plan.mode}; about {row['calls_about']} calls of the "
        f"province and {minutes} minutes; no manual step; creates {row['data_created']}.\n"
    )
