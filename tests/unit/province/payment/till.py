"""A province that takes fees, a platform of sixty lines that does what a test tells it, and both doors."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from mocks.province.options import Counterpart, ProvinceOptions
from mocks.province.payment.hashes import SIGNED
from mocks.province.screens.app import BASE
from mocks.province.serve import run_province
from tests.unit.province.samples import ACTS, OFFICER, StubPortal, make_accept, options_for, until

PARTNER, SECRET = "H56-TEST", "not-a-real-secret"
AGENCY, COMMUNE = "H56.14", "H56.101"
FEE = {"code": "PL.1", "name": "Lệ phí", "kind": "1", "amount": 8000}
PDF = b"%PDF-1.7 a receipt\n%%EOF"
SOON = {"query_after_s": "0.05", "query_max_s": "0.2"}
"""Settings of a province that does not wait long to be told."""
SILENCE = object()
"""Instead of an answer: the connection is cut before anything happens."""
LOST = object()
"""Instead of an answer: the connection is cut after everything has happened."""


def digest_of(kind: str, message: Mapping[str, Any], secret: str = SECRET) -> str:
    """The hash of a message, written apart from the province's own."""
    joined = "".join(f"{message.get(name, '')}|" for name in SIGNED[kind])
    return hashlib.sha256((joined + secret).encode()).hexdigest()


def bookings(bill: Mapping[str, Any]) -> list[tuple[int, str]]:
    """Amounts and ways of what came in."""
    return [(row["amount"], row["by"]) for row in bill["bookings"]]


@dataclass
class StubPlatform:
    """Remembers calls. `scripts[kind]` are answers to give first: JSON, bytes, an HTTP status, SILENCE or LOST.

    `states`: TrangThaiGD by reference. `held`: nothing is answered before that.
    """

    calls: list[dict[str, Any]] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    states: dict[str, str] = field(default_factory=dict)
    amounts: dict[str, str] = field(default_factory=dict)
    scripts: dict[str, list[Any]] = field(default_factory=dict)
    held: asyncio.Event | None = None

    def kinds(self) -> list[str]:
        return [call["LoaiBanTin"] for call in self.calls]

    def references(self) -> list[str]:
        """Of INIT, in their order."""
        return [call["MaThamChieu"] for call in self.calls if call["LoaiBanTin"] == "INIT"]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        kind = body["LoaiBanTin"]
        self.calls.append(body)
        self.addresses.append(request.path_qs)
        if self.held is not None:
            await self.held.wait()
        scripted = self.scripts[kind].pop(0) if self.scripts.get(kind) else None
        if scripted is None:
            return self.answer(kind, body)
        if scripted is LOST:
            self.answer(kind, body)
        if scripted in (SILENCE, LOST):
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        if isinstance(scripted, int):
            return web.Response(status=scripted)
        return web.Response(body=scripted) if isinstance(scripted, bytes) else web.json_response(scripted)

    def answer(self, kind: str, body: dict[str, Any]) -> web.Response:
        """What an honest platform says."""
        reference = body["MaThamChieu"]
        if body["MaXacThuc"] != digest_of(kind, body) or body["MaDoiTac"] != PARTNER:
            return _told("-4", "mã xác thực sai")
        if kind == "GET_BILL":
            return web.Response(body=PDF, content_type="application/pdf")
        if kind == "INIT":
            if reference in self.states:
                return _told("-5", "đã tồn tại")
            self.states[reference], self.amounts[reference] = "3", body["SoTien"]
            return _told("0", json.dumps({"UrlThanhToan": f"https://pay.example/{reference}"}))
        if reference not in self.states:
            return _told("-9", "không có")
        amount, state = self.amounts[reference], self.states[reference]
        told = {"MaThamChieu": reference, "MaGiaoDich": f"GD-{reference}", "SoTien": amount, "TrangThaiGD": state}
        return _told("0", json.dumps(told))

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[str]:
        """Serve on a free port; gives the address."""
        app = web.Application()
        app.router.add_post("/payment/{path:.*}", self.handle)
        async with TestServer(app) as server:
            yield str(server.make_url("")).rstrip("/")


def _told(code: str, message: str) -> web.Response:
    return web.json_response({"error_code": code, "message": message})


