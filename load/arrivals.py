"""When calls arrive: dossiers as a non-homogeneous Poisson process, and the life of each. Pure and seeded."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from load.scenario import Scenario
from load.volume import PAY, PAY_ONLINE, Volume

Channel = Literal["counter", "online", "postal"]
CHANNELS: Final[tuple[Channel, ...]] = ("counter", "online", "postal")
FIRST: Final[dict[Channel, tuple[str, ...]]] = {
    "counter": ("accept",),
    "postal": ("accept",),
    "online": ("file-online", "take-in"),
}
LAST: Final = ("finish", "return")


@dataclass(frozen=True, slots=True)
class Arrival:
    """A call of `kind` for dossier number `dossier` (from 0, in order of arrival), `at_s` seconds after second 0."""

    at_s: float
    kind: str
    dossier: int
    channel: Channel


def arrivals_of(volume: Volume, scenario: Scenario, seed: int, *, times: float = 1.0) -> tuple[Arrival, ...]:
    """Return every call of a run at `times` the scenario's load, in order of time; the same for the same arguments.

    Each dossier lives `life_s`, shorter than in life and at the rates of it: what would come after the end is left out.
    """
    chance = random.Random(seed)
    lives = (
        _life(dossier, at_s, volume, scenario, chance)
        for dossier, at_s in enumerate(moments(scenario.rates(volume), chance, times=times))
    )
    within = (arrival for life in lives for arrival in life if arrival.at_s < scenario.span_s)
    return tuple(sorted(within, key=lambda arrival: arrival.at_s))


@dataclass(frozen=True, slots=True)
class MinistryWork:
    """What ministries' systems do with dossiers of their own: when each is made, and when one is moved a status on."""

    made: tuple[float, ...]
    moved: tuple[float, ...]


def ministry_work(volume: Volume, scenario: Scenario, seed: int, *, times: float = 1.0) -> MinistryWork:
    """Return the work of all ministries' systems in a run, in order of time; the same for the same arguments."""
    chance = random.Random(f"ministries {seed}")
    share = volume.number("ministry_dossiers_per_dossier")
    made = tuple(moments(scenario.rates(volume), chance, times=times * share))
    steps = volume.number("steps_per_ministry_dossier")
    later = (at + chance.uniform(0, scenario.life_s) for at in made for _ in range(_about(steps, chance)))
    return MinistryWork(made, tuple(sorted(at for at in later if at < scenario.span_s)))


def moments(rates: Sequence[tuple[float, float]], chance: random.Random, *, times: float = 1.0) -> Iterator[float]:
    """Yield the moments of a Poisson process whose rate goes through `rates` (seconds, a second), `times` each.

    The moments of a process of rate 1, led back through the integral of the rate.
    """
    begin, area = 0.0, 0.0
    due = chance.expovariate(1.0)
    for seconds, rate in rates:
        level = rate * times
        while level > 0 and due <= area + seconds * level:
            yield begin + (due - area) / level
            due += chance.expovariate(1.0)
        begin, area = begin + seconds, area + seconds * level


def _life(dossier: int, at_s: float, volume: Volume, scenario: Scenario, chance: random.Random) -> Iterator[Arrival]:
    """Yield what happens to a dossier, from its acceptance to its return, in its order."""
    online, postal = volume.number("online_share"), volume.number("postal_share")
    channel = chance.choices(CHANNELS, weights=(1 - online - postal, online, postal))[0]
    between = [kind for kind, mean in volume.of_life().items() for _ in range(_about(mean, chance))]
    between = [_way(kind, volume, chance) for kind in between]
    chance.shuffle(between)
    kinds = (*FIRST[channel], *between, *LAST)
    later = sorted(chance.uniform(0, scenario.life_s) for _ in kinds[1:])
    for kind, after in zip(kinds, (0.0, *later), strict=True):
        yield Arrival(at_s + after, kind, dossier, channel)


def _way(kind: str, volume: Volume, chance: random.Random) -> str:
    """A payment at the counter, or at the platform in its place; all else as it is."""
    return PAY_ONLINE if kind == PAY and chance.random() < volume.number("paid_online_share") else kind


def _about(mean: float, chance: random.Random) -> int:
    """Return a whole number next to `mean`, whose mean it is."""
    whole = int(mean)
    return whole + (chance.random() < mean - whole)
