"""What a person sees while load is on: the assumptions, then a line a second, then what each case came to."""

import sys
from collections.abc import Mapping
from typing import Any

from cli.progress import Progress
from load.drive import Look
from load.volume import Volume


class LoadProgress(Progress):
    """Tells on stderr; in a terminal the line of the moment overwrites itself. With `--json` it stays silent."""

    def __init__(self, *, json_only: bool) -> None:
        super().__init__(json_only=json_only, language="en")
        self._line = sys.stderr.isatty()

    def assumptions(self, volume: Volume) -> None:
        """Every figure that the load rests on, with where it comes from."""
        self.note(f"expected: {volume.dossiers_a_day:.0f} dossiers a day, {volume.dossiers_per_s:.2f}/s on average")
        for figure in volume.figures.values():
            mark = "ASSUMED" if figure.assumed else figure.fidelity
            value = f"{figure.value:g}" if isinstance(figure.value, int | float) else "profile"
            self.note(f"  {figure.name} = {value} {figure.unit} ({mark}; {figure.source})")

    def look(self, look: Look) -> None:
        """The moment: rate, latency, errors, what waits, how late the portal sees dossiers, how busy its mock is."""
        now = look.progress
        p99 = f"{now.p99_ms:.0f} ms" if now.p99_ms is not None else "-"
        waits = "?" if look.waits is None else str(look.waits)
        lag = "-" if look.lag_s is None else f"{look.lag_s:.0f} s"
        text = (
            f"{now.at_s:5.0f} s  sent {now.sent:6}  in flight {now.in_flight:4}  p99 {p99:>8}  errors {now.errors:4}  "
            f"backlog {waits:>5}  at the portal {look.synced:6}  lag {lag:>5}  mock {look.busy:4.0%}"
        )
        if self._silent:
            return
        sys.stderr.write(f"\r{text}" if self._line else f"{text}\n")
        sys.stderr.flush()

    def show(self, row: Mapping[str, Any]) -> None:
        """One case has ended."""
        if "case" in row:
            super().show(row)
        else:
            self.note(str(row["note"]))
