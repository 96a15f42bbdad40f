"""How often, how long and how likely a behaviour is, as it was asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

Json: TypeAlias = Any
LONGEST_S: Final = 7 * 24 * 3600
MOST_TIMES: Final = 1_000_000_000
MOST_SEED: Final = 2**31 - 1


class BehaviourRefused(ValueError):
    """A behaviour that cannot be installed; the text says why in one sentence."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """`times` exchanges or None, `for_s` seconds or None: no end. `seed` None: that of the mock."""

    times: int | None
    for_s: float | None
    chance: float
    seed: int | None


def read_limits(wish: Mapping[str, Json]) -> Limits:
    """The limits in a wish, with what holds where they are left out. Raises BehaviourRefused."""
    times, for_s, chance, seed = (wish.get(name) for name in ("times", "for_s", "chance", "seed"))
    if times is not None and not (_is_whole(times) and 1 <= times <= MOST_TIMES):
        raise BehaviourRefused(f"times is {times!r}; it is a number of exchanges from 1 up, or null for no end")
    if for_s is not None and not _is_above_zero(for_s, most=LONGEST_S):
        raise BehaviourRefused(f"for_s is {for_s!r}; it is a number of seconds up to {LONGEST_S}, or null for no end")
    if chance is not None and not _is_above_zero(chance, most=1):
        raise BehaviourRefused(f"chance is {chance!r}; it is above 0 and at most 1, or null for always")
    if seed is not None and not (_is_whole(seed) and abs(seed) <= MOST_SEED):
        raise BehaviourRefused(f"seed is {seed!r}; it is a whole number of 32 bits, or null for the seed of the mock")
    return Limits(
        times=None if times is None else int(times),
        for_s=for_s,
        chance=1.0 if chance is None else float(chance),
        seed=None if seed is None else int(seed),
    )


def _is_whole(value: Json) -> bool:
    """Whether a value is a whole number, as JSON Schema has it: 5.0 is one."""
    return isinstance(value, int | float) and not isinstance(value, bool) and value == value // 1


def _is_above_zero(value: Json, *, most: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= most
