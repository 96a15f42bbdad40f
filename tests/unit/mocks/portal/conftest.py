"""A running portal that is called as clients call it: with the header that says for whom a call is meant."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from mocks.stage.played import Terms, Wish
from tests.unit.mocks.conftest import PASSWORD, USERNAME, Mock
from tests.unit.mocks.playing import playing
from tests.unit.mocks.province import Province, provincial

HEADERS = {
    "Accept": "application/json",
    "Charset": "utf-8",
    "dstcode": "VN:GOV:000.00.00.G22:dvcqg",
}


@pytest.fixture
def start() -> Iterator[Callable[..., Mock]]:
    """Start a portal of `profile`; it notes defects and accepts, unless `terms` say otherwise."""
    with ExitStack() as stack:

        def begin(*, profile: str = "", **terms: Any) -> Mock:
            wish = Wish(system="dvcqg", profile=profile, accounts={"username": USERNAME, "password": PASSWORD})
            known: dict[str, Any] = {"lenient": True, "redaction_key": b"key of a test", "journal_cap": 1000}
            (side,) = stack.enter_context(playing(wish, terms=Terms(**known | terms)))
            side.national.headers.update(HEADERS)
            return Mock(side.running, side.profile, side.national, side.control)

        yield begin


@pytest.fixture
def strict(start: Callable[..., Mock]) -> Mock:
    """A portal that refuses what breaks the profile, with a session."""
    portal = start(lenient=False)
    portal.login()
    return portal


@pytest.fixture
def province() -> Iterator[Province]:
    """A province that takes what is pushed to it."""
    with provincial() as listening:
        listening.answers = [(200, "application/json", b'{"error_code": 0, "message": "ok"}')]
        yield listening


@pytest.fixture
def pushing(start: Callable[..., Mock], province: Province) -> Mock:
    """A portal that knows the province, with a session."""
    portal = start(province=province.url)
    portal.login()
    return portal
