"""Stories of a province that places orders."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from tests.unit.province.orders.counter import Counter, StubDesk, open_counter

LONGEST_S = 20.0
Play = Callable[..., StubDesk]


@pytest.fixture
def play(tmp_path: Path, database_url: str) -> Play:
    """Play a story before a system; `changes` are options, and `settings` of the connection."""

    def run(story: Callable[[Counter], Awaitable[None]], desk: StubDesk | None = None, **changes: Any) -> StubDesk:
        stage = desk or StubDesk()

        async def tell() -> None:
            options = {"database_url": database_url} | changes
            async with asyncio.timeout(LONGEST_S), open_counter(tmp_path, stage, **options) as counter:
                await story(counter)

        asyncio.run(tell())
        return stage

    return run
