"""`python -m cli.asked_apart SUT`: asks an upper tester in a process of its own, for one that runs a supplier's class.

Prints one line of JSON: {"version": …, "outbox": …}, an answer that did not come being {"trouble": …}.
"""

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from harness.errors import Ending, Refused
from harness.ixit import load_target
from harness.upper_tester.opening import open_upper_tester


def ask(sut: Path) -> dict[str, Any]:
    """Open the upper tester of the target file, ask what can be asked, and close it."""
    try:
        tester = open_upper_tester(load_target(sut), key=b"not recorded", append=lambda _kind, _data: None)
    except (Ending, Refused) as exc:
        return {name: {"trouble": str(exc)} for name in ("version", "outbox")}
    try:
        return {
            "version": _answer(lambda: _version(asdict(tester.version()))),
            "outbox": _answer(lambda: asdict(tester.outbox())),
        }
    finally:
        tester.close()


def _version(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "capabilities": sorted(row["capabilities"])}


def _answer(question: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    try:
        return question()
    except Ending as exc:
        return {"trouble": str(exc)}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(ask(Path(sys.argv[1])), ensure_ascii=False) + "\n")
