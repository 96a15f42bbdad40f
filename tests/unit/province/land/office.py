"""A province before a land database of fifty lines that does what a test tells it, and both of its doors."""

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from mocks.province.options import Counterpart, ProvinceOptions
from mocks.province.screens.app import BASE
from mocks.province.serve import run_province
from tests.unit.province.samples import ACTS, OFFICER, StubPortal, make_accept, options_for

LONGEST_S = 10.0
CODE = "not-a-real-code"
COMMUNE = "14797"
PAPER = b"%PDF-1.7 a notice\n%%EOF"
LOST = object()
"""Instead of an answer: the connection is cut after everything has happened."""
PARCEL = {"sheet": "2", "number": "7", "area": 100.0}
REGISTERED = {"DienTich": 120.5, "DiaChiChiTiet": "Tổ 3"}
HAND_OVER = {"officer": OFFICER, "commune": COMMUNE, "provincial": True, "process": "DK.01", "parcels": [PARCEL]}
NUMBER = "00001/TB-GL"


@dataclass
class StubLand:
    """Remembers calls. `scripts[operation]` are answers to give first: JSON, an HTTP status or LOST."""

    calls: list[tuple[str, Any]] = field(default_factory=list)
    known: dict[str, dict[str, Any]] = field(default_factory=dict)
    scripts: dict[str, list[Any]] = field(default_factory=dict)

    def names(self) -> list[str]:
        return [name for name, _ in self.calls]

    async def ask(self, request: web.Request) -> web.StreamResponse:
        name, body = request.match_info["operation"], await request.json()
        self.calls.append((name, body))
        scripted = self.scripts[name].pop(0) if self.scripts.get(name) else None
        if isinstance(scripted, int):
            return web.Response(status=scripted)
        if isinstance(scripted, dict):
            return web.json_response(scripted)
        told = self.answer(name, body)
        if scripted is LOST:
            assert request.transport is not None
            request.transport.abort()
        return web.json_response(told)

    def answer(self, name: str, body: dict[str, Any]) -> dict[str, Any]:
        """What an honest database says."""
        if body["SecurityCode"] != CODE:
            return {"Result": 0, "Message": "sai", "Data": None}
        if name == "TraCuuThuaDat":
            found = REGISTERED if body["SoThuTuThua"] == PARCEL["number"] else None
            return {"Result": 1, "Message": "", "Data": found}
        row = self.known.get(body["SoBienNhan"])
        if name == "TraCuuHoSo":
            data = row and {"SoBienNhan": body["SoBienNhan"], "MaHoSoMotCua": row["MaHoSoMotCua"]}
            return {"Result": int(row is not None), "Message": "", "Data": data}
        if row is not None:
            return {"Result": 0, "Message": "đã tồn tại", "Data": None}
        self.known[body["SoBienNhan"]] = body
        return {"Result": 1, "Message": "", "Data": None}

    async def paper(self, request: web.Request) -> web.Response:
        self.calls.append(("paper", request.path))
        return web.Response(body=PAPER, content_type="application/pdf")


