"""The kill matrix: what it tells of gaps, of what falls together and of what counts once."""

import pytest

from tests.selfcheck.deviations import collateral, deviations, misses
from tests.selfcheck.matrix import Kills, load_matrix, make_matrix, write_matrix
from tests.selfcheck.rows import Row
from tests.selfcheck.summary import objections

AGAIN = "run make selfcheck-full"
ONE, OTHER, SECOND = "a/test_x::test_one A-001", "a/test_x::test_one[b] A-001", "a/test_y::test_two A-002"


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
