"""`python -m tests.hygiene.import_alone ROOT PACKAGE…` imports each module first; a line of JSON says how that ended.

Our own modules must not lean on what another one happened to import first. So each is imported in a process that holds
third-party modules and one module of ours that it imports itself, with what that one imported: a fork of the process
in which that one was imported. That costs a third of importing each from nothing. A warning is an error (`-W error`).
"""

import contextlib
import gc
import importlib
import json
import os
import sys
import traceback
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from tests.hygiene.arrows import resolve
from tests.hygiene.sources import Module, modules

NOTHING = ""
"""In place of a name: the process in which nothing of ours was imported."""
Tree = Mapping[str, Sequence[str]]


def tree_of(ours: Collection[Module]) -> Tree:
    """What is imported after which module: after that one of its own imports which has the most behind it."""
    known = {module.name for module in ours}
    loads = {module.name: _loads(module, known) for module in ours}
    behind: dict[str, set[str]] = {}

    def all_behind(name: str) -> set[str]:
        if name not in behind:
            behind[name] = {name}  # should there be a cycle, another test says so
            behind[name] = behind[name].union(*map(all_behind, loads[name]))
        return behind[name]

    tree: dict[str, list[str]] = {}
    for name in sorted(known):
        after = max(sorted(loads[name]), key=lambda one: len(all_behind(one)), default=NOTHING)
        tree.setdefault(after, []).append(name)
    return tree


def _loads(module: Module, known: Collection[str]) -> set[str]:
    found = {resolve(name, {*known}) for _, name in module.loads()}
    return {name for name in found if name is not None} - {module.name}


def preload(ours: Collection[Module], packages: Sequence[str]) -> None:
    """Import what is not ours once, so that the forks are quick."""
    firsts = {package.partition(".")[0] for package in packages}
    names = {name for module in ours for _, name in module.loads() if name.partition(".")[0] not in firsts}
    for name in sorted(names):
        with contextlib.suppress(ImportError):  # `from a import b` names a.b, which need not be a module
            importlib.import_module(name)


def grow(after: str, tree: Tree) -> None:
    """Import each module that comes after one, in a fork of its own, and go on from there."""
    for name in tree.get(after, ()):
        if child := os.fork():
            _, status = os.waitpid(child, 0)
            if status:
                tell(name, f"the process ended with {status}")
            continue
        tell(name, failure_of(name))
        grow(name, tree)
        os._exit(0)


def failure_of(name: str) -> str:
    """What stops the import of a module; empty text when nothing does."""
    try:
        importlib.import_module(name)
    except BaseException:  # noqa: BLE001 - whatever stops the import is the answer
        return traceback.format_exc()
    return ""


def tell(name: str, failure: str) -> None:
    """One line, at once: the processes share the standard output."""
    os.write(sys.stdout.fileno(), json.dumps([name, failure]).encode() + b"\n")


def main() -> None:
    """Arguments: a folder, and the packages in it whose modules are imported."""
    root, packages = Path(sys.argv[1]), sys.argv[2:]
    ours = [module for module in modules(root, packages=tuple(packages)) if not module.name.endswith("__main__")]
    preload(ours, packages)
    tell(NOTHING, " ".join(sorted(name for name in sys.modules if name in packages)))
    gc.freeze()
    grow(NOTHING, tree_of(ours))


if __name__ == "__main__":
    main()
