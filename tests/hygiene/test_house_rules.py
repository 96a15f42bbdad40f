"""Our own rules hold in every module, and each of them is seen to fail."""

from pathlib import Path

import pytest

from tests.hygiene import house_rules as rules
from tests.hygiene.sources import PACKAGES, ROOT, Module, modules, plant

EVERYWHERE = (*PACKAGES, "tests", "scripts")
FILLER = "".join(f"x{n} = {n}\n" for n in range(rules.LONGEST_MODULE))
BODY = "".join(f"    x{n} = {n}\n" for n in range(rules.LONGEST_FUNCTION))

SCOPES: dict[rules.Rule, tuple[str, ...]] = {
    rules.module_is_short: EVERYWHERE,
    rules.functions_are_short: EVERYWHERE,
    rules.only_cli_prints: (*PACKAGES, "scripts"),
    rules.nothing_is_asserted: PACKAGES,
    rules.broad_catches_give_a_reason: EVERYWHERE,
    rules.only_the_clock_sleeps: PACKAGES,
    rules.exceptions_to_tools_are_explained: EVERYWHERE,
}
# rule, place, a module that breaks it once, a module that keeps it
CASES: list[tuple[rules.Rule, str, str, str]] = [
    (rules.module_is_short, "harness/a.py", FILLER + "y = 1\n", FILLER),
    (rules.functions_are_short, "harness/a.py", f"def f():\n{BODY}", f"def f():\n{BODY[11:]}"),
    (
        rules.functions_are_short,
        "mocks/a.py",
        f"class A:\n    async def f():\n{BODY.replace('    ', '        ')}",
        "",
    ),
    (rules.only_cli_prints, "harness/a.py", "print(1)\n", "log(1)\n"),
    (rules.only_cli_prints, "mocks/a.py", "def f():\n    print(1)\n", "'print(1)'\n"),
    (rules.nothing_is_asserted, "harness/a.py", "assert x\n", "judge(x)\n"),
    (rules.nothing_is_asserted, "tests/suites/test_a.py", "def test():\n    assert x\n", ""),
    (rules.broad_catches_give_a_reason, "mocks/a.py", "try:\n    f()\nexcept Exception:\n    raise\n", ""),
    (rules.broad_catches_give_a_reason, "mocks/a.py", "try:\n    f()\nexcept:\n    raise\n", ""),
    (
        rules.broad_catches_give_a_reason,
        "mocks/a.py",
        "try:\n    f()\nexcept (OSError, Exception):  # noqa: BLE001\n    raise\n",
        "try:\n    f()\nexcept Exception:  # noqa: BLE001 - a plugin may raise anything\n    raise\n",
    ),
    (
        rules.broad_catches_give_a_reason,
        "mocks/a.py",
        "try:\n    f()\nexcept BaseException as exc:\n    raise\n",
        "try:\n    f()\nexcept BaseException:  # the writer is closed whatever happened\n    raise\n",
    ),
    (rules.only_the_clock_sleeps, "harness/a.py", "import time\ntime.sleep(1)\n", "clock.sleep(1)\n"),
    (
        rules.only_the_clock_sleeps,
        "harness/a.py",
        "from asyncio import sleep\n",
        "from harness.clock import Clock\n",
    ),
    (rules.only_the_clock_sleeps, "harness/a.py", "import time\nwait(time.sleep)\n", ""),
    (rules.exceptions_to_tools_are_explained, "cli/a.py", "f()  # noqa\n", "f()  # nothing here\n"),
    (
        rules.exceptions_to_tools_are_explained,
        "cli/a.py",
        "f()  # noqa: S603\n",
        "f()  # noqa: S603 - our own program\n",
    ),
    (rules.exceptions_to_tools_are_explained, "cli/a.py", "f()  # type: ignore\n", "'# noqa'\n"),
    (
        rules.exceptions_to_tools_are_explained,
        "cli/a.py",
        "f()  # type: ignore[arg-type]\n",
        "f()  # type: ignore[arg-type]  # the stub is older than the library\n",
    ),
    (rules.exceptions_to_tools_are_explained, "cli/a.py", "# ruff: noqa\n", ""),
]


def test_every_rule_holds_everywhere() -> None:
    """Module by module, so that each is parsed once for all rules."""
    scopes = {rule: {module.place for module in modules(ROOT, packages=scope)} for rule, scope in SCOPES.items()}
    found = {
        (rule.__name__, breach)
        for module in modules(ROOT, packages=EVERYWHERE)
        for rule, places in scopes.items()
        if module.place in places
        for breach in rule(module)
    }
    assert found == set()


@pytest.mark.parametrize(("rule", "place", "bad", "good"), CASES, ids=lambda value: getattr(value, "__name__", ""))
def test_a_planted_breach_is_found(tmp_path: Path, rule: rules.Rule, place: str, bad: str, good: str) -> None:
    plant(tmp_path, {place: bad})
    assert len(list(rule(Module(tmp_path, tmp_path / place)))) == 1
    plant(tmp_path, {place: good})
    assert list(rule(Module(tmp_path, tmp_path / place))) == []


def test_every_rule_is_seen_to_fail() -> None:
    assert {rule for rule, *_ in CASES} == set(SCOPES)


def test_cli_may_print_and_the_clock_may_sleep(tmp_path: Path) -> None:
    plant(tmp_path, {"cli/a.py": "print(1)\n", "harness/clock.py": "import time\ntime.sleep(1)\n"})
    assert list(rules.only_cli_prints(Module(tmp_path, tmp_path / "cli/a.py"))) == []
    assert list(rules.only_the_clock_sleeps(Module(tmp_path, tmp_path / "harness/clock.py"))) == []
