"""What a judgement says beside its verdict of how its evidence came about: who acted, whether time was compressed.

Marks follow from the events of the record in their order, and are written into each judgement when it is made.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from harness.exchange import Json
from harness.transport import Append

EVIDENCE = frozenset({"exchange", "stimulus"})
PASSAGE = "passage"


@dataclass
class Marks:
    """Stands before the writer: passes events on, and remembers what they mean for evidence that is cited later."""

    append: Append
    _operators: dict[str, None] = field(default_factory=dict)
    _passing: Mapping[str, Json] | None = None
    _compressed: dict[str, Mapping[str, Json]] = field(default_factory=dict)

    def __call__(self, kind: str, data: Mapping[str, Json]) -> None:
        """Append one event."""
        self.append(kind, data)
        if kind == "stimulus" and data["kind"] == "manual":
            self._operators[data["by"]] = None
        if kind == PASSAGE:
            self._passing = data if data["state"] == "begins" else None
        if kind in EVIDENCE and self._passing is not None:
            self._compressed[data["id"]] = {"kind": "compressed", "hours": self._passing["hours"]}

    def of(self, evidence: Sequence[str]) -> list[Mapping[str, Json]]:
        """The marks of a judgement on this evidence, each once.

        Whatever is seen of a system on which a person acts goes back to that person; compressed time touches only what
        was seen while it was.
        """
        found = [{"kind": "manual", "by": name} for name in self._operators]
        found += [dict(self._compressed[name]) for name in evidence if name in self._compressed]
        return [mark for place, mark in enumerate(found) if mark not in found[:place]]


def mark_words(mark: Mapping[str, Json]) -> str:
    """A mark in one line of English, as `readiness.json` has it."""
    if mark["kind"] == "manual":
        return f"stimulus: manual, by {mark['by']}"
    return f"time: compressed, {mark['hours']:g} h"
