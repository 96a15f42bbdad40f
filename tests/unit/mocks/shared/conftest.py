"""Running shared systems for the tests: every answer is held against the profile, every refusal against the state."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from mocks.stage.played import Terms, Wish
from tests.unit.mocks.playing import playing
from tests.unit.mocks.province import Province, provincial
from tests.unit.mocks.shared.visiting import Shared


@pytest.fixture
def start() -> Iterator[Callable[..., Shared]]:
    with ExitStack() as stack:

        def begin(**terms: Any) -> Shared:
            known: dict[str, Any] = {"redaction_key": b"key of a test", "seed": 5}
            (side,) = stack.enter_context(playing(Wish(system="dungchung"), terms=Terms(**known | terms)))
            return Shared(side.running, side.profile, side.national, side.control)

        yield begin


@pytest.fixture
def shared(start: Callable[..., Shared]) -> Shared:
    """Signed in."""
    return start().sign_in()


@pytest.fixture
def province() -> Iterator[Province]:
    with provincial() as listening:
        yield listening
