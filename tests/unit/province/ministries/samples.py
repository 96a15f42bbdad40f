"""Rows of a feed, and a ministry's system that answers as a test tells it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

SECRET = "not-a-real-secret"


def make_row(
    place: int,
    *,
    code: str = "G09.11-20260105-0000001",
    agency: str = "H56.107",
    status: str = "2",
    kind: str = "0",
) -> dict[str, Any]:
    """One change as the feed tells it."""
    head = {
        "MaHoSo": code,
        "MaTTHC": "2.001019",
        "MaDonViTiepNhan": agency,
        "LoaiDoiTuong": kind,
        "TrangThai": status,
        "NgayNop": "20260105083000",
        "NgayHenTra": "20260115170000",
        "NgayKetThucXuLy": None,
    }
    return {"MaThayDoi": f"td-{place}", "ThuTu": place, "HoSo": head}


@dataclass
class StubMinistry:
    """Tells `rows` page by page. `disturb` may change a page; `refusals` are statuses that are answered first."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    page: int = 100
    disturb: Callable[[list[dict[str, Any]]], Sequence[dict[str, Any]]] = list
    refusals: list[int] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    sign_ins: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    async def token(self, request: web.Request) -> web.Response:
        """Give a token for the right secret."""
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.sign_ins.append((request.query_string, form))
        if form.get("client_secret") != SECRET:
            return web.json_response({"error": "invalid_client"}, status=401)
        self.tokens.append(f"token-{len(self.tokens) + 1}")
        return web.json_response({"access_token": self.tokens[-1], "token_type": "Bearer", "expires_in": 1800})

    async def feed(self, request: web.Request) -> web.Response:
        """Tell what stands behind the cursor."""
        cursor = request.query["conTro"]
        self.asked.append(cursor)
        if not self.tokens or request.headers.get("Authorization") != f"Bearer {self.tokens[-1]}":
            return web.json_response({"status": 401}, status=401)
        if self.refusals:
            return web.json_response({"status": 502}, status=self.refusals.pop(0))
        after = int(cursor.removeprefix("td-") or 0)
        told = [row for row in self.rows if row["ThuTu"] > after][: self.page]
        last = told[-1]["ThuTu"] if told else after
        page = list(self.disturb(told))
        more = last < len(self.rows)
        return web.json_response({"DanhSach": page, "ConTro": f"td-{last}" if last else "", "ConNua": more})

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[str]:
        """Serve on a free port; gives the address."""
        app = web.Application()
        app.router.add_post("/oauth2/token", self.token)
        app.router.add_get("/api/dong-bo/thay-doi", self.feed)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        try:
            yield f"http://127.0.0.1:{runner.addresses[0][1]}"
        finally:
            await runner.cleanup()


async def until(condition: Callable[[], Any], *, within_s: float = 5.0) -> None:
    """Wait until the condition holds; raises TimeoutError."""
    async with asyncio.timeout(within_s):
        while not condition():  # noqa: ASYNC110 - nothing tells when it holds
            await asyncio.sleep(0.005)
