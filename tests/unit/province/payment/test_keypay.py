"""A province that is connected to KeyPay, before the real mock of it: the same books, other messages."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import ClientSession
from aiohttp.test_utils import TestClient, TestServer

from mocks.payment import hashes as of_the_mock
from mocks.province.options import Counterpart, ProvinceOptions
from mocks.province.payment.keypay import SIGNED, check_sum, make_reference
from mocks.province.serve import run_province
from mocks.stage.played import Terms, Wish
from mocks.stage.server import Placement, running
from tests.unit.province.payment.till import AGENCY, StubPlatform, Till
from tests.unit.province.samples import NOON, StubPortal, options_for

ACCOUNTS = {"client_id": "H56-TEST", "hash_key_1": "not-a-real-key", "hash_key_2": "nor-this-one"}
TOKEN = "control-token-of-a-test"
LONGEST_S = 20.0


@dataclass
class Side:
    """The till, and the control port of KeyPay's mock."""

    till: Till
    control: str
    http: ClientSession
    seen: int = 0

    async def command(self, path: str, body: Any) -> Any:
        bearer = {"Authorization": f"Bearer {TOKEN}"}
        async with self.http.post(f"{self.control}/control/1/{path}", json=body, headers=bearer) as answer:
            assert answer.status in (200, 201), await answer.text()
            return await answer.json()

    async def was_taken(self) -> bool:
        """Whether the province took the newest call-back; waits for one that was not looked at yet."""
        bearer = {"Authorization": f"Bearer {TOKEN}"}
        while True:
            address = f"{self.control}/control/1/journal?after={self.seen}&wait=5"
            async with self.http.get(address, headers=bearer) as answer:
                rows = (await answer.json())["exchanges"]
            for row in rows:
                self.seen = row["seq"]
                if row["operation"] == "callback":
                    return bool(row["facts"]["accepted"])

    async def open(self) -> str:
        """Charge a fee and wait until KeyPay has an address to pay it at."""
        code = await self.till.charge()
        await self.till.until_bill(code, url=...)
        return code


@contextlib.asynccontextmanager
async def _open(folder: Path) -> AsyncIterator[Side]:
    portal, wish = StubPortal(), Wish(system="keypay", accounts=ACCOUNTS)
    async with running([wish], Terms(), Placement(token=TOKEN)) as (mock,), portal.serving() as address:
        settings = ACCOUNTS | {"return_url": "https://hoso.example/", "query_after_s": "0.1", "query_max_s": "0.3"}
        connected = {"keypay": Counterpart(mock.national, settings)}
        options = ProvinceOptions(**options_for(folder, address, counterparts=connected))
        async with (
            run_province(options) as doors,
            TestClient(TestServer(doors.screens)) as screens,
            TestClient(TestServer(doors.inbound)) as inbound,
            ClientSession() as http,
        ):
            side = Side(Till(screens, inbound, portal, StubPlatform()), mock.control, http)
            await side.command("province", {"url": str(inbound.make_url("")).rstrip("/")})
            body = {"agency": AGENCY, "account": "99001", "bank": "99", "holder": "TAI KHOAN"}
            assert (await side.till.call("POST", "/desk/beneficiary-account", body))[0] == 200
            yield side


def test_a_payment_is_told_refused_and_asked_for(tmp_path: Path) -> None:
    async def tell() -> None:
        async with asyncio.timeout(LONGEST_S), _open(tmp_path) as side:
            told = await side.open()
            await side.command("payments/pay", {})
            assert await side.was_taken()
            assert len((await side.till.until_bill(told, state="paid"))["bookings"]) == 1
            assert (await side.till.bill(told))["receipt"] is None

            for name, arguments in (("wrong-hash", {}), ("wrong-amount", {"difference": 1000}), ("push-lost", {})):
                asked = await side.open()
                wish = {"name": name, "operation": "callback", "times": 1, "arguments": arguments}
                await side.command("behaviours", wish)
                await side.command("payments/pay", {})
                assert not await side.was_taken(), name
                shown = await side.till.until_bill(asked, state="paid")
                assert [(row["by"], row["amount"]) for row in shown["bookings"]] == [("query", 8000)], name

            failed = await side.open()
            await side.command("payments/fail", {})
            assert (await side.till.until_bill(failed, state="failed"))["bookings"] == []

    asyncio.run(tell())


def test_both_sides_hash_alike() -> None:
    """The province's hash and the mock's were written apart."""
    theirs = {"PAY": of_the_mock.KEYPAY_PAY, "QUERY": of_the_mock.KEYPAY_QUERY, "CALLBACK": of_the_mock.KEYPAY_CALLBACK}
    assert theirs.keys() == SIGNED.keys()
    for kind, members in theirs.items():
        message = {name: f"{name} thử" for name in members}
        assert check_sum(kind, message, "k") == of_the_mock.keyed_hash(message, members, "k")


def test_a_reference_has_twenty_characters_and_is_never_the_same() -> None:
    made = {
        make_reference(code, NOON, again) for code in ("H56.14-261122-0001", "H56.14-261122-0002") for again in (0, 1)
    }
    assert len(made) == 4
    assert {len(reference) for reference in made} == {20}