@dataclass
class LandOffice:
    """A running province, its land database and its portal."""

    screens: TestClient[Any, Any]
    inbound: TestClient[Any, Any]
    land: StubLand
    portal: StubPortal

    async def call(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        async with self.screens.request(method, f"{BASE}{path}", json=body) as answer:
            return answer.status, await answer.json()

    async def accept(self, **changes: Any) -> str:
        return str((await self.call("POST", "/dossiers", make_accept(**changes)))[1]["dossier"])

    async def act(self, code: str, name: str) -> int:
        return (await self.call("POST", f"/dossiers/{code}/{name}", ACTS[name]))[0]

    async def hand_over(self, code: str, **changes: Any) -> tuple[int, Any]:
        return await self.call("POST", f"/dossiers/{code}/hand-over-land", {**HAND_OVER, **changes})

    async def handed_over(self) -> str:
        """A dossier that the land database has."""
        code = await self.accept()
        await self.hand_over(code)
        await self.settled()
        return code

    async def settled(self) -> None:
        """Wait until no errand waits."""
        async with asyncio.timeout(LONGEST_S):
            while (await self.call("GET", "/outbox"))[1]["pending"]:  # noqa: ASYNC110 - nothing tells when it is so
                await asyncio.sleep(0.005)

    async def push(self, path: str, body: Any) -> Any:
        """What the province answers to a push."""
        async with self.inbound.post(path, json=body) as answer:
            assert answer.status == 200
            return await answer.json()

    async def tell_state(self, code: str, state: str, **changes: Any) -> int:
        row = {"SecurityCode": CODE, "SoBienNhan": code, "MaHoSoMotCua": code, "TrangThai": state}
        body = {**row, "ThoiGian": "2026-11-22T12:00:00+07:00", **changes}
        return int((await self.push("/api/vbdlis/CapNhatTrangThaiHoSo", body))["Result"])

    async def tell_notice(self, code: str, address: str = "/thong-bao-thue/TB-1", **changes: Any) -> int:
        row = {"HoTenChu": "Ai Đó", "LoaiThue": "Lệ phí trước bạ", "SoThongBaoThue": "TB-1"}
        body = {
            "SecurityCode": CODE,
            "SoBienNhan": code,
            "DanhSachThongBaoThue": [{**row, "DuongDanThongBaoThue": address}],
        }
        return int((await self.push("/api/vbdlis/ThongBaoThue", body | changes))["Result"])

    async def relay_notice(self, code: str, *amounts: str, number: str = NUMBER) -> int:
        body = {"FileThongBaoThue": base64.b64encode(notice_xml(code, *amounts, number=number)).decode()}
        return int((await self.push("/nhantbthuedvcqg", body))["error_code"])

    async def relay_receipt(self, code: str, amount: Any, number: str = NUMBER, state: str = "1") -> int:
        payment = {"MaThongBaoThue": number, "SoTien": amount, "TrangThaiThanhToan": state}
        return int(
            (await self.push("/nhanbienlaithuedvcqg", {"MaHoSo": code, "ThongTinThanhToan": payment}))["error_code"]
        )

    async def status(self, code: str) -> str:
        """The dossier's status once nothing is left to do."""
        await self.settled()
        return str((await self.call("GET", f"/records/dossiers/{code}"))[1]["status"])

    async def notices(self, code: str) -> Any:
        return (await self.call("GET", f"/records/tax-notices/{code}"))[1]

    async def at_land(self, code: str) -> tuple[str, str | None]:
        """Stage and state."""
        told = (await self.call("GET", f"/records/land-dossiers/{code}"))[1]
        return told["stage"], told["state"]


def notice_xml(code: str, *amounts: str, number: str = NUMBER) -> bytes:
    """A notice with a line for each amount."""
    lines = "".join(
        f"<LIST><MA_HSO>{code}</MA_HSO><SO_QUYET_DINH>{number}</SO_QUYET_DINH><NGAY_QUYET_DINH>20261120</NGAY_QUYET_DINH>"
        f"<SO_TIEN>{amount}</SO_TIEN></LIST>"
        for amount in amounts
    )
    return f"<ROW_LIST>{lines}</ROW_LIST>".encode()


@asynccontextmanager
async def open_office(folder: Path, land: StubLand, **changes: Any) -> AsyncIterator[LandOffice]:
    """Run a province before this land database."""
    app = web.Application()
    app.add_routes([web.post("/api/vbdlis/{operation}", land.ask), web.get("/thong-bao-thue/{number}", land.paper)])
    portal = StubPortal()
    async with portal.serving() as address, TestServer(app) as server:
        counterpart = Counterpart(str(server.make_url("")), {"security_code": CODE})
        options = ProvinceOptions(**options_for(folder, address, counterparts={"vbdlis": counterpart}, **changes))
        async with (
            run_province(options) as doors,
            TestClient(TestServer(doors.screens)) as screens,
            TestClient(TestServer(doors.inbound)) as inbound,
        ):
            yield LandOffice(screens, inbound, land, portal)
