"""The national table as a page, as a workbook and as JSON: three times the same figures."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Final

from reports.html import environment_of
from reports.messages import Text, say
from reports.nation import CELLS, SCHEMA, Nation, ProvinceRow
from reports.outside import Json, text_of
from reports.workbook import render_table

MARKS: Final = {"shown": "●", "violated": "✕", "not_shown": "○", "no_record": "–"}
ANSWER_MARKS: Final = {
    "GO": "●",
    "CONDITIONAL_GO": "◐",
    "NO_GO": "✕",
    "UNDECIDED": "?",
    "no_record": "–",
    "refused": "!",
}


def to_json(nation: Nation) -> bytes:
    """The table as `specs/schemas/nation.json` describes it."""
    table = nation.table
    row: dict[str, Json] = {
        "schema": SCHEMA,
        "day": nation.day.isoformat(),
        "source": {"document": table.document, "day": table.day.isoformat(), "of": table.of},
        "columns": [_column(nation, number) for number in range(len(table.columns))],
        "answers": dict(sorted(nation.answers.items())),
        "provinces": [_province(row) for row in nation.rows],
        "strays": [{"folder": folder, "why": why} for folder, why in nation.strays],
    }
    return (json.dumps(row, ensure_ascii=False, indent=1) + "\n").encode()


def to_workbook(nation: Nation) -> bytes:
    """One sheet, one line a province. Raises Refused where the extra is missing that writes workbooks."""
    columns = [column.id for column in nation.table.columns]
    rows = [{**_flat(row), **{name: row.cells[name].state for name in columns}} for row in nation.rows]
    return render_table("34 tỉnh", [name for name in rows[0] if name not in columns] + columns, rows)


def to_page(nation: Nation) -> bytes:
    """A page of its own in Vietnamese and English, without script and without anything from elsewhere."""
    environment = environment_of()
    environment.globals.update(marks=MARKS, answer_marks=ANSWER_MARKS, cells=CELLS, standing=standing, words=text_of)
    return environment.get_template("nation.html").render(nation=nation).encode()


def standing(row: ProvinceRow) -> Text:
    """How a province stands, in words: its answer, or why it has none."""
    return say(f"answer.{row.answer}") if row.state == "answered" else say(f"standing.{row.state}")


def _column(nation: Nation, number: int) -> dict[str, Json]:
    column = nation.table.columns[number]
    counts = nation.count(column)
    return {**asdict(column), "counts": {state: counts[state] for state in CELLS}}


def _flat(row: ProvinceRow) -> dict[str, Json]:
    return {
        "code": row.province.code,
        "name": row.province.name,
        "state": row.state,
        "answer": row.answer,
        "exit_code": row.exit_code,
        "reason": row.reason,
        "system": row.system,
        "build": row.build,
        "policy": row.policy,
        "sealed": row.sealed,
        "age_days": row.age_days,
        "signed_by": ", ".join(row.signed_by),
        "records": row.records,
        "records_of_this_build": row.of_build,
        "records_not_counted": len(row.apart),
    }


def _province(row: ProvinceRow) -> dict[str, Json]:
    told = {
        "signed_by": list(row.signed_by),
        "records_not_counted": [{"folder": folder, "why": why} for folder, why in row.apart],
        "columns": {name: {"state": cell.state, "open": list(cell.open)} for name, cell in row.cells.items()},
    }
    return {**_flat(row), **told}


NATION_FORMATS: Mapping[str, Callable[[Nation], bytes]] = {"html": to_page, "xlsx": to_workbook, "json": to_json}
