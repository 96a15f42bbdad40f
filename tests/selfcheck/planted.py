"""Test cases that must not pass, planted into a copy of the suites: what each is, and what it must come to."""

from dataclasses import dataclass

HEAD = '''"""Planted."""

import os

import pytest

from harness.checks.fields import field_matches
from harness.checks.pattern import some
from harness.checks.sequence import number_is
from tests.suites import portal


def fine(scene):
    return field_matches(some(scene.exchanges, portal.login())[-1:], "reply:/session", ".+")


def wrong(scene):
    return number_is(scene.exchanges, portal.login(), at_least=77, at_most=77, fence=scene.fence)

'''


@dataclass(frozen=True)
class Planted:
    """A case by name: the requirement it is bound to, its body, and the verdict, code and status it must come to."""

    name: str
    requirement: str
    body: str
    verdict: str
    code: str | None = None
    status: str = "NOT_DEMONSTRATED"
    marks: str = ""
    arguments: str = "connected, judge"

    @property
    def text(self) -> str:
        """The case as source."""
        lines = "".join(f"    {line}\n" for line in self.body.replace("ID", repr(self.requirement)).splitlines())
        marks = f"{self.marks}\n" if self.marks else ""
        mark = f"@pytest.mark.verifies({self.requirement!r})"
        return f'\n{mark}\n{marks}def test_{self.name}({self.arguments}):\n    """Planted."""\n{lines}'


PASS = "judge(ID, fine(connected))\n"
BROKEN = (
    Planted("bare_assert", "SYNC-001", PASS + "assert 1 == 2", "ERROR", "HARNESS"),
    Planted("skip", "SYNC-004", PASS + "pytest.skip('not today')", "ERROR", "HARNESS"),
    Planted("skip_mark", "SYNC-005", PASS, "ERROR", "HARNESS", marks="@pytest.mark.skip(reason='x')"),
    Planted("skipif_mark", "SYNC-008", PASS, "ERROR", "HARNESS", marks="@pytest.mark.skipif(False, reason='x')"),
    Planted("xfail_mark", "SYNC-010", PASS, "ERROR", "HARNESS", marks="@pytest.mark.xfail"),
    Planted("xfail_inside", "SYNC-011", PASS + "pytest.xfail('known')", "ERROR", "HARNESS"),
    Planted("another_requirement", "SYNC-013", PASS + "judge('SYNC-015', fine(connected))", "ERROR", "HARNESS"),
    Planted("key_error", "SYNC-015", PASS + "{}['x']", "ERROR", "HARNESS"),
    Planted("group", "SYNC-016", PASS + "raise ExceptionGroup('g', [KeyError('x')])", "ERROR", "HARNESS"),
    Planted(
        "no_parameters",
        "SYNC-017",
        PASS,
        "ERROR",
        "HARNESS",
        marks="@pytest.mark.parametrize('x', [])",
        arguments="connected, judge, x",
    ),
    Planted(
        "fail_then_crash",
        "SYNC-021",
        "try:\n    judge(ID, wrong(connected))\nfinally:\n    {}['x']",
        "ERROR",
        "HARNESS",
        "VIOLATED",
    ),
)
SILENT = (
    Planted("empty", "SYNC-022", "", "NONE", arguments=""),
    Planted("judges_nothing", "SYNC-023", "fine(connected)", "NONE"),
    Planted("returns", "SYNC-026", "return True", "NONE"),
)
VIOLATING = (
    Planted(
        "group_with_fail",
        "SYNC-004",
        (
            "found = []\nfor what in (fine, wrong):\n    try:\n        judge(ID, what(connected))\n"
            "    except Exception as exc:\n        found.append(exc)\nraise ExceptionGroup('g', found)"
        ),
        "FAIL",
        None,
        "VIOLATED",
    ),
    Planted(
        "caught_fail",
        "SYNC-005",
        "try:\n    judge(ID, wrong(connected))\nexcept Exception:\n    pass",
        "FAIL",
        None,
        "VIOLATED",
    ),
)


def changing(body: str) -> tuple[Planted]:
    """A case that is fine but for what it does beside."""
    return (Planted("changes", "SYNC-001", f"{PASS}{body}", "PASS"),)


def module(*cases: Planted) -> str:
    """A whole test module."""
    return HEAD + "\n".join(case.text for case in cases)
