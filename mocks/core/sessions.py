"""Sessions and tokens: given at sign-in, valid for a fixed time, never lengthened by use."""

import random
from collections.abc import Callable
from typing import Any

REMEMBERED = 100_000


class Sessions:
    """Tokens by the second at which they end. Ended ones are remembered, to tell expired from unknown."""

    def __init__(self, *, life_s: float, clock: Callable[[], float], rng: random.Random) -> None:
        self._life_s = life_s
        self._clock = clock
        self._rng = rng
        self._ends: dict[str, float] = {}

    def open(self) -> str:
        """A new token. Others stay valid."""
        while len(self._ends) >= REMEMBERED:
            del self._ends[next(iter(self._ends))]
        token = f"{self._rng.getrandbits(128):032x}"
        self._ends[token] = self._clock() + self._life_s
        return token

    def state(self, token: Any) -> str:
        """`valid`, `expired`, `unknown`, or `absent` where nothing or no text was given."""
        if not isinstance(token, str) or not token:
            return "absent"
        if token not in self._ends:
            return "unknown"
        return "valid" if self._clock() < self._ends[token] else "expired"

    def expire_all(self) -> int:
        """End every valid session now; how many that were."""
        valid = [token for token in self._ends if self.state(token) == "valid"]
        self._ends.update(dict.fromkeys(valid, self._clock()))
        return len(valid)
