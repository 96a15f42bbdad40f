"""The test plan: every case of the suites, selected or not and why, written before anything is collected.

Cases are read from the suites' source, not from a collection, so that nothing that changes a collection (an option, a
configuration file, a plugin) can make a case disappear unnoticed: what is planned and not recorded is NONE by name.
"""

import ast
import difflib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from harness.errors import Refused
from harness.requirement import RUN, Requirement
from harness.statement import ConformanceStatement

PHASES = ("review", "connect", "capability", "behaviour", "fault", "volume")


@dataclass(frozen=True)
class TestCase:
    """A test function of the suites: its id `phase/module::function`, what it verifies and its purpose, one line."""

    __test__ = False

    id: str
    phase: str
    requirements: tuple[str, ...]
    purpose: str


@dataclass(frozen=True)
class PlannedCase:
    """A case with the decision on it. `reason` says why it is not selected; empty where it is."""

    case: TestCase
    selected: bool
    reason: str


@dataclass(frozen=True)
class TestPlan:
    """Every case with its decision, and every requirement that does not apply with the reason."""

    __test__ = False

    cases: tuple[PlannedCase, ...]
    not_applicable: Mapping[str, str]
    mode: str

    def cases_of(self, requirement: str) -> list[TestCase]:
        """The selected cases that must speak of the requirement."""
        return [item.case for item in self.cases if item.selected and requirement in item.case.requirements]


def scan_cases(suites: Path) -> list[TestCase]:
    """Every test function below `suites` that is bound to requirements, in the order in which phases run.

    Refused: a test function without `@pytest.mark.verifies(…)` or without a docstring, one that is written twice or
    `async`, a phase that is unknown.
    """
    cases: list[TestCase] = []
    for path in sorted(suites.glob("*/test_*.py")):
        phase = path.parent.name
        if phase not in PHASES:
            raise Refused(f"suites: {phase} is no phase; the phases are {', '.join(PHASES)}")
        tree = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
        functions = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
        cases.extend(_read_case(node, phase, path.stem) for node in functions if node.name.startswith("test_"))
    twice = [name for name, number in Counter(case.id for case in cases).items() if number > 1]
    if twice:
        raise Refused(f"suites: {twice[0]} is written twice, and only the last would run")
    return sorted(cases, key=lambda case: PHASES.index(case.phase))


def _read_case(node: ast.FunctionDef | ast.AsyncFunctionDef, phase: str, module: str) -> TestCase:
    name = f"{phase}/{module}::{node.name}"
    if isinstance(node, ast.AsyncFunctionDef):
        raise Refused(f"suites: {name} is async: nothing would wait for it")
    ids: list[str] = []
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.verifies":
            ids += [_literal(argument, name) for argument in decorator.args]
    purpose = (ast.get_docstring(node) or "").split("\n")[0]
    if not ids or not purpose:
        raise Refused(f"suites: {name} has no {'docstring' if ids else 'verifies(…)'}")
    return TestCase(name, phase, tuple(ids), purpose)


def _literal(argument: ast.expr, name: str) -> str:
    """The id as it is written: what is computed cannot be read without running the suite."""
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return argument.value
    raise Refused(f"suites: {name} verifies {ast.unparse(argument)}: write the id itself")


def make_plan(
    cases: Sequence[TestCase],
    catalogue: Mapping[str, Requirement],
    statement: ConformanceStatement,
    *,
    select: Iterable[str] = (),
    diagnostic: bool = False,
    parts: Collection[str] = (RUN,),
) -> TestPlan:
    """Decide on every case. `select` holds requirement ids, areas or case ids, with `*`; any makes the run diagnostic.

    `parts` are those that the policy asks for: what is judged in another one does not apply.
    Raises Refused for a case that cites an unknown requirement and for a selection that chooses nothing.
    """
    for case in cases:
        unknown = [name for name in case.requirements if name not in catalogue]
        if unknown:
            raise Refused(f"suites: {case.id} verifies {unknown[0]}, which is in no catalogue")
    wanted = list(select)
    for word in wanted:
        _refuse_empty(word, cases, catalogue)
    not_applicable = _not_applicable(catalogue, statement, parts)
    planned = tuple(_decide(case, wanted, not_applicable) for case in cases)
    if not any(item.selected for item in planned):
        raise Refused("nothing is selected: no case applies to this statement and selection")
    mode = "diagnostic" if wanted or diagnostic else "certification"
    return TestPlan(planned, not_applicable, mode)


def _not_applicable(
    catalogue: Mapping[str, Requirement], statement: ConformanceStatement, parts: Collection[str]
) -> dict[str, str]:
    """What does not apply, with the reason. What only another part can judge applies where the policy asks for it."""
    apart = {
        row.id: f"`lienthong {row.part}` judges it, and the policy does not ask for that"
        for row in catalogue.values()
        if row.part not in parts
    }
    not_claimed = {
        row.id: f"{row.applicable} is not claimed in the statement"
        for row in catalogue.values()
        if not statement.holds(row.applicable)
    }
    return apart | not_claimed


def _decide(case: TestCase, wanted: Sequence[str], not_applicable: Mapping[str, str]) -> PlannedCase:
    reasons = [f"{name}: {not_applicable[name]}" for name in case.requirements if name in not_applicable]
    if len(reasons) == len(case.requirements):
        return PlannedCase(case, False, "; ".join(reasons))
    if wanted and not any(_chosen(case, word) for word in wanted):
        return PlannedCase(case, False, f"not chosen by --select {' '.join(wanted)}")
    return PlannedCase(case, True, "")


def _chosen(case: TestCase, word: str) -> bool:
    areas = {name.split("-")[0] for name in case.requirements}
    return word in areas or any(fnmatchcase(name, word) for name in (*case.requirements, case.id))


def _refuse_empty(word: str, cases: Sequence[TestCase], catalogue: Mapping[str, Requirement]) -> None:
    if any(_chosen(case, word) for case in cases):
        return
    known = [*catalogue, *dict.fromkeys(row.area for row in catalogue.values()), *(case.id for case in cases)]
    close = difflib.get_close_matches(word, known, n=3, cutoff=0.5)
    hint = f"; did you mean {', '.join(close)}?" if close else "; see `lienthong requirements`"
    raise Refused(f"--select {word!r} chooses no case{hint}")
