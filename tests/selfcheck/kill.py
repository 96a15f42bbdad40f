"""`python -m tests.selfcheck.kill`: kill -9 of the province at 50 random moments while 500 dossiers are worked on."""

import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Final

from tests.selfcheck.tasks import Result, Task
from tests.unit.province.killing import Siege, besiege

SIEGE: Final = Siege(dossiers=500, kills=50, seed=20_261_122, whole_way=False)
WRONG: Final = {"lost": "lost", "doubled": "doubled", "disordered": "out of order"}


def _play(folder: Path) -> Result:
    return asdict(besiege(SIEGE, {"data": folder}))


def tasks() -> list[Task]:
    """The siege as a task of the full self-check."""
    return [Task("kill", f"{SIEGE.dossiers}-dossiers-{SIEGE.kills}-kills", _play)]


def summary(results: Mapping[str, Result]) -> tuple[list[str], bool]:
    """Lines to print, and whether anything was lost, doubled or told out of order."""
    lines = [_line(row) for row in results.values()]
    return lines, any(row[what] for row in results.values() for what in WRONG)


def _line(row: Result) -> str:
    begun = f"kill -9: {row['kills']} kills, {row['dossiers']} dossiers, {row['acts']} confirmed acts"
    wrong = (f"{len(row[what])} {told}" for what, told in WRONG.items())
    return f"{begun} in {row['seconds']:.0f} s: {', '.join(wrong)}"


def main() -> int:
    """Play it and tell."""
    with tempfile.TemporaryDirectory(prefix="lienthong-kill-") as folder:
        lines, failed = summary({task.name: task.play(Path(folder)) for task in tasks()})
    sys.stdout.write("\n".join(lines) + "\n")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
