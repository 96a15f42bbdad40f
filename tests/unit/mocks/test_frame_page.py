"""The page on the frame says of the faults what the code does."""

import re

from mocks.core.faults import AFTER, BEFORE, PUSHED, SERVED, WHOLE
from mocks.post.parcel import DEFAULTS
from tests.hygiene.sources import ROOT

PAGE = ROOT / "docs" / "systems" / "frame.md"
GROUPS = {
    "before the side effect": BEFORE,
    "after the side effect": AFTER,
    "the whole system": WHOLE,
    "what the system decides": SERVED,
    "pushes": PUSHED,
}


def table() -> str:
    """The table of faults as the page should have it."""
    lines = ["| fault | where | what happens |", "|---|---|---|"]
    lines += [f"| `{kind.usage}` | {where} | {kind.en} |" for where, kinds in GROUPS.items() for kind in kinds]
    return "\n".join(lines)


def test_the_table_of_faults_is_that_of_the_code() -> None:
    found = re.search(r"<!-- faults: .*? -->\n(.*?)<!-- /faults -->", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    assert found[1].strip() == table()


def test_the_figures_of_pushes_are_those_of_the_code() -> None:
    text = " ".join(PAGE.read_text(encoding="utf-8").split())
    for name, value in DEFAULTS.items():
        assert f"`{name}` ({value})" in text
