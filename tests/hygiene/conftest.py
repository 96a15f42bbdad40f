"""Lists the modules that grow towards the limit, below every test run; it is a hint and fails nothing."""

import pytest

from tests.hygiene.house_rules import LONG_MODULE, LONGEST_MODULE
from tests.hygiene.sources import PACKAGES, ROOT, modules


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line: which modules are over 250 lines, longest first."""
    sizes = {module.place: len(module.text.splitlines()) for module in modules(ROOT, packages=(*PACKAGES, "scripts"))}
    grown = sorted(((lines, place) for place, lines in sizes.items() if lines > LONG_MODULE), reverse=True)
    if grown:
        listed = ", ".join(f"{place} ({lines})" for lines, place in grown)
        terminalreporter.write_line(f"modules over {LONG_MODULE} lines (limit {LONGEST_MODULE}): {listed}")
