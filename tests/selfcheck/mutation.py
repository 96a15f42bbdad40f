"""Generic mutation of what the province sends: mutants drawn by a seed, not written for the suites, and their score.

    python -m tests.selfcheck.mutation [--mutants 60] [--seed 1] [--system dvcqg] [--jobs 2]

A campaign without a mutant shows which messages are sent and which fields they have. Every operation as a whole and
every field of its body is drawn in turn; how it is made wrong is the seed's choice. A mutant is killed where a
requirement is VIOLATED. `mutation.toml` says why those that survive may.
"""

import argparse
import fnmatch
import queue
import random
import sys
import tempfile
import threading
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from harness.requirement import load_catalogue
from specs import FOLDER
from tests.selfcheck.mutation_page import render_page
from tests.selfcheck.mutation_proxy import Mutant
from tests.selfcheck.mutation_run import Outgoing, play, profiles
from tests.selfcheck.tasks import ROOT, Result, Task

MUTANTS, SEED = 60, 1
LEAST: Final = 0.9
PAGE: Final = ROOT / "docs" / "selfcheck" / "mutation.md"
REASONS: Final = Path(__file__).with_name("mutation.toml")


@dataclass
class Learnt:
    """What an honest campaign sends; asked for once, by whoever needs it first."""

    system: str = ""
    outgoing: Outgoing | None = None
    lock: threading.Lock = threading.Lock()

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
    """The requirements that rest on what is said to a system."""
    profile = profiles()[system]
    rows = load_catalogue(FOLDER / "requirements").items()
    return [name for name, row in rows if any(one.startswith(f"{profile}:") for one in row.row["operations"])]


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


def judged(mutant: Mutant, folder: Path) -> Result:
    """Play a mutant: until something fails, and whole where that was no violation."""
    select = resting_on(mutant.system)
    quick, whole = folder / "quick", folder / "whole"
    quick.mkdir()
    played = play(mutant, quick, select=select, fail_fast=True)
    if not violated(played.row.statuses):
        whole.mkdir()
        played = play(mutant, whole, select=select)
    row = played.row
    undone = sorted(name for name in select if row.statuses[name] == "NOT_DEMONSTRATED")
    return {**asdict(mutant), "hits": played.hits, "violated": violated(row.statuses), "undone": undone}


def fate(result: Result) -> str:
    """killed, hidden (nothing is violated, and not everything could be seen), survived; unmet: it changed nothing."""
    if result["violated"]:
        return "killed"
    if not result["hits"]:
        return "unmet"
    return "hidden" if result["undone"] else "survived"


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
    return not name or fnmatch.fnmatchcase(str(result[name]).replace("[", "("), row[key].replace("[", "("))


def summary(results: Mapping[str, Result]) -> tuple[list[str], bool]:
    """Lines to print, and whether it failed: a score below LEAST, or a survivor without a reason. Writes the page."""
    reasons = load_reasons()
    fates = {name: fate(result) for name, result in results.items()}
    counts = Counter(fates.values())
    met = len(fates) - counts["unmet"]
    alive = {name: results[name] for name, what in fates.items() if what in {"survived", "hidden"}}
    score = counts["killed"] / met if met else 0.0
    unexplained = [name for name, result in alive.items() if not reason_for(result, reasons)]
    told = f"mutation score {counts['killed']} of {met} ({score:.0%})"
    told += f", {counts['hidden']} only hidden, {counts['unmet']} met nothing"
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    rows = [(result, fate(result), reason_for(result, reasons)) for result in alive.values()]
    PAGE.write_text(render_page(told, rows, results.values()), encoding="utf-8")
    lines = [told, *(f"survived without a reason: {name}: {_words(results[name])}" for name in unexplained)]
    return lines, score < LEAST or bool(unexplained)


def _words(result: Result) -> str:
    return f"{result['system']} {result['operation']} {result['pointer'] or 'the message'}: {result['change']}"


def main(words: Sequence[str]) -> int:
    """Play a seed's mutants and tell of each."""
    parser = argparse.ArgumentParser(prog="python -m tests.selfcheck.mutation")
    for name, kind, default in (("mutants", int, MUTANTS), ("seed", int, SEED), ("system", str, ""), ("jobs", int, 2)):
        parser.add_argument(f"--{name}", type=kind, default=default)
    options = parser.parse_args(words)
    waiting: queue.SimpleQueue[Task] = queue.SimpleQueue()
    for task in tasks(options.mutants, seed=options.seed, system=options.system):
        waiting.put(task)
    results: dict[str, Result] = {}
    with tempfile.TemporaryDirectory(prefix="lienthong-mutation-") as folder:
        workers = [threading.Thread(target=_work, args=(waiting, results, Path(folder))) for _ in range(options.jobs)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    lines, failed = summary(dict(sorted(results.items())))
    sys.stdout.write("\n".join(lines) + "\n")
    return int(failed or len(results) < options.mutants)


def _work(waiting: "queue.SimpleQueue[Task]", results: dict[str, Any], scratch: Path) -> None:
    while True:
        try:
            task = waiting.get_nowait()
        except queue.Empty:
            return
        folder = scratch / task.name
        folder.mkdir()
        try:
            results[task.name] = task.play(folder)
        except RuntimeError as exc:
            sys.stdout.write(f"{task.name}: {exc}\n")
        else:
            result = results[task.name]
            sys.stdout.write(f"{task.name} {fate(result)}: {_words(result)} {' '.join(result['violated'][:6])}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
