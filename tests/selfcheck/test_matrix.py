"""The kill matrix that was kept: it is of these faults, cases and requirements, and has no gap."""

import pytest

from cli.material import SUITES
from harness.plan import scan_cases
from harness.review import review_cases
from harness.statement import load_items
from specs import FOLDER
from tests.selfcheck.deviations import CATALOGUE, collateral, deviations, misses
from tests.selfcheck.matrix import Kills, Matrix, load_matrix, make_matrix, reasons, write_matrix
from tests.selfcheck.page import PAGE, render
from tests.selfcheck.rows import Row, case_of
from tests.selfcheck.summary import objections

AGAIN = "run make selfcheck-full"
ONE, OTHER, SECOND = "a/test_x::test_one A-001", "a/test_x::test_one[b] A-001", "a/test_y::test_two A-002"


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


def a_row(*killed: str, **statuses: str) -> Row:
    """A run in which these judgements fell."""
    told = {name.replace("_", "-"): status for name, status in statuses.items()}
    return Row("NO_GO", 10, told, {}, [ONE, OTHER, SECOND], list(killed), {})


def test_what_nothing_kills_is_told() -> None:
    made = make_matrix(a_row(), {"first": a_row(ONE, A_001="VIOLATED")})

    assert made.unkilled() == [OTHER, "a/test_y::test_two", SECOND]
    assert len(objections(made)) == len(made.unkilled())


def test_requirements_that_always_fall_together_are_told() -> None:
    both = a_row(ONE, OTHER, SECOND, A_001="VIOLATED", A_002="VIOLATED")
    made = make_matrix(a_row(), {"both": both})

    assert made.fall_together() == [("A-001", "A-002")]
    assert objections(made) == ["always fall together, so merge them or say why not: A-001, A-002"]
    apart = make_matrix(a_row(), {"both": both, "one": a_row(ONE, A_001="VIOLATED", A_002="DEMONSTRATED")})
    assert objections(apart) == []


def test_deviations_with_one_row_count_once() -> None:
    made = make_matrix(a_row(), {"a": a_row(ONE), "b": a_row(ONE), "c": a_row(SECOND)})

    assert made.same_rows() == [("a", "b")]


def test_a_matrix_is_read_as_it_was_written(tmp_path_factory: pytest.TempPathFactory) -> None:
    made = make_matrix(a_row(), {"a": a_row(ONE, A_001="VIOLATED")})
    place = tmp_path_factory.mktemp("kept") / "matrix.json"
    write_matrix(made, place)

    assert load_matrix(place) == made
    assert made.rows["a"] == Kills("NO_GO", ["A-001"], [ONE], {})


def test_misses_and_collateral_are_told() -> None:
    deviation = next(row for row in deviations() if row.obscures)
    hidden, code = next(iter(deviation.obscures.items()))
    fine = dict.fromkeys(deviation.breaks, "VIOLATED") | {hidden: "NOT_DEMONSTRATED", "X-001": "DEMONSTRATED"}

    def row(statuses: dict[str, str], codes: dict[str, list[str]]) -> Row:
        return Row("NO_GO", 10, statuses, codes, [], [], {})

    def told(made: Row) -> tuple[list[str], list[str]]:
        return misses(deviation, made), collateral(deviation, made, list(made.statuses))

    assert told(row(fine, {hidden: [code]})) == ([], [])
    assert told(row(fine | {deviation.breaks[0]: "DEMONSTRATED"}, {hidden: [code]})) == ([deviation.breaks[0]], [])
    assert told(row(fine, {hidden: ["TIMEOUT"]}))[1] == [f"{hidden} NOT_DEMONSTRATED TIMEOUT"]
    assert told(row(fine | {"X-001": "VIOLATED"}, {hidden: [code]}))[1] == ["X-001 VIOLATED"]
    assert told(row(fine | {hidden: "DEMONSTRATED"}, {}))[1] == [f"{hidden} DEMONSTRATED"]
