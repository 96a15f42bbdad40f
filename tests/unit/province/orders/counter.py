"""A province that places orders, a system of a hundred lines that takes them as a test tells it, and both doors."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from mocks.province.options import Counterpart, ProvinceOptions
from mocks.province.orders.systems import SYSTEMS
from mocks.province.screens.app import BASE
from mocks.province.serve import run_province
from tests.unit.province.samples import OFFICER, StubPortal, make_accept, options_for

SECRET = "not-a-real-secret"
COMMUNE = "14797"
LOST = object()
"""Instead of an answer: the connection is cut after everything has happened."""
KINDS = {"tct": "le-phi-truoc-ba", "bhxh": "mai-tang-phi", "evn": "cap-dien-moi"}


def at(step: int) -> str:
    """The time of the so-manieth state of an order."""
    return f"202611221200{step:02d}"


@dataclass
class StubDesk:
    """One system. `scripts[call]` (`order`, `find`, `withdraw`) are what is answered first: a status, or LOST.

    `orders`: by number, the body and the states; `sign_ins`: the forms; `calls`: names, in their order.
    """

    name: str = "tct"
    orders: dict[str, tuple[dict[str, Any], list[str]]] = field(default_factory=dict)
    scripts: dict[str, list[Any]] = field(default_factory=dict)
    sign_ins: list[dict[str, str]] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)

    async def token(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.sign_ins.append(form)
        if form.get("client_secret") != SECRET or request.query_string:
            return web.json_response({"error": "invalid_client"}, status=401)
        self.tokens.append(f"token-{len(self.sign_ins)}")
        return web.json_response({"access_token": self.tokens[-1], "token_type": "Bearer", "expires_in": 60})

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get("Authorization", "")[7:] not in self.tokens:
            return web.json_response({"status": 401}, status=401)
        rest = request.match_info["rest"]
        call = "order" if not rest else "withdraw" if rest.endswith("/rut") else "find"
        self.calls.append(call)
        scripted = self.scripts[call].pop(0) if self.scripts.get(call) else None
        if isinstance(scripted, int):
            return web.Response(status=scripted)
        answer = self.answer(call, rest.removesuffix("/rut").strip("/"), await request.json() if not rest else {})
        if scripted is LOST:
            assert request.transport is not None
            request.transport.abort()
        return answer

    def answer(self, call: str, number: str, body: dict[str, Any]) -> web.Response:
        """What an honest system says."""
        system = SYSTEMS[self.name]
        if call == "order":
            under_way = [states[-1] not in system.ends for told, states in self.orders.values() if told == body]
            if any(under_way):
                return web.json_response({"status": 409}, status=409)
            number = f"X-{len(self.orders) + 1:06d}"
            self.orders[number] = (body, ["1"])
            return web.json_response(self.shown(number), status=201)
        if number not in self.orders:
            return web.json_response({"status": 404}, status=404)
        states = self.orders[number][1]
        if call == "withdraw" and states[-1] not in system.early:
            return web.json_response({"status": 409}, status=409)
        if call == "withdraw":
            states.append(system.ends[2])
        return web.json_response(self.shown(number))

    def shown(self, number: str) -> dict[str, Any]:
        body, states = self.orders[number]
        history = [{"TrangThai": state, "ThoiDiem": at(step)} for step, state in enumerate(states)]
        told = {SYSTEMS[self.name].number: number, "MaHoSo": body["MaHoSo"], "LichSu": history}
        return {**told, "TrangThai": states[-1], "TenTrangThai": "-"}

    def push(self, number: str, step: int) -> dict[str, Any]:
        """What is pushed of the so-manieth state of an order."""
        body, states = self.orders[number]
        told = {SYSTEMS[self.name].number: number, "MaHoSo": body["MaHoSo"], "TenTrangThai": "-"}
        return {**told, "TrangThai": states[step], "ThoiDiem": at(step)}

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[str]:
        """Serve on a free port; gives the address."""
        app = web.Application()
        app.router.add_post("/oauth2/token", self.token)
        app.router.add_route("*", f"{SYSTEMS[self.name].orders}{{rest:.*}}", self.handle)
        async with TestServer(app) as server:
            yield str(server.make_url("")).rstrip("/")


@dataclass
class Counter:
    """A running province before one system."""

    screens: TestClient[Any, Any]
    inbound: TestClient[Any, Any]
    portal: StubPortal
    desk: StubDesk

    async def call(self, method: str, path: str, body: Any = None) -> tuple[int, dict[str, Any]]:
        async with self.screens.request(method, f"{BASE}{path}", json=body) as answer:
            return answer.status, await answer.json()

    async def accept(self, **changes: Any) -> str:
        status, told = await self.call("POST", "/dossiers", make_accept(**changes))
        assert status == 201, told
        return str(told["dossier"])

    async def order(self, code: str, **changes: Any) -> tuple[int, dict[str, Any]]:
        """An officer's wish to order; status and answer."""
        plain = {"system": self.desk.name, "kind": KINDS[self.desk.name], "commune": COMMUNE}
        told = {"officer": OFFICER, "address": "Tổ 1", "birth": "19900102", "value": 800_000_000}
        return await self.call("POST", f"/dossiers/{code}/order", {**plain, **told, **changes})

    async def open(self, **changes: Any) -> tuple[str, str]:
        """A dossier with an order that the system has; gives the dossier and the number."""
        code = await self.accept()
        assert (await self.order(code, **changes))[0] == 200
        shown = await self.until(code, order=...)
        return code, str(shown["order"])

    async def withdraw(self, code: str) -> int:
        body = {"officer": OFFICER, "system": self.desk.name, "reason": "Công dân rút"}
        return (await self.call("POST", f"/dossiers/{code}/withdraw-order", body))[0]

    async def push(self, body: Any) -> int:
        async with self.inbound.post(SYSTEMS[self.desk.name].push, json=body) as answer:
            return answer.status

    async def shown(self, code: str) -> dict[str, Any]:
        """The newest order of a dossier, as the province shows it."""
        return dict((await self.call("GET", f"/records/orders/{code}"))[1]["orders"][-1])

    async def until(self, code: str, **members: Any) -> dict[str, Any]:
        """Wait until the newest order shows these values; ... stands for any but null."""
        while True:
            shown = await self.shown(code)
            wanted = ((shown[name], value) for name, value in members.items())
            if all(told is not None if value is ... else told == value for told, value in wanted):
                return shown
            await asyncio.sleep(0.005)


@asynccontextmanager
async def open_counter(folder: Path, desk: StubDesk, **changes: Any) -> AsyncIterator[Counter]:
    """A province that is connected to the portal and to this system."""
    portal = StubPortal()
    async with portal.serving() as address, desk.serving() as url:
        settings = {"client_id": "h56", "client_secret": SECRET, "ask_after_s": "0.1", "ask_max_s": "0.4"}
        counterparts = {desk.name: Counterpart(url, settings | changes.pop("settings", {}))}
        options = ProvinceOptions(**options_for(folder, address, counterparts=counterparts, **changes))
        async with (
            run_province(options) as doors,
            TestClient(TestServer(doors.screens)) as screens,
            TestClient(TestServer(doors.inbound)) as inbound,
        ):
            yield Counter(screens, inbound, portal, desk)
