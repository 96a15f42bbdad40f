"""What a person sees while bulk data are read and asked: rows, rate and time left, then a line a question."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

from cli.progress import Progress

EVERY_S = 2.0


class ReconcileProgress(Progress):
    """Tells on stderr. With `--json` it stays silent."""

    def __init__(self, *, json_only: bool) -> None:
        super().__init__(json_only=json_only, language="en")
        self._reading, self._begun, self._read = "", 0.0, time.monotonic()
        self._told, self._asking = 0.0, 0.0

    def read(self, name: str, rows: int, share: float) -> None:
        """So many rows of a snapshot were read, this share of it (0: nobody can say)."""
        now = time.monotonic()
        if name != self._reading:
            self._reading, self._begun = name, self._read  # it began when the one before had ended
        self._read = now
        if now - self._told >= EVERY_S:
            self._told = now
            spent = max(now - self._begun, 0.001)
            left = f", about {spent / share * (1 - share):.0f} s are left" if 0 < share < 1 else ""
            self.note(f"{name}: {rows} rows, {rows / spent:.0f}/s{left}")

    @contextmanager
    def watch(self, share: Callable[[], float]) -> Iterator[None]:
        """Tell inside the block which share of a long statement is done; `share` says it, 0 where nobody can say."""
        ended = Event()
        thread = Thread(target=self._watch, args=(share, ended), daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    def _watch(self, share: Callable[[], float], ended: Event) -> None:
        looked, before = time.monotonic(), 0.0
        while not ended.wait(EVERY_S):
            now, done = time.monotonic(), share()
            if before < done < 1:  # less than before: it is another statement
                left = (now - looked) * (1 - done) / (done - before)
                self.note(f"a long statement: {done:.0%}, about {left:.0f} s are left")
            looked, before = now, done

    def show(self, row: Mapping[str, Any]) -> None:
        """One question was answered, or a note."""
        if "case" not in row:
            self.note(str(row["note"]))
            return
        now = time.monotonic()
        self._asking = self._asking or now
        super().show({"instance": "", **row})
        left = row["of"] - row["done"]
        if left and now - self._told >= EVERY_S:
            self._told = now
            spent = now - self._asking
            self.note(f"about {spent / row['done'] * left:.0f} s are left for {left} questions")
