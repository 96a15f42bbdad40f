"""What a record holds already when a campaign goes on in it: the attempts before, or what was played before a kill."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from harness.assessment import RunKey
from harness.exchange import Json

STARTED, ATTEMPT_ENDED, RESUMED, ENDED = "campaign-started", "attempt-ended", "resumed", "campaign-ended"


@dataclass(frozen=True)
class Earlier:
    """The campaigns of a record so far.

    `identity` is who was tested by which mocks when the first of them began, `seen` how far the journal of each mock
    was read, `numbered` the highest number that one of our own doors gave, `ended` the runs of cases that were closed,
    `cut` those that began and were not.
    """

    campaigns: int = 0
    identity: Mapping[str, Json] | None = None
    seen: Mapping[str, int] = field(default_factory=dict)
    numbered: int = 0
    ended: frozenset[RunKey] = frozenset()
    cut: tuple[RunKey, ...] = ()

    def seed(self, seed: int) -> int | str:
        """The seed of the next campaign: that of the run for the first, and one derived from it for each other.

        A system keeps its dossiers, and would refuse the same codes again.
        """
        return f"{seed}/{self.campaigns + 1}" if self.campaigns else seed

    def missed(self, now: Mapping[str, int]) -> dict[str, list[int]]:
        """What each mock saw and no campaign recorded: first and last number; `now` is where its journal stands."""
        if not self.campaigns:
            return {}
        gaps = {system: [self.seen.get(system, 0) + 1, last] for system, last in now.items()}
        return {system: gap for system, gap in gaps.items() if gap[0] <= gap[1]}


def earlier_in(events: Iterable[Mapping[str, Json]], mocks: Collection[str]) -> Earlier:
    """Read the events of a record. `mocks` are the systems whose mocks number their exchanges themselves."""
    started: list[Mapping[str, Json]] = []
    begun: dict[RunKey, None] = {}
    ended: set[RunKey] = set()
    seen: dict[str, int] = {}
    numbered = 0
    for event in events:
        kind, data = event["kind"], event["data"]
        if kind == STARTED:
            started.append(data["identity"])
            seen |= {system: max(seen.get(system, 0), number) for system, number in data["journal"].items()}
        elif kind == "case-started":
            begun[_key(data)] = None
        elif kind == "case-ended":
            ended.add(_key(data))
        elif kind == "exchange" and data["system"] in mocks:
            seen[data["system"]] = max(seen.get(data["system"], 0), data["seq"])
        elif kind in {"exchange", "stimulus"}:
            numbered = max(numbered, data["seq"])
    cut = tuple(key for key in begun if key not in ended)
    return Earlier(len(started), started[0] if started else None, seen, numbered, frozenset(ended), cut)


def attempt_at_hand(events: Iterable[Mapping[str, Json]]) -> int:
    """The number of the attempt that was not brought to its end yet."""
    return 1 + sum(1 for event in events if event["kind"] == ATTEMPT_ENDED)


def _key(data: Mapping[str, Json]) -> RunKey:
    return RunKey(data["case"], data["instance"], data["attempt"])
