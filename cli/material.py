"""Everything that a run reads before it starts anything: target, catalogue, statement, policy, plan."""

import os
from dataclasses import asdict, dataclass
from pathlib import Path

from cli.options import RunOptions
from harness.errors import Refused
from harness.ixit import Target, load_target
from harness.plan import TestCase, TestPlan, make_plan, scan_cases
from harness.policy import Policy, load_policy
from harness.requirement import RUN, Requirement, load_catalogue
from harness.review import review_cases
from harness.sources import ROOT
from harness.statement import ConformanceStatement, load_items, read_statement
from specs import FOLDER

SUITES = ROOT / "tests" / "suites"


@dataclass(frozen=True)
class Material:
    """The input of a run, read whole and held against itself."""

    target: Target
    catalogue: dict[str, Requirement]
    statement: ConformanceStatement
    policy: Policy
    plan: TestPlan
    reviews: list[TestCase]


def load_material(options: RunOptions) -> Material:
    """Read everything. Raises Refused on the first thing that cannot be used."""
    refuse_pytest_environment()
    target = load_target(options.sut)
    catalogue = load_catalogue(FOLDER / "requirements")
    policy = load_policy(FOLDER / "policies" / f"{options.policy}.toml", catalogue)
    if RUN not in policy.parts:
        raise Refused(f"policy {policy.name} is for `lienthong {policy.parts[0]}`, and not for a run")
    policy.refuse_timers(asdict(target.access.timers))
    items = load_items(FOLDER / "statement.toml")
    statement = read_statement(items, target.answers)
    reviews = review_cases(items)
    cases = [*reviews, *scan_cases(SUITES)]
    plan = make_plan(
        cases, catalogue, statement, select=options.select, diagnostic=options.is_diagnostic, parts=policy.parts
    )
    return Material(target, catalogue, statement, policy, plan, reviews)


def refuse_pytest_environment() -> None:
    """A run takes no options from the environment: what they would leave out could not be told from what was run."""
    for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS"):
        value = os.environ.get(name)
        if value:
            raise Refused(
                f"{name}={value!r} is set, and a run takes no options from the environment: "
                f"`unset {name}`, and choose with --select, which makes the run diagnostic"
            )


def relative(path: Path) -> str:
    """A path as one would type it here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