@dataclass
class Till:
    """A running province with both counterparts."""

    screens: TestClient[Any, Any]
    inbound: TestClient[Any, Any]
    portal: StubPortal
    platform: StubPlatform

    async def call(self, method: str, path: str, body: Any = None) -> tuple[int, dict[str, Any]]:
        async with self.screens.request(method, f"{BASE}{path}", json=body) as answer:
            return answer.status, await answer.json()

    async def accept(self) -> str:
        status, told = await self.call("POST", "/dossiers", make_accept())
        assert status == 201, told
        return str(told["dossier"])

    async def act(self, code: str, name: str) -> int:
        return (await self.call("POST", f"/dossiers/{code}/{name}", ACTS[name]))[0]

    async def charge(self, code: str = "", **changes: Any) -> str:
        """Charge a fee on a dossier, a new one by default; gives its code."""
        code = code or await self.accept()
        body = {"officer": OFFICER, "agency": AGENCY, "way": "online", "before": "return", "fees": [FEE]} | changes
        status, told = await self.call("POST", f"/dossiers/{code}/charge", body)
        assert status == 200, told
        return code

    async def open(self, **changes: Any) -> tuple[str, str]:
        """Charge a fee and wait until it can be paid; gives dossier and reference."""
        code = await self.charge(**changes)
        await self.until_bill(code, url=...)
        return code, self.platform.references()[-1]

    async def bill(self, code: str) -> dict[str, Any]:
        """The newest bill of a dossier, as the province shows it."""
        bills = (await self.call("GET", f"/records/payments/{code}"))[1]["bills"]
        return dict(bills[-1])

    async def until_bill(self, code: str, **members: Any) -> dict[str, Any]:
        """Wait until the newest bill shows these values; ... stands for any but null."""
        shown: dict[str, Any] = {}

        async def look() -> bool:
            shown.update(await self.bill(code))
            wanted = ((shown[name], value) for name, value in members.items())
            return all(told is not None if value is ... else told == value for told, value in wanted)

        await until_told(look)
        return shown

    async def confirm(self, reference: str, **changes: Any) -> dict[str, Any]:
        """Call back; `changes` are made before it is hashed, `MaXacThuc` among them replaces the hash."""
        told = {
            "LoaiBanTin": "CONFIRM",
            "MaLoi": "00",
            "MaDoiTac": PARTNER,
            "MaThamChieu": reference,
            "SoTien": "8000",
            "MaTienTe": "VND",
            "MaGiaoDich": f"GD-{reference}",
            "MaNganHang": "BANK",
            "ThoiGianGD": "20261122120000",
            "ThongTinGiaoDich": "Lệ phí",
        } | changes
        body = {"MaXacThuc": digest_of("CONFIRM", told)} | told
        async with self.inbound.post("/payment/confirm", json=body) as answer:
            assert answer.status == 200
            return dict(await answer.json())

    async def look_up(self, body: Any) -> dict[str, Any]:
        """Ask as the portal does what is to be paid."""
        async with self.inbound.post("/dptracuuthanhtoanhs", json=body) as answer:
            return dict(await answer.json())

    async def until_flag(self, code: str, flag: str) -> None:
        """Wait until the portal was told so of the dossier last."""
        await until(lambda: self.flags(code)[-1:] == [flag])

    def flags(self, code: str) -> list[str]:
        """DuocThanhToanTrucTuyen of each push of a dossier."""
        rows = [call["data"][0] for name, call in self.portal.calls if name == "DongBoHoSoMC"]
        return [row["DuocThanhToanTrucTuyen"] for row in rows if row["MaHoSo"] == code]


async def until_told(look: Any) -> None:
    """Wait until a coroutine function says yes."""
    told = [False]
    while not told[0]:
        told[0] = await look()


@asynccontextmanager
async def open_till(folder: Path, platform: StubPlatform, **changes: Any) -> AsyncIterator[Till]:
    """Run a province in `folder` that knows two accounts; `changes` are options, `settings` those of the platform."""
    portal = StubPortal()
    settings = {"partner": PARTNER, "secret": SECRET, "query_after_s": "30"} | changes.pop("settings", {})
    async with portal.serving() as portal_address, platform.serving() as address:
        counterparts = {"payment": Counterpart(address, settings)}
        options = ProvinceOptions(**options_for(folder, portal_address, counterparts=counterparts, **changes))
        async with (
            run_province(options) as doors,
            TestClient(TestServer(doors.screens)) as screens,
            TestClient(TestServer(doors.inbound)) as inbound,
        ):
            till = Till(screens, inbound, portal, platform)
            for agency, account in ((AGENCY, "99001"), (COMMUNE, "99101")):
                body = {"agency": agency, "account": account, "bank": "99", "holder": f"TAI KHOAN {agency}"}
                assert (await till.call("POST", "/desk/beneficiary-account", body))[0] == 200
            yield till
