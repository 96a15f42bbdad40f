"""Imports each module named on standard input alone; writes a JSON object of those that cannot be imported.

Our own modules must not lean on what another one happened to import first, so each is imported in a fork of a process
that holds third-party modules only. A warning is an error (started with `-W error`).
"""

import contextlib
import importlib
import json
import os
import sys
import traceback

from tests.hygiene.sources import PACKAGES, ROOT, modules, package_of


def preload() -> None:
    """Import what is not ours once, so that the forks are quick."""
    names = {name for module in modules(ROOT) for _, name in module.imports() if package_of(name) is None}
    for name in sorted(names):
        with contextlib.suppress(ImportError):  # `from a import b` names a.b, which need not be a module
            importlib.import_module(name)


def failure_of(name: str) -> str:
    """Import a module in a child process; empty text when that went well."""
    reader, writer = os.pipe()
    if child := os.fork():
        os.close(writer)
        with os.fdopen(reader) as file:
            text = file.read()
        _, status = os.waitpid(child, 0)
        return text or (f"the process ended with {status}" if status else "")
    with os.fdopen(writer, "w") as file:
        try:
            importlib.import_module(name)
        except BaseException:  # noqa: BLE001 - whatever stops the import is the answer
            file.write(traceback.format_exc())
    os._exit(0)


def main() -> None:
    """Standard input: a JSON list of module names."""
    names = json.load(sys.stdin)
    preload()
    ours = sorted(name for name in sys.modules if name in PACKAGES)
    failures = {name: failure for name in names if (failure := failure_of(name))}
    json.dump({"preloaded": ours, "failures": failures}, sys.stdout)


if __name__ == "__main__":
    main()
