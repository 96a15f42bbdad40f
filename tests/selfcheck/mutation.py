"""Generic mutation of what the province sends: mutants drawn by a seed, not written for the suites, and their score.

    python -m tests.selfcheck.mutation [--mutants 60] [--seed 1] [--system dvcqg] [--jobs 2]

A campaign without a mutant shows which messages are sent and which fields they have. Every operation as a whole and
every field of its body is drawn in turn; how it is made wrong is the seed's choice. A mutant is killed where a
requirement is VIOLATED. `mutation.toml` says why those that survive may.
"""

import argparse
import fnmatch
import random
import sys
import tempfile
import threading
import time
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from harness.requirement import RUN, load_catalogue
from specs import FOLDER
from specs.profile import load_profile
from tests.selfcheck.mutation_page import render_page
from tests.selfcheck.mutation_proxy import Mutant
from tests.selfcheck.mutation_run import Outgoing, play, profiles
from tests.selfcheck.tasks import ROOT, Result, Results, Run, Task, state_digest

MUTANTS, SEED = 60, 1
LEAST: Final = 0.9
LONGEST_S: Final = 3600
INCOMPLETE: Final = 3
PAGE: Final = ROOT / "docs" / "selfcheck" / "mutation.md"
REASONS: Final = Path(__file__).with_name("mutation.toml")


@dataclass
class Learnt:
    """What an honest campaign sends; asked for once, by whoever needs it first."""

    system: str = ""
    outgoing: Outgoing | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, folder: Path) -> Outgoing:
        """Play it, if nobody has. Raises RuntimeError where an honest province does not pass behind the proxies."""
        with self.lock:
            if self.outgoing is None:
                self.outgoing = self._play(folder)
        return self.outgoing

    def _play(self, folder: Path) -> Outgoing:
        names = sorted({name for system in profiles() for name in resting_on(system)})
        played = play(None, folder, select=resting_on(self.system) if self.system else names)
        if violated(played.row.statuses):
            raise RuntimeError(f"violated behind proxies that change nothing: {violated(played.row.statuses)}")
        return {name: sent for name, sent in played.outgoing.items() if self.system in {"", name}}


def resting_on(system: str) -> list[str]:
    """What a run judges of what is said to a system. Profiles of several systems may have one name."""
    known = operations_of(system)
    rows = load_catalogue(FOLDER / "requirements").items()
    return [name for name, row in rows if row.part == RUN and known & set(row.row["operations"])]


def operations_of(system: str) -> set[str]:
    """The operations and pushes of a system, `profile:name` as requirements name them."""
    profile = load_profile(system, profiles()[system])
    return {f"{profile.name}:{row.name}" for row in (*profile.operations, *profile.pushes)}


def violated(statuses: Mapping[str, str]) -> list[str]:
    """Requirements by name."""
    return sorted(name for name, status in statuses.items() if status == "VIOLATED")


def drawn(outgoing: Outgoing, number: int, *, seed: int) -> Mutant:
    """The mutant of that number: places in a shuffled order, and again from its start; the change by the seed."""
    places = [
        (system, operation, pointer, changes)
        for system, operations in sorted(outgoing.items())
        for operation, pointers in sorted(operations.items())
        for pointer, changes in sorted(pointers.items())
        if changes
    ]
    random.Random(0).shuffle(places)
    system, operation, pointer, changes = places[(seed * MUTANTS + number) % len(places)]
    own = random.Random(f"{seed} {number}")
    return Mutant(system, operation, pointer, own.choice(sorted(changes)), own.randrange(2**31))


def judged(mutant: Mutant, folder: Path, *, select: Sequence[str] = ()) -> Result:
    """Play a mutant: until something fails, and whole where that was no violation.

    `select`: the requirements; those that rest on what is said to its system, where none is given.
    """
    select = select or resting_on(mutant.system)
    quick, whole = folder / "quick", folder / "whole"
    quick.mkdir()
    played = play(mutant, quick, select=select, fail_fast=True)
    if not violated(played.row.statuses):
        whole.mkdir()
        played = play(mutant, whole, select=select)
    row = played.row
    undone = sorted(name for name in select if row.statuses[name] == "NOT_DEMONSTRATED")
    return {
        **asdict(mutant),
        "hits": played.hits,
        "violated": violated(row.statuses),
        "undone": undone,
        "judged": len(select),
    }


