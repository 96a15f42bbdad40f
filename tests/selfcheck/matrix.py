"""The kill matrix: which deviation makes which judgement fail, as the last full self-check saw it.

Kept in `docs/selfcheck/kill-matrix.json`, written by `make selfcheck-full`, read by `make test`.
"""

import json
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from specs import FOLDER
from tests.selfcheck.rows import Row, case_of

SCHEMA = "lienthong/kill-matrix/1"
PLACE = FOLDER.parent / "docs" / "selfcheck" / "kill-matrix.json"
REASONS = Path(__file__).with_name("fall_together.toml")


@dataclass(frozen=True)
class Kills:
    """What one deviation came to: requirements violated, judgements that were FAIL, case runs left open, the answer."""

    answer: str
    violated: list[str]
    killed: list[str]
    open: Mapping[str, str]


@dataclass(frozen=True)
class Matrix:
    """Every judgement of the faultless province's run, and by deviation what fell."""

    judgements: list[str]
    rows: Mapping[str, Kills]

    def killers(self) -> dict[str, set[str]]:
        """By judgement, the deviations that make it fail."""
        found: dict[str, set[str]] = {name: set() for name in self.judgements}
        for deviation, kills in self.rows.items():
            for name in kills.killed:
                found.setdefault(name, set()).add(deviation)
        return found

    def unkilled(self) -> list[str]:
        """Judgements that nothing makes fail, and cases of which no judgement fails."""
        killers = self.killers()
        cases = {case_of(name) for name, by in killers.items() if by}
        judgements = [name for name, by in killers.items() if not by]
        return sorted({*judgements, *(case_of(name) for name in killers if case_of(name) not in cases)})

    def fall_together(self) -> list[tuple[str, ...]]:
        """Requirements that are violated by the very same deviations: one of them says nothing of its own."""
        by: dict[str, set[str]] = defaultdict(set)
        for deviation, kills in self.rows.items():
            for name in kills.violated:
                by[name].add(deviation)
        return _alike(by)

    def same_rows(self) -> list[tuple[str, ...]]:
        """Deviations that make the very same judgements fail: they count once."""
        return _alike({name: set(kills.killed) for name, kills in self.rows.items()})


def _alike(sets: Mapping[str, Iterable[str]]) -> list[tuple[str, ...]]:
    groups: dict[frozenset[str], list[str]] = defaultdict(list)
    for name, values in sets.items():
        groups[frozenset(values)].append(name)
    return sorted(tuple(sorted(group)) for group in groups.values() if len(group) > 1)


def make_matrix(honest: Row, rows: Mapping[str, Row]) -> Matrix:
    """The matrix of these runs."""
    return Matrix(honest.judged, {name: make_kills(row) for name, row in rows.items()})


def make_kills(row: Row) -> Kills:
    """What a run of a deviation came to."""
    violated = [name for name, status in row.statuses.items() if status == "VIOLATED"]
    return Kills(row.answer, violated, row.killed, row.open)


def load_matrix(place: Path = PLACE) -> Matrix:
    """The matrix that was kept."""
    kept = json.loads(place.read_text(encoding="utf-8"))
    return Matrix(kept["judgements"], {name: Kills(**kills) for name, kills in kept["rows"].items()})


def write_matrix(matrix: Matrix, place: Path = PLACE) -> None:
    """Keep it, one judgement to a line, so that a change can be read."""
    place.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"schema": SCHEMA, **asdict(matrix)}, ensure_ascii=False, indent=1)
    place.write_text(text + "\n", encoding="utf-8")


def reasons() -> dict[tuple[str, ...], str]:
    """Requirements that may fall together, with the reason (`fall_together.toml`)."""
    rows = tomllib.loads(REASONS.read_text(encoding="utf-8"))["group"]
    return {tuple(sorted(row["requirements"])): row["reason"] for row in rows}
