"""Progress of a campaign on stderr: one line a case, so that it also reads well in a pipeline's log."""

import sys
import time
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self

MARKS = {"PASS": "✓", "FAIL": "✗", "INCONC": "?", "ERROR": "!", "NONE": "·"}


class Progress:
    """Tells what each case came to. With `--json` it stays silent."""

    def __init__(self, *, json_only: bool, language: str) -> None:
        self._silent, self._vietnamese = json_only, language == "vi"
        self._started = time.monotonic()

    def __enter__(self) -> Self:
        self.note("đang kiểm thử…" if self._vietnamese else "testing…")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def show(self, row: Mapping[str, Any]) -> None:
        """One case has ended."""
        name = f"{row['case']}[{row['instance']}]" if row["instance"] else row["case"]
        code = f" {row['code']}" if row["code"] else ""
        place = f"{row['done']:>3}/{row['of']}"
        self.note(f"{place} {MARKS[row['verdict']]} {row['verdict']}{code} {name}")
        if row["verdict"] != "PASS" and row["message"]:
            self.note(f"        {row['message'][:200]}")

    def note(self, text: str) -> None:
        """One line."""
        if not self._silent:
            sys.stderr.write(f"{time.monotonic() - self._started:6.1f}s  {text}\n")
            sys.stderr.flush()
