"""The rules that a linter does not know, as functions of one module; each yields `place:line what is wrong`."""

import ast
import re
from collections.abc import Callable, Iterator

from tests.hygiene.sources import Module, last_word, package_of

LONGEST_MODULE = 400
LONG_MODULE = 250
LONGEST_FUNCTION = 60
SLEEPS = {"time.sleep", "asyncio.sleep"}
EXCEPTED = re.compile(r"(?:noqa|type:\s*ignore|mypy:|pragma:)", re.IGNORECASE)
CODES = re.compile(r"noqa:\s*[A-Z]+\d+(?:\s*,\s*[A-Z]+\d+)*|type:\s*ignore\[[a-z-]+(?:\s*,\s*[a-z-]+)*\]")
WORDS = re.compile(r"[^\W\d_]+\W+[^\W\d_]+")

Rule = Callable[[Module], Iterator[str]]


def module_is_short(module: Module) -> Iterator[str]:
    """A module has at most 400 lines."""
    if (lines := len(module.text.splitlines())) > LONGEST_MODULE:
        yield f"{module.place}:1 module of {lines} lines"


def functions_are_short(module: Module) -> Iterator[str]:
    """A function has at most 60 lines, its docstring counted."""
    for node in ast.walk(module.tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LONGEST_FUNCTION:
                yield f"{module.place}:{node.lineno} function {node.name} of {lines} lines"


def only_cli_prints(module: Module) -> Iterator[str]:
    """`print` belongs to the command line."""
    if package_of(module.name) == "cli":
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and last_word(node.func) in {"print", "pprint"}:
            yield f"{module.place}:{node.lineno} prints"


def nothing_is_asserted(module: Module) -> Iterator[str]:
    """Run-time facts are judged or raised; `assert` vanishes under -O, and in a suite it is an ERROR."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Assert):
            yield f"{module.place}:{node.lineno} asserts"


def broad_catches_give_a_reason(module: Module) -> Iterator[str]:
    """`except Exception`, `except BaseException` and a bare `except` say why on their line."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ExceptHandler) and _is_broad(node.type) and not _reason(module, line=node.lineno):
            yield f"{module.place}:{node.lineno} catches everything without a reason"


def _reason(module: Module, *, line: int) -> bool:
    """Whether the comment of a line holds at least two words beside the codes of tools."""
    return WORDS.search(CODES.sub("", module.comments.get(line, ""))) is not None


def _is_broad(caught: ast.expr | None) -> bool:
    if caught is None:
        return True
    names = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(ast.unparse(name).split(".")[-1] in {"Exception", "BaseException"} for name in names)


def only_the_clock_sleeps(module: Module) -> Iterator[str]:
    """In the harness and the suites every wait goes through `harness/clock.py`, so that it is in the record."""
    if package_of(module.name) not in {"harness", "tests.suites"} or module.name == "harness.clock":
        return
    for line, name in module.imports():
        if name in SLEEPS:
            yield f"{module.place}:{line} imports {name}"
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and node.attr == "sleep" and ast.unparse(node) in SLEEPS:
            yield f"{module.place}:{node.lineno} sleeps"


def exceptions_to_tools_are_explained(module: Module) -> Iterator[str]:
    """A `noqa` or `type: ignore` names its codes and gives a reason of at least two words."""
    for line, comment in module.comments.items():
        if EXCEPTED.search(comment) and not (CODES.search(comment) and _reason(module, line=line)):
            yield f"{module.place}:{line} {comment}"
