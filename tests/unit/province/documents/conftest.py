"""A province that exchanges documents with the axis of `mocks/documents`, over HTTP."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from mocks.province.options import Counterpart, ProvinceOptions
from mocks.province.screens.app import BASE
from mocks.province.serve import run_province
from tests.unit.mocks.documents.conftest import Axis, axis_with
from tests.unit.province.samples import OFFICER, StubPortal, options_for

LONGEST_S = 20.0
EVERY_S = "30"
"""So seldom that a test asks for whatever it wants to be fetched."""


@dataclass
class Clerks:
    """The clerical office of a running province, and the axis."""

    screens: TestClient[Any, Any]
    axis: Axis
    mark: int

    def calls(self, operation: str) -> list[dict[str, Any]]:
        """The calls of an operation since the test began."""
        return [row for row in self.axis.journal(after=self.mark) if row["operation"] == operation]

    def acknowledged(self, number: str) -> list[str]:
        """What was said of a message's transport, in order."""
        bodies = [row["request"]["body"] for row in self.calls("updateStatus")]
        return [body["status"] for body in bodies if body["docid"] == number]

    async def desk(self, name: str, **body: Any) -> tuple[int, dict[str, Any]]:
        """An act of the office; status and answer."""
        async with self.screens.post(f"{BASE}/desk/{name}", json={"officer": OFFICER, **body}) as answer:
            return answer.status, await answer.json()

    async def send(self, **changes: Any) -> str:
        """Send a document; its DocumentId."""
        status, told = await self.desk("send-document", **make_document(**changes))
        assert status == 200, told
        return str(told["document"])

    async def report(self, document: str, status: str) -> int:
        """Tell a status; how that was answered."""
        answered, _ = await self.desk("report-document-status", document=document, status=status)
        return answered

    async def registers(self) -> dict[str, list[dict[str, Any]]]:
        """Both registers."""
        async with self.screens.get(f"{BASE}/records/documents") as answer:
            told: dict[str, list[dict[str, Any]]] = await answer.json()
            return told

    async def control(self, name: str, **arguments: Any) -> dict[str, Any]:
        """A command to the axis."""
        told: dict[str, Any] = await asyncio.to_thread(self.axis.command, name, **arguments)
        return told

    async def receive(self, **wish: Any) -> tuple[str, str]:
        """An agency writes to the province, which fetches it; the number on the axis and the DocumentId."""
        made = await self.control("documents/send-to-province", **wish)
        await self.desk("fetch-documents")
        return str(made["docID"]), str(made["DocumentId"])

    async def until(self, condition: Callable[[dict[str, list[dict[str, Any]]]], Any]) -> dict[str, Any]:
        """Wait until it holds of the registers, and give them; raises TimeoutError."""
        async with asyncio.timeout(5):
            while not condition(found := await self.registers()):  # noqa: ASYNC110 - nothing tells when it holds
                await asyncio.sleep(0.01)
            return found

    async def until_state(self, document: str, state: str) -> dict[str, Any]:
        """Wait until a document has this state, and give its row."""
        found = await self.until(lambda both: (row_of(both, document) or {}).get("state") == state)
        row = row_of(found, document)
        assert row is not None
        return row

    async def carried(self, document: str) -> dict[str, Any]:
        """A document as the axis carries it."""
        rows = await asyncio.to_thread(self.axis.documents)
        return next(row for row in rows if row.get("DocumentId") == document)

    async def until_carried(self, condition: Callable[[list[dict[str, Any]]], Any]) -> None:
        """Wait until it holds of the messages on the axis; raises TimeoutError."""
        async with asyncio.timeout(5):
            while not condition(await asyncio.to_thread(self.axis.documents)):  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.01)

    async def until_called(self, operation: str, times: int) -> None:
        """Wait until the axis was called so often; raises TimeoutError."""
        async with asyncio.timeout(5):
            while len(self.calls(operation)) < times:  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.01)


def row_of(registers: dict[str, list[dict[str, Any]]], document: str) -> dict[str, Any] | None:
    """The row of a document in either register."""
    return next((row for rows in registers.values() for row in rows if row["document"] == document), None)


def make_document(**changes: Any) -> dict[str, Any]:
    """The body of a document to be sent."""
    plain = {
        "to": ["G22.99"],
        "kind": "new",
        "form": "official-letter",
        "subject": "Xin ý kiến về hồ sơ",
        "content": "Đề nghị cho ý kiến",
        "files": [{"name": "Dự thảo.txt", "text": "Nội dung dự thảo"}],
    }
    return {**plain, **changes}


Story = Callable[[Clerks], Awaitable[None]]
Play = Callable[..., None]


@pytest.fixture(scope="session")
def one_axis() -> Iterator[Axis]:
    """An axis for all tests of this folder."""
    with axis_with() as axis:
        yield axis


@pytest.fixture
def axis(one_axis: Axis) -> Axis:
    """An axis as at its start."""
    one_axis.command("reset", behaviours=True)
    return one_axis


@pytest.fixture
def play(tmp_path: Path, database_url: str, axis: Axis) -> Play:
    """Play a story with a province; `changes` are options. Each story of a test goes on with the same records."""
    mark = axis.seen()

    def run(story: Story, **changes: Any) -> None:
        async def tell() -> None:
            settings = {**axis.accounts, "agency": "H56", "every_s": EVERY_S}
            found = {"vxp": Counterpart(str(axis.national.base_url), settings)}
            async with asyncio.timeout(LONGEST_S), StubPortal().serving() as portal:
                wish = {"database_url": database_url, "counterparts": found} | changes
                options = ProvinceOptions(**options_for(tmp_path, portal, **wish))
                async with run_province(options) as doors, TestClient(TestServer(doors.screens)) as screens:
                    await story(Clerks(screens, axis, mark))

        asyncio.run(tell())

    return run
