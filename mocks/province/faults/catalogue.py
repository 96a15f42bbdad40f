"""The named faults of the reference province, and what each must break: the tables beside this module."""

import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class FaultRow:
    """What a fault is for: `breaks` are the requirements it must violate, `obscures` those it hides, with the code."""

    name: str
    area: str
    description: Mapping[str, str]
    breaks: tuple[str, ...]
    obscures: Mapping[str, str]


def read_fault(name: str) -> str:
    """Return the name, if a fault has it; raises ValueError that lists close matches."""
    known = [row.name for row in load_faults()]
    if name not in known:
        close = get_close_matches(name, known, n=3, cutoff=0.4)
        hint = f"; did you mean {', '.join(close)}?" if close else ""
        raise ValueError(f"no fault is named {name!r}{hint}")
    return name


@cache
def load_faults() -> tuple[FaultRow, ...]:
    """Return the tables of all areas, a row for each fault; raises ValueError where two have one name."""
    tables = sorted(Path(__file__).parent.glob("*.toml"))
    rows = [row for table in tables for row in tomllib.loads(table.read_text(encoding="utf-8"))["fault"]]
    names = Counter(row["name"] for row in rows)
    if twice := [name for name, times in names.items() if times > 1]:
        raise ValueError(f"the tables of faults name {', '.join(twice)} more than once")
    return tuple(map(_read_row, rows))


def _read_row(row: Mapping[str, Any]) -> FaultRow:
    description = {"vi": row["vi"], "en": row["en"]}
    return FaultRow(row["name"], row["area"], description, tuple(row["breaks"]), dict(row["obscures"]))
