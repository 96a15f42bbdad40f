"""The page of the kill matrix, written by the run."""

from collections.abc import Iterable, Mapping

from tests.selfcheck.deviations import CATALOGUE
from tests.selfcheck.matrix import PLACE, Matrix, reasons
from tests.selfcheck.rows import case_of

PAGE = PLACE.with_suffix(".md")
HEAD = """# Kill matrix

Written by `make selfcheck-full`; do not edit.
The same as data, with every judgement: [kill-matrix.json](kill-matrix.json).
A row is a province with one thing amiss (a named fault, or a mandatory item of the statement that is denied),
judged by every case in certification mode.
What it means, and how to add one: [CONTRIBUTING](../../CONTRIBUTING.md#a-fault).
"""


def render(matrix: Matrix) -> str:
    """The page."""
    figures = {
        "deviations": len(matrix.rows),
        "rows that differ": len(matrix.rows) - sum(len(group) - 1 for group in matrix.same_rows()),
        "cases": len({case_of(name) for name in matrix.judgements}),
        "judgements (case × instance × requirement)": len(matrix.judgements),
        "judgements that nothing kills": len(matrix.unkilled()),
    }
    parts = [
        HEAD,
        _table(("figure", ""), ((name, str(value)) for name, value in figures.items())),
        "## What each deviation violates\n",
        _table(("deviation", "violated", "judgements", "answer"), _deviations(matrix)),
        "## What violates each requirement\n",
        _table(("requirement", "violated by"), _requirements(matrix)),
        "## Alike\n",
        _alike(matrix),
    ]
    return "\n".join(parts)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(row)} |\n" for row in lines)


def _deviations(matrix: Matrix) -> Iterable[tuple[str, ...]]:
    for name, kills in matrix.rows.items():
        hidden = f" ({len(kills.open)} case runs open)" if kills.open else ""
        yield f"`{name}`", f"{' '.join(kills.violated)}{hidden}", str(len(kills.killed)), kills.answer


def _requirements(matrix: Matrix) -> Iterable[tuple[str, ...]]:
    by: Mapping[str, list[str]] = {name: [] for name in CATALOGUE}
    for deviation, kills in matrix.rows.items():
        for name in kills.violated:
            by[name].append(f"`{deviation}`")
    return ((name, ", ".join(found) or "nothing") for name, found in by.items())


def _alike(matrix: Matrix) -> str:
    rows = [
        f"- Deviations that make the same judgements fail, and count once: {', '.join(g)}" for g in matrix.same_rows()
    ]
    known = reasons()
    rows += [
        f"- Requirements that always fall together: {', '.join(g)}: {known.get(g, 'no reason is given')}"
        for g in matrix.fall_together()
    ]
    return "\n".join(rows or ["No two rows and no two columns are the same."]) + "\n"