def fate(result: Result) -> str:
    """What became of a mutant.

    killed: a requirement is violated. hidden: nothing came through, so that no requirement could be judged, which is
    never GO. unmet: no message was changed. survived: all else.
    """
    if result["violated"]:
        return "killed"
    if not result["hits"]:
        return "unmet"
    return "hidden" if len(result["undone"]) == result["judged"] else "survived"


def tasks(count: int = MUTANTS, *, seed: int = SEED, system: str = "") -> list[Task]:
    """The mutants of a seed as tasks of the full self-check."""
    learnt = Learnt(system)

    def run(number: int, folder: Path) -> Result:
        (folder / "honest").mkdir()
        return judged(drawn(learnt.get(folder / "honest"), number, seed=seed), folder)

    return [Task("mutant", f"seed-{seed}-{number:03}", partial(run, number)) for number in range(count)]


def load_reasons(path: Path = REASONS) -> list[Mapping[str, str]]:
    """Rows of operation, field and change, each a pattern (`*`), with the reason why such a mutant may survive."""
    rows: list[Mapping[str, str]] = tomllib.loads(path.read_text(encoding="utf-8"))["survivor"]
    return rows


def reason_for(result: Result, reasons: Sequence[Mapping[str, str]]) -> str:
    """The reason of the first row that fits; "" where none does."""
    return next((row["reason"] for row in reasons if all(_fits(result, row, key) for key in row)), "")


def _fits(result: Result, row: Mapping[str, str], key: str) -> bool:
    names = {"field": "pointer", "reason": ""}
    name = names.get(key, key)
    return not name or fnmatch.fnmatchcase(result[name], row[key])


def summary(results: Mapping[str, Result]) -> tuple[list[str], bool]:
    """Lines to print, and whether it failed: a score below LEAST, or a survivor without a reason. Writes the page."""
    reasons = load_reasons()
    fates = {name: fate(result) for name, result in results.items()}
    counts = Counter(fates.values())
    seen = counts["killed"] + counts["survived"]
    score = counts["killed"] / seen if seen else 0.0
    unexplained = [name for name in fates if fates[name] == "survived" and not reason_for(results[name], reasons)]
    told = f"mutation score {counts['killed']} of {seen} ({score:.0%}); {counts['hidden']} more let nothing through, "
    told += f"{counts['unmet']} met no message"
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    alive = [result for name, result in results.items() if fates[name] in {"survived", "hidden"}]
    rows = [(result, fate(result), reason_for(result, reasons)) for result in alive]
    PAGE.write_text(render_page(told, rows, results.values()), encoding="utf-8")
    lines = [told, *(f"survived without a reason: {name}: {_words(results[name])}" for name in unexplained)]
    return lines, score < LEAST or bool(unexplained)


def _words(result: Result) -> str:
    return f"{result['system']} {result['operation']} {result['pointer'] or 'the message'}: {result['change']}"


def main(words: Sequence[str]) -> int:
    """Play a seed's mutants, go on where a stopped run was, and tell the score. 3 while results are missing."""
    parser = argparse.ArgumentParser(prog="python -m tests.selfcheck.mutation")
    for name, kind, default in (("mutants", int, MUTANTS), ("seed", int, SEED), ("system", str, ""), ("jobs", int, 2)):
        parser.add_argument(f"--{name}", type=kind, default=default)
    parser.add_argument("--results", type=Path, default=ROOT / ".cache" / "selfcheck" / state_digest())
    options = parser.parse_args(words)
    wanted, kept = tasks(options.mutants, seed=options.seed, system=options.system), Results(options.results)
    with tempfile.TemporaryDirectory(prefix="lienthong-mutation-") as folder:
        run = Run(kept, Path(folder), told=_tell, stop_at=time.monotonic() + LONGEST_S)
        troubles = run.play(wanted, jobs=options.jobs)
    results = {task.name: result for task in wanted if (result := kept.of(task))}
    for line in [*troubles, *(f"{name} {fate(result)}: {_words(result)}" for name, result in results.items())]:
        _tell(line)
    if len(results) < len(wanted):
        return INCOMPLETE
    lines, failed = summary(results)
    for line in lines:
        _tell(line)
    return int(failed)


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
