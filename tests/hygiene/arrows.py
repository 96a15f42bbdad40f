"""Who may import whom, as a pure function of a tree."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from tests.hygiene.sources import modules, package_of

# The table of docs/architecture: a package may import itself and these.
ALLOWED: dict[str, set[str]] = {
    "cli": {"harness", "specs", "mocks", "reports", "load", "tests.suites"},
    "reports": {"harness", "specs"},
    "load": {"harness", "specs"},
    "mocks": {"specs"},
    "harness": {"specs"},
    "specs": set(),
    "tests.suites": {"harness", "specs"},
}
# Importing locust replaces the sockets of the process that does it.
LOCUST_FOLDER = "load.locustfiles"


def forbidden_imports(root: Path) -> Iterator[str]:
    """Every import that goes against an arrow, as `place:line who imports what`."""
    for module in modules(root):
        own = package_of(module.name) or ""
        for line, name in module.imports():
            target = package_of(name)
            against = target is not None and target != own and target not in ALLOWED[own]
            leaves = target is None and name.split(".")[0] in {"tests", "conftest", "scripts"}
            patches = name.split(".")[0] == "locust" and not module.name.startswith(LOCUST_FOLDER)
            if against or leaves or patches:
                yield f"{module.place}:{line} {own} imports {name}"


def import_graph(root: Path) -> dict[str, set[str]]:
    """Module → modules of ours that it imports, wherever in the file; a package's own `__init__` is one module."""
    known = {module.name: module for module in modules(root)}
    graph: dict[str, set[str]] = {}
    for name, module in known.items():
        targets = (resolve(target, known.keys()) for _, target in module.imports())
        graph[name] = {target for target in targets if target is not None and target != name}
    return graph


def resolve(name: str, known: AbstractSet[str]) -> str | None:
    """The module that a dotted name means: itself, or what it is an attribute of."""
    if name in known:
        return name
    parent = name.rpartition(".")[0]
    return parent if parent in known else None


def import_cycle(root: Path) -> list[str]:
    """One cycle of imports, first and last the same; empty when there is none."""
    try:
        TopologicalSorter(import_graph(root)).prepare()
    except CycleError as exc:
        return list(exc.args[1])
    return []
