"""A `format` in a schema of ours is one that is really checked: jsonschema passes over unknown ones in silence."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jsonschema import FormatChecker

from tests.hygiene.sources import ROOT

SPECS = ROOT / "specs"
NONSENSE = "no such thing"
NOT_FOR_CHECKING = frozenset({"binary"})
"""OpenAPI's word for a file in a form: generators send bytes there, and there is no wrong byte."""

# Runs in a process of its own, in which only modules of locked packages can be imported.
LOCKED_ONLY = """
import importlib.abc, importlib.metadata, json, re, sys
text = open(sys.argv[1], encoding="utf-8").read()
locked = {name.lower().replace("_", "-") for name in re.findall(r"^([A-Za-z0-9][\\w.-]*)==", text, re.MULTILINE)}
owners = importlib.metadata.packages_distributions()

class Locked(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        names = {owner.lower().replace("_", "-") for owner in owners.get(name.split(".")[0], ())}
        if names and not names & locked:
            raise ImportError(f"{name} is not in the lock")
        return None

sys.meta_path.insert(0, Locked())
import jsonschema
json.dump(sorted(jsonschema.FormatChecker().checkers), sys.stdout)
"""


def formats(value: Any) -> Iterator[str]:
    """Every format in a schema."""
    if isinstance(value, dict):
        if isinstance(value.get("format"), str) and value["format"] not in NOT_FOR_CHECKING:
            yield value["format"]
        for inner in value.values():
            yield from formats(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from formats(inner)


def used(folder: Path) -> set[tuple[str, str]]:
    """(format, file) for every JSON document below a folder."""
    return {
        (name, path.relative_to(folder).as_posix())
        for path in folder.rglob("*.json")
        for name in formats(json.loads(path.read_text(encoding="utf-8")))
    }


def checked_by_the_lock() -> set[str]:
    """The formats that jsonschema checks where only the run lock is installed."""
    command = [sys.executable, "-c", LOCKED_ONLY, str(ROOT / "locks" / "run.txt")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


def test_every_format_is_checked_by_what_the_lock_installs() -> None:
    known = checked_by_the_lock()
    assert {"date", "date-time", "uri"} <= known
    assert {(name, place) for name, place in used(SPECS) if name not in known} == set()


def test_nonsense_is_refused() -> None:
    checker = FormatChecker()
    names = {name for name, _ in used(SPECS)}
    assert names
    assert [name for name in sorted({*names, "uri"}) if checker.conforms(NONSENSE, name)] == []


def test_a_format_that_nobody_checks_is_found(tmp_path: Path) -> None:
    schema = {"properties": {"a": {"anyOf": [{"type": "string", "format": "no-such-format"}]}}}
    (tmp_path / "a.json").write_text(json.dumps(schema), encoding="utf-8")
    assert used(tmp_path) == {("no-such-format", "a.json")}
