"""What every unit test leaves behind."""

from collections.abc import Iterator

import pytest
from aiohttp import web_app


@pytest.fixture(autouse=True)
def applications_let_go() -> Iterator[None]:
    """A mock or province that a test has played in its own process: aiohttp would keep the last thousand in memory."""
    yield
    web_app._cached_build_middleware.cache_clear()  # nothing public lets them go
