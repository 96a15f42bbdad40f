"""Stories of a province that takes fees."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from tests.unit.province.payment.till import StubPlatform, Till, open_till

LONGEST_S = 20.0
Play = Callable[..., StubPlatform]


@pytest.fixture
def play(tmp_path: Path, database_url: str) -> Play:
    """Play a story; `changes` are options. Gives the platform as it is in the end."""

    def run(story: Callable[[Till], Awaitable[None]], platform: StubPlatform | None = None, **changes: Any) -> Any:
        stage = platform or StubPlatform()

        async def tell() -> None:
            options = {"database_url": database_url} | changes
            async with asyncio.timeout(LONGEST_S), open_till(tmp_path, stage, **options) as till:
                await story(till)

        asyncio.run(tell())
        return stage

    return run
