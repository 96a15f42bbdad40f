"""Tasks of the full self-check: played side by side, in shards, each result kept, so that a stopped run goes on.

A result is kept under the digest of everything that it rests on; after a change of any of that all are played again.
"""

import hashlib
import json
import queue
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.sources import CODE, digest_of
from specs import FOLDER

ROOT = FOLDER.parent
Result = Mapping[str, Any]
Play = Callable[[Path], Result]


@dataclass(frozen=True)
class Task:
    """One judged run, or what stands for one. `kind`/`name` names it, and is a path; `play` gets an empty folder.

    `play` gives JSON values, and raises where we are in trouble: then nothing is kept.
    """

    kind: str
    name: str
    play: Play

    @property
    def place(self) -> Path:
        """Where its result lies below the folder of results."""
        return Path(self.kind) / f"{self.name}.json"

    @property
    def drawn(self) -> int:
        """A number drawn by its name: in this order those that wait most stand among those that compute most."""
        return int(hashlib.sha256(str(self.place).encode()).hexdigest()[:8], 16)


@dataclass(frozen=True)
class Shard:
    """The n-th of so many parts."""

    number: int = 1
    of: int = 1

    def holds(self, task: Task) -> bool:
        """Whether a task is of this part: by its name, so that one more task does not move the others."""
        return task.drawn % self.of == self.number - 1


def state_digest() -> str:
    """A short digest of engine, suites, specs, mocks, reports and of the self-check itself."""
    total = hashlib.sha256(digest_of(CODE).encode())
    for path in sorted((ROOT / "tests").glob("*/*")):
        if path.parent.name in {"selfcheck", "cli"} and path.suffix in {".py", ".toml"}:
            total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:16]


@dataclass
class Results:
    """The folder of results of one state of the code."""

    folder: Path

    def of(self, task: Task) -> Result | None:
        """The result that was kept; None where there is none."""
        place = self.folder / task.place
        if not place.is_file():
            return None
        kept: Result = json.loads(place.read_text(encoding="utf-8"))
        return kept

    def keep(self, task: Task, result: Result) -> None:
        """Keep it, whole or not at all."""
        place = self.folder / task.place
        place.parent.mkdir(parents=True, exist_ok=True)
        part = place.with_suffix(".part")
        part.write_text(json.dumps(result, ensure_ascii=False, indent=1), encoding="utf-8")
        part.replace(place)


@dataclass
class Run:
    """Plays tasks side by side. `told` hears one line for each that has ended; `stop_at`: no task begins later."""

    results: Results
    scratch: Path
    told: Callable[[str], None]
    stop_at: float

    def play(self, tasks: Sequence[Task], *, jobs: int) -> list[str]:
        """Play what has no result yet; gives what went wrong, by task. Raises KeyboardInterrupt once all have ended."""
        waiting: queue.SimpleQueue[Task] = queue.SimpleQueue()
        todo = sorted((task for task in tasks if self.results.of(task) is None), key=lambda task: task.drawn)
        for task in todo:
            waiting.put(task)
        progress = Progress(len(tasks), len(tasks) - len(todo), self.told)
        troubles: list[str] = []
        workers = [
            threading.Thread(target=self._work, args=(waiting, progress, troubles), daemon=True) for _ in range(jobs)
        ]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        return troubles

    def _work(self, waiting: "queue.SimpleQueue[Task]", progress: "Progress", troubles: list[str]) -> None:
        while time.monotonic() < self.stop_at:
            try:
                task = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                with self._folder(task) as folder:
                    self.results.keep(task, task.play(folder))
                progress.tell(task, "")
            except Exception as exc:  # noqa: BLE001 - whatever it is, it is told by task, and the run is not complete
                troubles.append(f"{task.kind} {task.name}: {exc!r}"[:600])
                progress.tell(task, "TROUBLE")

    @contextmanager
    def _folder(self, task: Task) -> Iterator[Path]:
        folder = self.scratch / task.place.with_suffix("")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


class Progress:
    """How far a run has come: done, of how many, rate, time left."""

    def __init__(self, of: int, kept: int, told: Callable[[str], None]) -> None:
        self._of, self._kept, self._done = of, kept, 0
        self._told = told
        self._began = time.monotonic()
        self._lock = threading.Lock()

    def tell(self, task: Task, how: str) -> None:
        """One task has ended."""
        with self._lock:
            self._done += 1
            ended = self._kept + self._done
            rate = self._done / max(time.monotonic() - self._began, 0.001)
            left = (self._of - ended) / rate
            name = f"{task.kind} {task.name} {how}".rstrip()
            self._told(
                f"{ended} of {self._of} ({self._kept} kept) · {60 * rate:.1f} a minute · {left:.0f} s left · {name}"
            )
