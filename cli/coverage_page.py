"""The coverage in words: for the terminal with every case and fault, and as the page `docs/coverage.md` with ids."""

import itertools
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from cli.coverage import coverage

LEAST_RUN = 3
"""So many numbers in a row are written as first…last."""
HEAD = """# Coverage

Which requirements answer what the five documents demand, and which look at the systems that they name.
`lienthong requirements --markdown > docs/coverage.md` writes this page; a test holds that it is not stale.
`lienthong requirements --coverage` prints the same with every case, fault, sheet and planted wrong workbook.

Which clause asks for what is our reading: an assumption until those who wrote the documents confirm it.
"""


def show_coverage(*, json_only: bool, markdown: bool, language: str) -> None:
    """Print the coverage: as JSON, as the page, or in words."""
    found = coverage()
    if json_only:
        sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write(page_of(found) if markdown else "\n".join(_lines(found, language)) + "\n")


def _lines(found: Mapping[str, Any], language: str) -> Iterator[str]:
    for row in found["demands"]:
        documents = f"document {', '.join(row['documents'])}" if row["documents"] else "derived"
        yield f"{row['number']}  {row['area']}, {documents}: {row['text'][language]}"
        for answer in row["requirements"]:
            yield from _answer(answer, language)
        if row["not_tested"]:
            yield f"    not tested: {row['not_tested'][language]} Decided by {row['not_tested']['by']}."
    yield ""
    for row in found["systems"]:
        yield f"{row['id']}  {row['role']}, document {', '.join(row['documents'])}: {row['name'][language]}"
        yield f"    {ranges(row['requirements'])}"
    yield ""
    yield from found["gaps"]
    yield f"{len(found['demands'])} demands, {len(found['systems'])} systems, {len(found['gaps']) or 'no'} gaps"


def _answer(answer: Mapping[str, Any], language: str) -> Iterator[str]:
    if examined := answer["examined"]:
        yield f"    {answer['id']}  {answer['method']}: workbook, {' and '.join(examined['sheets'])}"
        yield f"        stated by: {', '.join(examined['by'])}; wrong workbooks: {', '.join(examined['wrong']) or '-'}"
        return
    yield f"    {answer['id']}  {answer['method']}"
    if answer["cases"]:
        yield f"        cases: {', '.join(answer['cases'])}"
    if answer["faults"]:
        yield f"        faults: {', '.join(answer['faults'])}"
    if answer["not_tested"]:
        yield f"        not tested: {answer['not_tested'][language]}"


def page_of(found: Mapping[str, Any]) -> str:
    """The page of documentation."""
    parts = [HEAD, "## Demands\n", _table(("", "area", "in", "demand", "requirements", "not tested"), _demands(found))]
    parts += ["## Systems\n", _table(("", "role", "in", "system", "requirements"), _systems(found))]
    for letter, rows in itertools.groupby(found["sentences"], key=lambda row: row["document"]):
        parts += [f"## Document {letter}\n", _table(("sentence", "demands", "requirements, or why none"), _told(rows))]
    return "\n".join(parts)


def _demands(found: Mapping[str, Any]) -> Iterator[Sequence[str]]:
    for row in found["demands"]:
        open_part = f"{row['not_tested']['en']} Decided by {row['not_tested']['by']}." if row["not_tested"] else ""
        ids = ranges(answer["id"] for answer in row["requirements"])
        yield (
            str(row["number"]),
            row["area"],
            " ".join(row["documents"]) or "derived",
            row["text"]["en"],
            ids,
            open_part,
        )


def _systems(found: Mapping[str, Any]) -> Iterator[Sequence[str]]:
    for row in found["systems"]:
        name = f"{row['name']['vi']}: {row['name']['en']}"
        yield row["id"], row["role"], " ".join(row["documents"]), name, ranges(row["requirements"])


def _told(rows: Iterable[Mapping[str, Any]]) -> Iterator[Sequence[str]]:
    for row in rows:
        numbers = ", ".join(map(str, row["demands"]))
        yield row["text"], numbers, row["none"]["en"] if row["none"] else ranges(row["requirements"])


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |\n" for line in lines)


def ranges(ids: Iterable[str]) -> str:
    """Ids of requirements in order, with three and more in a row as `SYNC-001…009`."""
    numbers = sorted((name.partition("-")[0], int(name.partition("-")[2])) for name in set(ids))
    runs: list[list[tuple[str, int]]] = []
    for area, number in numbers:
        if runs and runs[-1][-1] == (area, number - 1):
            runs[-1].append((area, number))
        else:
            runs.append([(area, number)])
    return ", ".join(word for run in runs for word in _run(run))


def _run(run: Sequence[tuple[str, int]]) -> list[str]:
    (area, first), (_, last) = run[0], run[-1]
    if len(run) >= LEAST_RUN:
        return [f"{area}-{first:03d}…{last:03d}"]
    return [f"{area}-{number:03d}" for area, number in run]
