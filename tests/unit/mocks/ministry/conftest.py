"""Running ministries for the tests: every answer is held against the profile, every refusal against the state."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from mocks.stage.played import Terms, Wish
from tests.unit.mocks.ministry.visiting import UNIT, Ministry
from tests.unit.mocks.playing import playing
from tests.unit.mocks.province import Province, provincial


@pytest.fixture
def start() -> Iterator[Callable[..., Ministry]]:
    """Start the system of a ministry, nobody signed in; `terms` as `Terms` has them."""
    with ExitStack() as stack:

        def begin(system: str = "btp", **terms: Any) -> Ministry:
            known: dict[str, Any] = {"redaction_key": b"key of a test", "seed": 11}
            (side,) = stack.enter_context(playing(Wish(system=system), terms=Terms(**known | terms)))
            return Ministry(side.running, side.profile, side.national, side.control, unit=UNIT[system])

        yield begin


@pytest.fixture(scope="module")
def steady() -> Iterator[Ministry]:
    """The same for calls that are refused, and so change nothing: one for a whole module."""
    terms = Terms(redaction_key=b"key of a test", seed=11)
    with playing(Wish(system="btp"), terms=terms) as (side,):
        yield Ministry(side.running, side.profile, side.national, side.control, unit=UNIT["btp"]).sign_in()


@pytest.fixture
def ministry(start: Callable[..., Ministry]) -> Ministry:
    """The system of the Ministry of Justice, signed in."""
    return start().sign_in()


@pytest.fixture
def province() -> Iterator[Province]:
    """A province that keeps what is pushed to it."""
    with provincial() as listening:
        yield listening
