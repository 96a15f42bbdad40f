"""Every fault that shows under load alone, laid under its scenario, and the honest province under every scenario.

    python -m tests.selfcheck.volume [NAME…]

A name is a fault's, or a scenario's, which then the honest province plays; without names all of them are played. The
honest province must carry each scenario; a fault must violate exactly what its row says, and hide what it says. Exits 1
where one does not. A scenario takes one to five minutes and little of the machine.
"""

import json
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from load.scenario import scenario_names
from specs import FOLDER
from tests.cli.command import command, environment

TABLE: Final = FOLDER.parent / "mocks" / "province" / "faults" / "volume.toml"
LONGEST_S: Final = 1200
SHORTER: Final[Mapping[str, Sequence[str]]] = {
    "soak": ["--within", "90", "--times", "3"],
    "normal-day": ["--within", "90", "--times", "2"],
    "month-end": ["--times", "2"],
}
"""What the honest province is asked of in less time than the scenario has, or more of: enough calls to tell a p99."""


@dataclass(frozen=True)
class Played:
    """One scenario that was played: `violated`, and `hidden` with the codes of its cases; how long it took."""

    scenario: str
    fault: str
    violated: frozenset[str]
    hidden: Mapping[str, str]
    exit_code: int
    seconds: float


def play(scenario: str, fault: str, folder: Path) -> Played:
    """`lienthong load` on the reference province. Raises RuntimeError where it was refused."""
    words = ["load", "--scenario", scenario, "--seed", "7", "--out", str(folder / "out"), "--json"]
    words += ["--fault", fault] if fault else SHORTER.get(scenario, [])
    began = time.monotonic()
    done = subprocess.run(
        command(*words), cwd=folder, env=environment(), capture_output=True, text=True, timeout=LONGEST_S, check=False
    )
    if not (folder / "out" / "partial.json").is_file():
        raise RuntimeError(done.stderr[-1000:])
    rows: Mapping[str, Any] = json.loads(done.stdout)["requirements"]
    hidden = {name: _codes(row) for name, row in rows.items() if row["status"] == "NOT_DEMONSTRATED"}
    violated = frozenset(name for name, row in rows.items() if row["status"] == "VIOLATED")
    return Played(scenario, fault, violated, hidden, done.returncode, time.monotonic() - began)


def _codes(row: Mapping[str, Any]) -> str:
    return " ".join(sorted({case["code"] or case["verdict"] for case in row["cases"]}))


def objections(played: Played, row: Mapping[str, Any]) -> list[str]:
    """What is not as the row of the fault says."""
    breaks, obscures = set(row["breaks"]), row["obscures"]
    missed = [f"{name} was not violated" for name in sorted(breaks - played.violated)]
    more = [f"{name} was violated" for name in sorted(played.violated - breaks)]
    hidden = [f"{name} {code}" for name, code in played.hidden.items() if obscures.get(name) != code]
    return [*missed, *more, *hidden]


def _rows(names: Sequence[str]) -> Iterator[dict[str, Any]]:
    faults = tomllib.loads(TABLE.read_text(encoding="utf-8"))["fault"]
    if unknown := set(names) - {row["name"] for row in faults} - {*scenario_names()}:
        raise SystemExit(f"neither a fault under load nor a scenario: {', '.join(sorted(unknown))}")
    for scenario in scenario_names():
        if not names or scenario in names:
            yield {"name": "", "scenario": scenario, "breaks": [], "obscures": {}}
    yield from (row for row in faults if not names or row["name"] in names)


def main(names: Sequence[str]) -> int:
    """Play them one after the other, a line each."""
    wrong = 0
    for row in _rows(names):
        with tempfile.TemporaryDirectory(prefix="lienthong-volume-") as folder:
            played = play(row["scenario"], row["name"], Path(folder))
        troubles = objections(played, row)
        wrong += bool(troubles)
        violated, hidden = ", ".join(sorted(played.violated)) or "–", ", ".join(sorted(played.hidden)) or "–"
        name = f"`{row['name']}`" if row["name"] else "honest"
        told = f"{name} | {row['scenario']} | {violated} | open: {hidden} | {played.seconds:.0f} s"
        sys.stdout.write(f"{told} | {'; '.join(troubles) or 'as told'}\n")
        sys.stdout.flush()
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
