"""Running providers of identity: both of them for what both must do."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from mocks.core.clock import Clock
from mocks.stage.played import Terms, Wish
from tests.unit.mocks.identity.relying import Relying
from tests.unit.mocks.playing import Side, playing

SYSTEMS = ("vneid", "vnconnect")
KEY = b"key of a test"
Start = Callable[..., Relying]


class HandClock(Clock):
    """A clock whose seconds pass when a test says so."""

    def __init__(self) -> None:
        super().__init__()
        self.ahead = 0.0

    def monotonic(self) -> float:
        return time.monotonic() + self.ahead

    def pass_by(self, seconds: float) -> None:
        """Let seconds pass, on both hands."""
        self.ahead += seconds
        self.skew_s += seconds


@pytest.fixture(scope="module")
def hands() -> HandClock:
    """The clock of all providers of a module."""
    return HandClock()


@pytest.fixture
def clock(hands: HandClock) -> HandClock:
    """The same, set right."""
    hands.ahead = hands.skew_s = 0.0
    return hands


@pytest.fixture
def start(clock: HandClock) -> Iterator[Start]:
    """Start a provider and be a client of it; `terms` as `Terms` has them."""
    with ExitStack() as stack:

        def begin(system: str, **terms: Any) -> Relying:
            known: dict[str, Any] = {"redaction_key": KEY, "make_clock": lambda: clock}
            (side,) = stack.enter_context(playing(Wish(system=system), terms=Terms(**known | terms)))
            return Relying.of(side)

        yield begin


@pytest.fixture(scope="module")
def both(hands: HandClock) -> Iterator[dict[str, Side]]:
    """Both providers, for a module: to start one takes longer than most tests."""
    wishes = [Wish(system=name, prefix=f"/{name}") for name in SYSTEMS]
    with playing(*wishes, terms=Terms(redaction_key=KEY, make_clock=lambda: hands)) as sides:
        yield {side.running.system: side for side in sides}


def afresh(side: Side) -> Relying:
    """A client of a provider on which nothing has happened, with a browser that nobody used."""
    side.command("reset", behaviours=True)
    side.national.cookies.clear()
    return Relying.of(side)


@pytest.fixture(params=SYSTEMS)
def provider(request: pytest.FixtureRequest, both: dict[str, Side], clock: HandClock) -> Relying:
    """A client of either provider."""
    return afresh(both[request.param])


@pytest.fixture
def vneid(both: dict[str, Side], clock: HandClock) -> Relying:
    """A client of VNeID."""
    return afresh(both["vneid"])


@pytest.fixture
def vnconnect(both: dict[str, Side], clock: HandClock) -> Relying:
    """A client of VNConnect."""
    return afresh(both["vnconnect"])
