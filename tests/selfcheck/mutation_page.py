"""`docs/selfcheck/mutation.md`: what the generic mutation came to, and why what survived may."""

from collections.abc import Collection, Iterable

from tests.selfcheck.tasks import Result

HEAD = """# Mutants of what the province sends

Written by `make selfcheck-full` (or `python -m tests.selfcheck.mutation`).
A proxy between the reference province and a national system makes one kind of message wrong in one way, and the suites
must notice.
A mutant is killed where a requirement is VIOLATED. One that lets nothing through is never GO either, but violates
nothing: it is counted apart, because what stands on a connection that is not there could not be judged.
Identity providers are known by their address, so that no proxy can stand before them: they are not in it.
The changes are drawn by a seed and were not written for the suites; `tests/selfcheck/mutation_fields.py` has them.
"""


REASONLESS = {"survived": "**none**", "hidden": "nothing came through"}


def render_page(told: str, alive: Collection[tuple[Result, str, str]], results: Iterable[Result]) -> str:
    """The page: the score in one line, those that were not killed with the reason, then every mutant that was."""
    lines = [HEAD, f"**{told}.**", "", "## Not killed", ""]
    lines += ["| system | operation | field | change | fate | reason |", "|---|---|---|---|---|---|"]
    lines += [f"{_place(result)} {fate} | {reason or REASONLESS[fate]} |" for result, fate, reason in alive]
    lines += ["", "## Killed", "", "| system | operation | field | change | by |", "|---|---|---|---|---|"]
    lines += [f"{_place(result)} {', '.join(result['violated'])} |" for result in results if result["violated"]]
    return "\n".join(lines) + "\n"


def _place(result: Result) -> str:
    pointer = f"`{result['pointer']}`" if result["pointer"] else "whole"
    return f"| {result['system']} | {result['operation']} | {pointer} | {result['change']} |"
