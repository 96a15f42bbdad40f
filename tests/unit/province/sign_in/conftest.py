"""A province whose web door stands before real mocks of both identity providers, and browsers in front of it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp.test_utils import BaseTestServer, TestServer
from yarl import URL

from cli.ports import free_ports
from mocks.province.options import Counterpart, ProvinceOptions
from mocks.province.screens.app import BASE
from mocks.province.serve import run_province
from mocks.stage.played import Terms, Wish
from tests.unit.mocks.playing import Side, playing
from tests.unit.province.samples import OWNER, StubPortal, make_accept, options_for

PERSON = "citizen-1"


@dataclass
class Page:
    """What a browser was shown."""

    status: int
    told: Any
    location: str
    cookies: list[str]


@dataclass
class Visitor:
    """One browser, which follows nothing by itself."""

    session: aiohttp.ClientSession
    base: str

    async def open(self, address: str, method: str = "GET") -> Page:
        url = URL(address if address.startswith("http") else self.base + address, encoded=True)
        async with self.session.request(method, url, allow_redirects=False) as answer:
            told = await answer.json() if "json" in answer.content_type else await answer.text()
            cookies = answer.headers.getall("Set-Cookie", [])
            return Page(answer.status, told, answer.headers.get("Location", ""), cookies)

    async def sign_in(self, query: str = "") -> Page:
        """Go to the provider and come back; the page at the door."""
        return await self.open(await self.back(query))

    async def back(self, query: str = "") -> str:
        """Go to the provider; the address with which it sends the browser back."""
        page = await self.open(f"/dang-nhap{query}")
        while not page.location.startswith(f"{self.base}/callback"):
            assert page.status in (302, 303), page
            page = await self.open(page.location)
        return page.location


@dataclass
class House:
    """The province, its screens, and the providers."""

    base: str
    screens: BaseTestServer
    vneid: Side
    vnconnect: Side
    http: aiohttp.ClientSession

    @asynccontextmanager
    async def visitor(self) -> AsyncIterator[Visitor]:
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
            yield Visitor(session, self.base)

    async def call(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        async with self.http.request(method, self.screens.make_url(f"{BASE}{path}"), json=body) as answer:
            return answer.status, await answer.json()

    def number(self, person: str = PERSON) -> str:
        rows = {row["person"]: row["claims"] for row in self.vneid.view("people")["people"]}
        return str(rows[person]["SoDinhDanh"])

    async def accept(self, person: str = PERSON, **changes: Any) -> str:
        owner = {**OWNER, "identity": {"number": self.number(person)}, "account": None}
        status, told = await self.call("POST", "/dossiers", make_accept(owner=owner, **changes))
        assert status == 201, told
        return str(told["dossier"])

    async def shift_clock(self, **hours: float) -> None:
        """Move the province's clock on."""
        now = datetime.fromisoformat((await self.call("GET", "/clock"))[1]["now"])
        moved = (now + timedelta(**hours)).isoformat(timespec="milliseconds")
        assert (await self.call("POST", "/clock", {"now": moved}))[0] == 200


Story = Callable[[House], Awaitable[None]]


@pytest.fixture(scope="session")
def _providers() -> Iterator[list[Side]]:
    wishes = [Wish(system=name, prefix=f"/{name}") for name in ("vneid", "vnconnect")]
    with playing(*wishes, terms=Terms(redaction_key=b"key of a test")) as sides:
        yield sides


@pytest.fixture
def providers(_providers: list[Side]) -> list[Side]:
    """Both providers as they are at the start, where PERSON signs in."""
    for side in _providers:
        side.command("reset", behaviours=True)
        side.command("sign-in", person=PERSON)
    return _providers


@pytest.fixture
def play(tmp_path: Path, providers: list[Side]) -> Callable[..., None]:
    """Play a story with a province; words are more settings of its connection to VNeID."""

    def run(story: Story, **settings: str) -> None:
        async def tell() -> None:
            async with _open(tmp_path, providers, settings) as house:
                await story(house)

        asyncio.run(tell())

    return run


@asynccontextmanager
async def _open(folder: Path, providers: list[Side], settings: dict[str, str]) -> AsyncIterator[House]:
    vneid, vnconnect = providers
    known = {"vneid": settings, "vnconnect": {}}
    counterparts = {
        name: Counterpart(side.running.national, {**side.accounts, **known[name]})
        for name, side in (("vneid", vneid), ("vnconnect", vnconnect))
    }
    (port,) = free_ports(1)  # not of those that the system hands out: another's connection may take them meanwhile
    async with StubPortal().serving() as portal, aiohttp.ClientSession() as http:
        options = options_for(folder, portal, counterparts=counterparts, inbound_port=port)
        async with (
            run_province(ProvinceOptions(**options)) as doors,
            TestServer(doors.screens) as screens,
            TestServer(doors.inbound, port=port),
        ):
            yield House(f"http://127.0.0.1:{port}", screens, vneid, vnconnect, http)
