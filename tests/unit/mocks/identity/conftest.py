"""Running providers of identity: both of them for what both must do."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from mocks.clock import Clock
from mocks.played import Terms, Wish
from tests.unit.mocks.identity.relying import Relying
from tests.unit.mocks.playing import playing

SYSTEMS = ("vneid", "vnconnect")
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


@pytest.fixture
def clock() -> HandClock:
    """The clock of the mock."""
    return HandClock()


@pytest.fixture
def start(clock: HandClock) -> Iterator[Start]:
    """Start a provider and be a client of it; `terms` as `Terms` has them."""
    with ExitStack() as stack:

        def begin(system: str, **terms: Any) -> Relying:
            known: dict[str, Any] = {"redaction_key": b"key of a test", "make_clock": lambda: clock}
            (side,) = stack.enter_context(playing(Wish(system=system), terms=Terms(**known | terms)))
            return Relying.of(side)

        yield begin


@pytest.fixture(params=SYSTEMS)
def provider(request: pytest.FixtureRequest, start: Start) -> Relying:
    """A client of either provider."""
    return start(request.param)


@pytest.fixture(params=SYSTEMS, scope="module")
def lasting(request: pytest.FixtureRequest) -> Iterator[Relying]:
    """A client of either provider, which lasts for a module: for what is refused, and so changes nothing."""
    with playing(Wish(system=request.param), terms=Terms(redaction_key=b"key of a test")) as (side,):
        yield Relying.of(side)


@pytest.fixture
def shared(lasting: Relying) -> Relying:
    """The same with a browser that nobody used before."""
    lasting.side.national.cookies.clear()
    return lasting


@pytest.fixture
def vneid(start: Start) -> Relying:
    """A client of VNeID."""
    return start("vneid")


@pytest.fixture
def vnconnect(start: Start) -> Relying:
    """A client of VNConnect."""
    return start("vnconnect")
