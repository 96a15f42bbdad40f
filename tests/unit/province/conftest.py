"""A whole province in the test's own loop, in front of the stub portal."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from mocks.province.options import ProvinceOptions
from mocks.province.records.database import Database
from mocks.province.screens.app import BASE
from mocks.province.serve import run_province
from tests.postgres import Postgres, running_postgres
from tests.unit.province.samples import ACTS, StubPortal, make_accept, options_for, until

TEMPLATE = "as_migrated"


@dataclass
class Office:
    """A running province and its portal."""

    client: TestClient[Any, Any]
    portal: StubPortal

    async def call(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        async with self.client.request(method, f"{BASE}{path}", json=body) as answer:
            return answer.status, await answer.json() if answer.status != 204 else None

    async def accept(self, **changes: Any) -> str:
        status, told = await self.call("POST", "/dossiers", make_accept(**changes))
        assert status == 201, told
        return str(told["dossier"])

    async def act(self, code: str, *names: str) -> None:
        for name in names:
            status, told = await self.call("POST", f"/dossiers/{code}/{name}", ACTS[name])
            assert status == 200, told

    async def pending(self) -> int:
        return int((await self.call("GET", "/outbox"))[1]["pending"])

    async def until_empty(self) -> None:
        """Wait until nothing is left to be told."""
        async with asyncio.timeout(10):
            while await self.pending():  # noqa: ASYNC110 - nothing tells when it is empty
                await asyncio.sleep(0.005)

    async def until_told(self, code: str, *statuses: str) -> None:
        """Wait until the portal has these steps of the dossier."""
        await until(lambda: self.portal.steps[code] == list(statuses))


Story = Callable[[Office], Awaitable[None]]
Play = Callable[..., StubPortal]


@asynccontextmanager
async def _open(folder: Path, portal: StubPortal, **changes: Any) -> AsyncIterator[Office]:
    async with portal.serving() as address:
        options = ProvinceOptions(**options_for(folder, address, **changes))
        async with run_province(options) as doors, TestClient(TestServer(doors.screens)) as client:
            yield Office(client, portal)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server, for all tests of this process that ask for one; TEMPLATE has the tables."""
    with running_postgres() as server:
        server.run(f"CREATE DATABASE {TEMPLATE}")
        Database(server.address(TEMPLATE)).close()
        yield server


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    """The kind of database: SQLite, unless a test asks for another one (`both_engines`)."""
    return getattr(request, "param", "sqlite")


@pytest.fixture
def database_url(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database of that kind, without records."""
    if engine == "sqlite":
        yield f"sqlite:///{tmp_path / 'province.sqlite3'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.new_database(TEMPLATE) as address:
        yield address


@pytest.fixture
def play(tmp_path: Path, database_url: str) -> Play:
    """Play a story with a province; `changes` are options. Gives the portal as it is in the end."""

    def run(story: Story, portal: StubPortal | None = None, **changes: Any) -> StubPortal:
        stage = portal or StubPortal()

        async def tell() -> None:
            async with _open(tmp_path, stage, **{"database_url": database_url} | changes) as office:
                await story(office)

        asyncio.run(tell())
        return stage

    return run
