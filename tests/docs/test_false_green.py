"""The table of false-green traps is whole, and each test that it names exists and is run by `make test`."""

import ast
import re
import tomllib

from tests.hygiene.sources import ROOT

PAGE = (ROOT / "docs" / "false-green.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in PAGE.splitlines() if line.startswith("| ")][
    1:
]
PYTEST = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pytest"]["ini_options"]
OUT = {"skip", "skipif", "xfail"}
"""Marks under which a test would not have to hold."""


def named(cell: str) -> list[tuple[str, str]]:
    """File and function of each test that a cell names."""
    return re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", cell)


def function_of(file: str, name: str) -> ast.FunctionDef | None:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return next((node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name), None)


def test_every_trap_has_its_row_and_every_row_a_test() -> None:
    assert [row[0] for row in ROWS] == [*map(str, range(1, 37)), *"ABCDEF"]
    assert [row[0] for row in ROWS if len(row) != 4 or not all(row) or not named(row[3])] == []


def test_every_test_that_is_named_exists_and_runs() -> None:
    wrong = []
    for row in ROWS:
        for file, name in named(row[3]):
            found = function_of(file, name) if (ROOT / file).is_file() else None
            if found is None or not any(file.startswith(f"{path}/") for path in PYTEST["testpaths"]):
                wrong.append(f"{row[0]}: {file}::{name} is not run")
            elif OUT & set(re.findall(r"\w+", " ".join(ast.unparse(mark) for mark in found.decorator_list))):
                wrong.append(f"{row[0]}: {file}::{name} need not hold")
    assert wrong == []
    assert not {"-k", "-m", "--deselect", "--ignore"} & set(PYTEST["addopts"])


def test_every_trap_of_ours_is_in_the_table() -> None:
    told = {pair for row in ROWS for pair in named(row[3])}
    made = {
        (str(path.relative_to(ROOT)), node.name)
        for path in (ROOT / "tests" / "traps").glob("test_*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }
    assert made - told == set()
