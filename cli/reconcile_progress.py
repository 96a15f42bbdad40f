"""What a person sees while bulk data are read and asked: rows and rate, then a line a question and the time left."""

import time
from collections.abc import Mapping
from typing import Any

from cli.progress import Progress

EVERY_S = 2.0


class ReconcileProgress(Progress):
    """Tells on stderr. With `--json` it stays silent."""

    def __init__(self, *, json_only: bool) -> None:
        super().__init__(json_only=json_only, language="en")
        self._begun: dict[str, float] = {}
        self._told, self._asking = 0.0, 0.0

    def read(self, name: str, rows: int) -> None:
        """So many rows of a snapshot were read."""
        now = time.monotonic()
        begun = self._begun.setdefault(name, now)
        if now - self._told >= EVERY_S:
            self._told = now
            self.note(f"{name}: {rows} rows, {rows / max(now - begun, 0.001):.0f}/s")

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
