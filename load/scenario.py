"""Scenarios: how the expected volume is laid on in one run (`specs/scenarios/*.toml`)."""

import tomllib
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate, pairwise
from typing import Any, Final, Literal

from jsonschema import Draft202012Validator

from harness.errors import Refused
from load.volume import Volume, opening_seconds
from specs import FOLDER
from specs.schema import load_schema

Basis = Literal["day", "mean", "peak"]
Happening = Literal["portal-away", "portal-back", "province-killed", "province-started"]
_FOLDER: Final = FOLDER / "scenarios"


@dataclass(frozen=True, slots=True)
class Phase:
    """`seconds` of the run at `load` times the basis: a day's hours one after the other, their mean, or the peak."""

    seconds: float
    of: Basis
    load: float


@dataclass(frozen=True, slots=True)
class Event:
    """What is done to the system or to its counterparts, `at_s` seconds after second 0."""

    at_s: float
    what: Happening
    stands_for_s: float = 0


@dataclass(frozen=True, slots=True)
class Steps:
    """How a search goes up: in strides of `factor` at most, to `most` times the peak; `repeats`: plays of one step."""

    factor: float
    most: float
    repeats: int


@dataclass(frozen=True, slots=True)
class Scenario:
    """`life_s`: seconds of the run from a dossier's acceptance to its return. `factor` names a figure of the volume.

    `shortened`: how many seconds of the scenario as it is written one second of the run stands for (`within`).
    """

    name: str
    vi: str
    en: str
    why: str
    life_s: float
    phases: tuple[Phase, ...]
    events: tuple[Event, ...] = ()
    day: date | None = None
    factor: str = ""
    steps: Steps | None = None
    shortened: float = 1.0

    @property
    def span_s(self) -> float:
        """How long the run lasts."""
        return sum(phase.seconds for phase in self.phases)

    @property
    def steady(self) -> bool:
        """Whether the same load is expected from its beginning to its end."""
        return len(self.phases) == 1 and self.phases[0].of != "day" and not self.events

    @property
    def kills(self) -> bool:
        """Whether the system under test is cut off in it."""
        return any(event.what == "province-killed" for event in self.events)

    @property
    def compression(self) -> float:
        """How many seconds one second of the run stands for, at most; rates are never compressed."""
        of_days = [opening_seconds() / phase.seconds for phase in self.phases if phase.of == "day"]
        moments = [event.at_s for event in self.events] + [self.span_s]
        of_events = [
            event.stands_for_s / (end - begin)
            for event, (begin, end) in zip(self.events, pairwise(moments), strict=True)
        ]
        return max([1.0, self.shortened, *of_days, *of_events])

    def within(self, seconds: float) -> "Scenario":
        """The same in so many seconds: phases and what happens in them come closer together, rates stay."""
        share = seconds / self.span_s
        phases = tuple(replace(phase, seconds=phase.seconds * share) for phase in self.phases)
        events = tuple(replace(event, at_s=event.at_s * share) for event in self.events)
        return replace(self, phases=phases, events=events, shortened=self.shortened / share)

    def rates(self, volume: Volume) -> list[tuple[float, float]]:
        """Return (seconds, dossiers a second), one after the other, over the whole run."""
        mean = volume.dossiers_per_s * (volume.number(self.factor) if self.factor else 1.0)
        found = []
        for phase in self.phases:
            if phase.of == "day" and self.day:
                hours = volume.weights("hours")
                level = mean * volume.day_factor(self.day) * phase.load
                found += [(phase.seconds / len(hours), level * weight) for weight in hours]
            else:
                peak = volume.number("peak_factor") if phase.of == "peak" else 1.0
                found.append((phase.seconds, mean * peak * phase.load))
        return found


def scenario_names() -> tuple[str, ...]:
    """Return the names of all scenarios, in the order of the alphabet."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


def load_scenario(name: str) -> Scenario:
    """Read a scenario. Raises Refused for an unknown one, and for one that breaks its schema or contradicts itself."""
    if name not in scenario_names():
        raise Refused(f"no scenario is called {name!r}; there are: {', '.join(scenario_names())}")
    row: dict[str, Any] = tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    as_json = row | ({"day": row["day"].isoformat()} if isinstance(row.get("day"), date) else {})
    for error in Draft202012Validator(load_schema("load-scenario")).iter_errors(as_json):
        raise Refused(f"scenario {name}: {error.json_path}: {error.message}")
    del row["schema"]
    phases = tuple(Phase(**phase) for phase in row.pop("phase"))
    events = tuple(Event(**event) for event in row.pop("event", ()))
    steps = Steps(**row.pop("steps")) if "steps" in row else None
    scenario = Scenario(**row, phases=phases, events=events, steps=steps)
    _must_agree(scenario, name)
    return scenario


def _must_agree(scenario: Scenario, name: str) -> None:
    moments = [event.at_s for event in scenario.events]
    if scenario.name != name:
        raise Refused(f"scenario {name}: it calls itself {scenario.name!r}")
    if list(accumulate(moments, max)) != list(moments) or any(at >= scenario.span_s for at in moments):
        raise Refused(f"scenario {name}: its events are not in order, or not within the run")
    if any(phase.of == "day" for phase in scenario.phases) and scenario.day is None:
        raise Refused(f"scenario {name}: a phase has the hours of a day, and no day is named")
