"""What a complete self-check comes to: the table that it prints, the matrix and the page that it writes."""

from collections.abc import Iterable, Mapping

from tests.selfcheck import kill, mutation
from tests.selfcheck.deviations import SETTLED, collateral, misses
from tests.selfcheck.full import Plan
from tests.selfcheck.matrix import PLACE, Matrix, make_matrix, reasons, write_matrix
from tests.selfcheck.page import PAGE, render
from tests.selfcheck.rows import Row
from tests.selfcheck.tasks import Results, Task


def conclude(plan: Plan, results: Results, *, seconds: float) -> tuple[list[str], bool]:
    """Lines to print, and whether something is wrong. Writes the matrix and the pages."""
    rows = _rows(results, [plan.honest, *plan.deviations, *plan.conditions])
    honest, matrix = rows[plan.honest], keep_matrix(plan, results)
    missed, beside = _missed(plan, rows), _beside(plan, rows)
    alarms = _alarms(plan, rows, honest)
    gaps = objections(matrix)
    mutants, too_few_killed = mutation.summary({task.name: results.of(task) or {} for task in plan.mutants})
    sieges, told_wrong = kill.summary({task.name: results.of(task) or {} for task in plan.sieges})
    table = {
        "faults × requirements": f"{len(plan.deviations)} × {len(honest.statuses)}",
        "rows that differ": str(len(plan.deviations) - sum(len(group) - 1 for group in matrix.same_rows())),
        "kills": f"{sum(len(kills.violated) for kills in matrix.rows.values())} requirements, "
        f"{sum(len(kills.killed) for kills in matrix.rows.values())} judgements",
        "misses": str(len(missed)),
        "collateral": str(len(beside)),
        "false alarms": f"{len(alarms)} in {len(plan.conditions)} conditions",
        "nothing kills": str(len(matrix.unkilled())),
        "time": f"{seconds:.0f} s",
    }
    lines = [*mutants, *sieges, *(f"{name:24}{value}" for name, value in table.items()), f"written: {PLACE}, {PAGE}"]
    wrong = [*missed, *beside, *alarms, *gaps]
    return [*_listed(plan), *wrong, *lines], too_few_killed or told_wrong or bool(wrong)


def keep_matrix(plan: Plan, results: Results) -> Matrix:
    """Write the matrix and its page; every deviation has been judged."""
    rows = _rows(results, [plan.honest, *plan.deviations])
    matrix = make_matrix(rows[plan.honest], {row.name: rows[task] for task, row in plan.deviations.items()})
    write_matrix(matrix)
    PAGE.write_text(render(matrix), encoding="utf-8")
    return matrix


def _rows(results: Results, tasks: Iterable[Task]) -> dict[Task, Row]:
    return {task: Row(**(results.of(task) or {})) for task in tasks}


def objections(matrix: Matrix) -> list[str]:
    """What a matrix must not have: a judgement that nothing kills, requirements that always fall together."""
    known = reasons()
    unkilled = [f"nothing makes it fail: {name}" for name in matrix.unkilled()]
    together = [group for group in matrix.fall_together() if group not in known]
    return [*unkilled, *(f"always fall together, so merge them or say why not: {', '.join(row)}" for row in together)]


def _missed(plan: Plan, rows: Mapping[Task, Row]) -> list[str]:
    found = [(row.name, misses(row, rows[task])) for task, row in plan.deviations.items()]
    return [f"missed: {name} does not violate {requirement}" for name, missing in found for requirement in missing]


def _beside(plan: Plan, rows: Mapping[Task, Row]) -> list[str]:
    found = []
    for task, deviation in plan.deviations.items():
        row = rows[task]
        found += [f"collateral: {deviation.name}: {what}" for what in collateral(deviation, row, list(row.statuses))]
        if (row.exit_code, row.answer) != deviation.answer:
            found.append(f"collateral: {deviation.name}: the answer is {row.answer} ({row.exit_code})")
    return found


def _alarms(plan: Plan, rows: Mapping[Task, Row], honest: Row) -> list[str]:
    """Where the faultless province does not come to GO, each requirement settled as it is without a condition."""
    found = []
    for name, row in {"honest": honest, **{one.name: rows[task] for task, one in plan.conditions.items()}}.items():
        wrong = {one: status for one, status in row.statuses.items() if status not in SETTLED}
        if wrong or row.answer != "GO" or row.statuses != honest.statuses:
            found.append(f"false alarm: {name}: {row.answer} {wrong} {dict(row.open)}")
    return found


def _listed(plan: Plan) -> list[str]:
    return [f"condition: {condition.name}" for condition in plan.conditions.values()]
