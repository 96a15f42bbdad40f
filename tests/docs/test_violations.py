"""What is over the soft limits of the house stands on the page of violations; what is gone is not named."""

import ast
import re

from tests.hygiene.house_rules import LONG_MODULE
from tests.hygiene.sources import PACKAGES, ROOT, Module, modules

LONG_FUNCTION = 30
PAGE = (ROOT / "docs" / "violations.md").read_text(encoding="utf-8")
SIZE = PAGE.split("## Size")[1].split("\n## ")[0]


def everything() -> list[Module]:
    """Every module of the checkout."""
    return modules(ROOT, packages=(*(name for name in PACKAGES if name != "tests.suites"), "scripts", "tests"))


def long_functions(module: Module) -> set[str]:
    """The functions of a module that are over the soft limit, their docstring counted."""
    return {
        node.name
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno + 1 > LONG_FUNCTION
    }


def test_every_long_module_is_named() -> None:
    grown = {module.place for module in everything() if len(module.text.splitlines()) > LONG_MODULE}
    named = re.findall(r"^- `([\w/]+\.py)`: \w", SIZE.split("A function has")[0], re.MULTILINE)
    assert grown == set(named)


def test_every_long_function_of_the_product_is_named() -> None:
    grown = {
        (name, module.place)
        for module in modules(ROOT, packages=(*PACKAGES, "scripts"))
        for name in long_functions(module)
    }
    named = set()
    for row in re.findall(r"^\| (`[^|]+`) in `([\w/]+\.py)` \|", SIZE, re.MULTILINE):
        named |= {(name, row[1]) for name in re.findall(r"`(\w+)`", row[0])}
    assert grown == named
