"""Cases that are left out by hand: a word that leaves out nothing is a slip, and is refused with what is like it."""

import difflib
from collections.abc import Iterable, Sequence

from harness.errors import Refused
from harness.plan import TestCase
from harness.review import PHASE as REVIEW

FOLDER = "tests/suites/"


def deselected_nodes(words: Iterable[str], cases: Sequence[TestCase]) -> list[str]:
    """The nodes that pytest leaves out, for case ids (`fault/test_session::test_x`) or pytest's own node ids."""
    return [_node(word, cases) for word in words]


def _node(word: str, cases: Sequence[TestCase]) -> str:
    nodes = {_as_node(case.id): case.id for case in cases if case.phase != REVIEW}
    node = _as_node(word.rpartition(FOLDER)[2])
    plain = node.partition("[")[0]
    if plain and any(other.startswith(plain) for other in nodes):
        return node
    modules = dict.fromkeys(case.partition("::")[0] for case in nodes.values())
    known = [*modules, *nodes.values(), *nodes]
    close = difflib.get_close_matches(word, known, n=3, cutoff=0.5)
    hint = f"did you mean {', '.join(close)}?" if close else "`lienthong run --plan` lists the cases"
    raise Refused(f"--deselect {word!r} leaves out no case; {hint}")


def _as_node(case: str) -> str:
    """`phase/module::function` as `phase/module.py::function`."""
    module, colons, function = case.partition("::")
    return f"{module if module.endswith('.py') or not colons else f'{module}.py'}{colons}{function}"
