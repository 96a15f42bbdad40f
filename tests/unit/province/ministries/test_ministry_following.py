"""A ministry's feed is followed to its end: nothing missed, nothing twice, whatever pages do."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from mocks.province.options import Counterpart, ProvinceOptions
from mocks.province.screens.app import BASE
from mocks.province.serve import run_province
from tests.unit.province.ministries.samples import SECRET, StubMinistry, make_row, until
from tests.unit.province.samples import StubPortal, options_for

CODE = "G09.11-20260105-{:07d}"


@dataclass
class Province:
    """A running province: its screens, and the door for other systems."""

    screens: TestClient[Any, Any]
    inbound: TestClient[Any, Any]

    async def look_up(self, code: str) -> list[dict[str, Any]]:
        async with self.screens.get(f"{BASE}/records/ministry-dossiers/{code}") as answer:
            found: list[dict[str, Any]] = (await answer.json())["dossiers"]
            return found

    async def report(self) -> dict[str, Any]:
        async with self.screens.get(f"{BASE}/records/report") as answer:
            told: dict[str, Any] = await answer.json()
            return told

    async def push(self, body: Any) -> int:
        async with self.inbound.post("/api/bo-nganh/ho-so/thay-doi", json=body) as answer:
            return answer.status


Story = Callable[[Province], Awaitable[None]]


@asynccontextmanager
async def _open(folder: Path, ministry: StubMinistry, *, secret: str) -> AsyncIterator[Province]:
    async with StubPortal().serving() as portal, ministry.serving() as url:
        settings = {"client_id": "h56", "client_secret": secret, "every_s": "0.05"}
        options = ProvinceOptions(**options_for(folder, portal, counterparts={"btp": Counterpart(url, settings)}))
        async with (
            run_province(options) as doors,
            TestClient(TestServer(doors.screens)) as screens,
            TestClient(TestServer(doors.inbound)) as inbound,
        ):
            yield Province(screens, inbound)


@pytest.fixture
def play(tmp_path: Path) -> Callable[..., None]:
    """Play a story with a province and a ministry."""

    def run(ministry: StubMinistry, story: Story, *, secret: str = SECRET) -> None:
        async def tell() -> None:
            async with _open(tmp_path, ministry, secret=secret) as province:
                await story(province)

        asyncio.run(tell())

    return run


Play = Callable[..., None]


def rows(count: int, *, first: int = 1) -> list[dict[str, Any]]:
    return [make_row(place, code=CODE.format(place)) for place in range(first, first + count)]


async def known(province: Province, count: int) -> None:
    """Wait until the report counts so many dossiers of the ministry."""
    async with asyncio.timeout(5):
        while True:
            lines = {line["system"]: line["total"] for line in (await province.report())["lines"]}
            if lines.get("btp", 0) == count:
                return
            await asyncio.sleep(0.01)


def test_all_pages_are_read_and_then_the_end_is_watched(play: Play) -> None:
    ministry = StubMinistry(rows(25), page=10)

    async def story(province: Province) -> None:
        await known(province, 25)
        ministry.rows += rows(1, first=26)
        await known(province, 26)

    play(ministry, story)
    assert ministry.asked[:3] == ["", "td-10", "td-20"]
    assert len(ministry.tokens) == 1


def test_what_a_page_leaves_out_is_asked_for_again(play: Play) -> None:
    ministry, left_out = StubMinistry(rows(5)), [True]

    def disturb(page: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [row for row in page if not (row["ThuTu"] == 3 and left_out and left_out.pop())]

    ministry.disturb = disturb

    async def story(province: Province) -> None:
        await known(province, 5)

    play(ministry, story)
    assert ministry.asked[:2] == ["", "td-2"]


def test_repeats_and_disorder_change_nothing(play: Play) -> None:
    states = [make_row(place, code=CODE.format(1), status=status) for place, status in enumerate(["2", "4", "9"], 1)]
    ministry = StubMinistry(states, disturb=lambda page: [*reversed(page), *page[:1]])

    async def story(province: Province) -> None:
        await known(province, 1)
        assert [found["status"] for found in await province.look_up(CODE.format(1))] == ["9"]
        for row in states:
            assert await province.push({"MaBoNganh": "BTP", "ThayDoi": row}) == 204
        assert [found["status"] for found in await province.look_up(CODE.format(1))] == ["9"]
        await known(province, 1)

    play(ministry, story)


def test_a_push_is_known_at_once_and_hides_nothing_that_was_lost(play: Play) -> None:
    ministry = StubMinistry(refusals=[502] * 3)

    async def story(province: Province) -> None:
        lost, pushed = rows(2)
        assert await province.push({"MaBoNganh": "BTP", "ThayDoi": pushed}) == 204
        assert len(await province.look_up(CODE.format(2))) == 1
        ministry.rows += [lost, pushed]
        await known(province, 2)

    play(ministry, story)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"MaBoNganh": "BCA", "ThayDoi": make_row(1)}, 403),
        ({"ThayDoi": make_row(1)}, 403),
        ({"MaBoNganh": "BTP", "ThayDoi": {"ThuTu": 1}}, 400),
        (["BTP"], 400),
    ],
    ids=["not followed", "nobody", "no change", "a list"],
)
def test_a_push_that_is_none_is_refused(play: Play, body: Any, status: int) -> None:
    async def story(province: Province) -> None:
        assert await province.push(body) == status
        assert (await province.report())["total"] == 0

    play(StubMinistry(), story)


def test_a_token_that_has_ended_is_replaced_once(play: Play) -> None:
    ministry = StubMinistry(rows(1))

    async def story(province: Province) -> None:
        await known(province, 1)
        ministry.tokens.append("another")  # the one in use has ended
        ministry.rows += rows(1, first=2)
        await known(province, 2)

    play(ministry, story)
    assert [query for query, _ in ministry.sign_ins] == ["", ""]
    assert all(form["grant_type"] == "client_credentials" for _, form in ministry.sign_ins)


def test_an_outage_is_waited_out(play: Play) -> None:
    ministry = StubMinistry(rows(2), refusals=[502, 500, 503, 404])

    async def story(province: Province) -> None:
        await known(province, 2)

    play(ministry, story)


def test_a_wrong_secret_is_tried_again_and_nothing_else_stops(play: Play) -> None:
    ministry = StubMinistry(rows(1))

    async def story(province: Province) -> None:
        await until(lambda: len(ministry.sign_ins) > 2)
        assert (await province.report())["total"] == 0

    play(ministry, story, secret="wrong")


def test_the_next_process_goes_on_from_the_cursor(play: Play) -> None:
    ministry = StubMinistry(rows(3))

    async def story(province: Province) -> None:
        await known(province, 3)

    play(ministry, story)
    before = len(ministry.asked)
    play(ministry, story)
    assert set(ministry.asked[before:]) == {"td-3"}


def test_without_a_ministry_nothing_is_followed_and_the_door_is_shut(tmp_path: Path) -> None:
    async def tell() -> None:
        async with (
            StubPortal().serving() as portal,
            run_province(ProvinceOptions(**options_for(tmp_path, portal))) as doors,
            TestClient(TestServer(doors.inbound)) as inbound,
            TestClient(TestServer(doors.screens)) as screens,
        ):
            assert (await inbound.post("/api/bo-nganh/ho-so/thay-doi", json={})).status == 404
            assert (await (await screens.get(f"{BASE}/records/report")).json())["total"] == 0

    asyncio.run(tell())


def test_no_connection_is_no_crash(tmp_path: Path) -> None:
    async def tell() -> None:
        settings = {"client_id": "h56", "client_secret": SECRET, "every_s": "0.05"}
        async with StubPortal().serving() as portal:
            nowhere = {"btp": Counterpart("http://127.0.0.1:9", settings)}
            async with (
                run_province(ProvinceOptions(**options_for(tmp_path, portal, counterparts=nowhere))) as doors,
                TestClient(TestServer(doors.screens)) as screens,
            ):
                answer = await screens.get(f"{BASE}/version")
                assert "ministry-dossiers" in (await answer.json())["capabilities"]

    asyncio.run(tell())
