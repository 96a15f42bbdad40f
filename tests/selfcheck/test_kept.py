"""The kill matrix that was kept: it is of these faults, cases and requirements, and has no gap."""

import pytest

from cli.material import SUITES
from harness.plan import scan_cases
from harness.review import review_cases
from harness.statement import load_items
from specs import FOLDER
from tests.selfcheck.deviations import CATALOGUE, deviations
from tests.selfcheck.matrix import Matrix, load_matrix, reasons
from tests.selfcheck.page import PAGE, render
from tests.selfcheck.rows import case_of
from tests.selfcheck.summary import objections

AGAIN = "run make selfcheck-full"


@pytest.fixture(scope="module")
def matrix() -> Matrix:
    """The matrix that was kept."""
    return load_matrix()


def test_it_has_a_row_for_each_deviation(matrix: Matrix) -> None:
    assert sorted(matrix.rows) == sorted(row.name for row in deviations()), AGAIN


def test_it_has_every_case(matrix: Matrix) -> None:
    cases = [*review_cases(load_items(FOLDER / "statement.toml")), *scan_cases(SUITES)]

    assert sorted({case_of(name) for name in matrix.judgements}) == sorted(case.id for case in cases), AGAIN


def test_every_requirement_that_has_a_case_is_judged(matrix: Matrix) -> None:
    bound = {name for case in scan_cases(SUITES) for name in case.requirements}

    assert {name.partition(" ")[2] for name in matrix.judgements} == bound, AGAIN
    assert bound <= set(CATALOGUE)


def test_each_row_violates_what_its_deviation_breaks(matrix: Matrix) -> None:
    told = {row.name: sorted(row.breaks) for row in deviations()}

    assert {name: sorted(kills.violated) for name, kills in matrix.rows.items()} == told, AGAIN


def test_nothing_is_left_that_no_fault_kills(matrix: Matrix) -> None:
    assert objections(matrix) == []


def test_reasons_are_given_for_what_falls_together_and_for_nothing_else(matrix: Matrix) -> None:
    assert sorted(reasons()) == sorted(set(reasons()) & set(matrix.fall_together()))


def test_the_page_is_that_of_the_matrix(matrix: Matrix) -> None:
    assert PAGE.read_text(encoding="utf-8") == render(matrix), AGAIN
