"""A province in front of a real mock of the national portal and of the coordination site."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from mocks.province.options import Counterpart, ProvinceOptions
from mocks.province.screens.app import BASE
from mocks.province.serve import run_province
from mocks.stage.played import Wish
from tests.unit.mocks.playing import Side, playing
from tests.unit.province.samples import ACTS, OFFICER, make_accept, options_for

HOME, OTHER = "H56.14", "H56.108"
NEW = "1.987654"
WHOLE = {
    "TENTTHC": "Thủ tục thử nghiệm",
    "MALINHVUC": "G09-HT01",
    "TENLINHVUC": "Hộ tịch",
    "level": "province",
    "days": 5,
    "fee": 30000,
    "papers": ["Tờ khai", "Bản sao"],
    "results": ["Giấy chứng nhận"],
}
STEPS = (("Tiếp nhận", "reception", 4), ("Thẩm định", "processing", 28), ("Ký duyệt", "approval", 8))
LONGEST_S = 20.0


@dataclass
class Nation:
    """The portal and the coordination site."""

    portal: Side
    site: Side

    def publish(self, code: str = NEW, **changes: Any) -> None:
        """Publish a procedure, new or changed."""
        self.portal.command("procedures/publish", MATTHC=code, **{**WHOLE, **changes})

    def withdraw(self, code: str = NEW) -> None:
        """Abolish it."""
        self.portal.command("procedures/withdraw", MATTHC=code)


@dataclass
class Desk:
    """A running province."""

    client: TestClient[Any, Any]
    nation: Nation

    async def call(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        async with self.client.request(method, f"{BASE}{path}", json=body) as answer:
            return answer.status, await answer.json() if answer.status != 204 else None

    async def get(self, path: str) -> Any:
        status, told = await self.call("GET", f"/records/{path}")
        assert status == 200, told
        return told

    async def shown(self, code: str = NEW) -> dict[str, Any] | None:
        """The procedure's row in the catalogue, if it has one."""
        rows = {row["code"]: row for row in (await self.get("procedures"))["procedures"]}
        return rows.get(code)

    async def until(self, condition: Callable[[dict[str, Any]], bool], code: str = NEW) -> dict[str, Any]:
        """Wait until the catalogue shows the procedure so."""
        while not (found := await self.shown(code)) or not condition(found):  # noqa: ASYNC110 - nothing tells when it does
            await asyncio.sleep(0.01)
        return found

    async def update(self, condition: Callable[[dict[str, Any]], bool], code: str = NEW) -> dict[str, Any]:
        """Have the catalogue read, and wait until it shows the procedure so."""
        assert (await self.call("POST", "/desk/update-procedures", {}))[0] == 200
        return await self.until(condition, code)

    async def accept(self, **changes: Any) -> tuple[int, Any]:
        return await self.call("POST", "/dossiers", make_accept(**{"procedure": NEW, **changes}))

    async def act(self, code: str, name: str, account: str | None = None) -> int:
        body = {**ACTS[name], "officer": by(account)}
        return (await self.call("POST", f"/dossiers/{code}/{name}", body))[0]

    async def hire(self, account: str, *roles: str, agency: str = HOME) -> None:
        granted = [{"role": role, "agency": agency, "procedure": "*"} for role in roles]
        body = {"account": account, "name": OFFICER["name"], "agency": agency, "roles": granted}
        number = f"0974{len(account):02d}{sum(account.encode()):06d}"
        assert (await self.call("POST", "/desk/open-account", {**body, "identity": number}))[0] == 200

    async def put_workflow(self, steps: Any = STEPS, **where: str) -> dict[str, Any]:
        rows = [{"name": name, "role": role, "hours": hours} for name, role, hours in steps]
        status, told = await self.call("POST", "/desk/workflow", {"procedure": NEW, "steps": rows, **where})
        assert status == 200, told
        return dict(told)


def by(account: str | None) -> dict[str, Any]:
    """The officer, with that account or none."""
    return OFFICER if account is None else {**OFFICER, "account": account}


Story = Callable[[Desk], Awaitable[None]]


@pytest.fixture(scope="session")
def _nation() -> Iterator[Nation]:
    with playing(Wish(system="dvcqg", prefix="/dvcqg"), Wish(system="dieuphoi", prefix="/dieuphoi")) as sides:
        yield Nation(*sides)


@pytest.fixture
def nation(_nation: Nation) -> Nation:
    """Both as they are at the start."""
    for side in (_nation.portal, _nation.site):
        side.command("reset", behaviours=True)
    return _nation


@asynccontextmanager
async def _open(folder: Path, nation: Nation, changes: dict[str, Any]) -> AsyncIterator[Desk]:
    accounts = nation.portal.accounts
    counterparts = {"dieuphoi": Counterpart(nation.site.running.national, {})}
    known = {"portal_user": accounts["username"], "portal_password": accounts["password"]}
    options = options_for(folder, nation.portal.running.national, **known, counterparts=counterparts, **changes)
    async with run_province(ProvinceOptions(**options)) as doors, TestClient(TestServer(doors.screens)) as client:
        yield Desk(client, nation)


@pytest.fixture
def play(tmp_path: Path, database_url: str, nation: Nation) -> Callable[..., None]:
    """Play a story with a province that knows both; `changes` are options."""

    def run(story: Story, **changes: Any) -> None:
        async def tell() -> None:
            async with (
                asyncio.timeout(LONGEST_S),
                _open(tmp_path, nation, {"database_url": database_url} | changes) as desk,
            ):
                await story(desk)

        asyncio.run(tell())

    return run
