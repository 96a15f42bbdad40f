"""What our modules import, held against what the locks install: a run has `locks/run.txt` and no more."""

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from importlib.metadata import packages_distributions
from pathlib import Path

from tests.hygiene.arrows import resolve
from tests.hygiene.sources import Module, package_of

# The modules that may use what `locks/full.txt` adds; where it is missing, one line says that the extra is needed.
ROOMS = (
    "cli.proposing",
    "cli.reconcile",
    "harness.attestation.reading",
    "harness.reconcile",
    "load.histogram",
    "load.locustfiles",
    "reports.allure_session",
    "reports.annex_workbook",
    "reports.department_lists",
    "reports.minute_docx",
    "reports.minute_pdf",
    "reports.workbook",
)
# Spark comes with the cluster of whoever computes there, or not at all; `--engine spark` says so.
BROUGHT = {"pyspark"}
OURS = {"tests", "conftest"}


def locked(lock: Path) -> set[str]:
    """The distributions that a lock pins, by their normal names."""
    return {_normal(name) for name in re.findall(r"^([\w.-]+)==", lock.read_text(encoding="utf-8"), re.MULTILINE)}


def unlocked_imports(ours: Sequence[Module], *, run: AbstractSet[str], full: AbstractSet[str]) -> Iterator[str]:
    """Every import, wherever in a file, of a package that is not installed where that module is used."""
    homes = packages_distributions()
    for module in ours:
        held = full | BROUGHT if in_a_room(module.name) else run
        for line, name in module.imports():
            if _is_foreign(name) and not held & _distributions(name, homes):
                yield f"{module.place}:{line} {name}"


def doors_left_open(ours: Sequence[Module], *, run: AbstractSet[str]) -> Iterator[str]:
    """Every import of a room at the head of a module outside, where the room cannot be imported without an extra."""
    known = {module.name for module in ours}
    closed = _closed(ours, known, run)
    for module in ours:
        if not in_a_room(module.name):
            for line, name in module.loads():
                if resolve(name, known) in closed:
                    yield f"{module.place}:{line} {name}"


def in_a_room(name: str) -> bool:
    """Whether a module may use the extras."""
    return any(name == room or name.startswith(f"{room}.") for room in ROOMS)


def _closed(ours: Sequence[Module], known: AbstractSet[str], run: AbstractSet[str]) -> set[str]:
    """The modules of rooms that cannot be imported without an extra, by what they load and by what that loads."""
    homes = packages_distributions()
    rooms = [module for module in ours if in_a_room(module.name)]
    loaded = {module.name: [name for _, name in module.loads()] for module in rooms}
    closed = {
        room
        for room, names in loaded.items()
        for name in names
        if _is_foreign(name) and not run & _distributions(name, homes)
    }
    while (
        more := {room for room, names in loaded.items() if {resolve(name, known) for name in names} & closed} - closed
    ):
        closed |= more
    return closed


def _is_foreign(name: str) -> bool:
    first = name.partition(".")[0]
    return package_of(name) is None and first not in OURS and first not in sys.stdlib_module_names


def _distributions(name: str, homes: Mapping[str, list[str]]) -> set[str]:
    return {_normal(home) for home in homes.get(name.partition(".")[0], ())}


def _normal(name: str) -> str:
    """A distribution's name as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()
