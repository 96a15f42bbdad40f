"""Stories of a province that hands land dossiers over."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from tests.unit.province.land.office import LandOffice, StubLand, open_office

LONGEST_S = 20.0
Play = Callable[..., StubLand]


@pytest.fixture
def play(tmp_path: Path, database_url: str) -> Play:
    """Play a story; `changes` are options. Gives the land database as it is in the end."""

    def run(story: Callable[[LandOffice], Awaitable[None]], land: StubLand | None = None, **changes: Any) -> StubLand:
        stage = land or StubLand()

        async def tell() -> None:
            options = {"database_url": database_url} | changes
            async with asyncio.timeout(LONGEST_S), open_office(tmp_path, stage, **options) as office:
                await story(office)

        asyncio.run(tell())
        return stage

    return run
