"""Clerks' bodies, and a portal of forty lines that does what a test tells it."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from aiohttp import web

from mocks.province.portal.message import Procedure
from mocks.province.records.clock import VIETNAM
from mocks.province.records.dossier import ACCEPT, Dossier
from mocks.province.records.life import HONEST, Life

PROCEDURE = "2.001019"
NATIONAL = Procedure(PROCEDURE, "Cấp bản sao trích lục hộ tịch", "G03-HT01", "Hộ tịch")
OFFICER = {"name": "Lê Thị Thử Nghiệm", "title": "Chuyên viên", "department": "Bộ phận Một cửa"}
NOON = datetime(2026, 11, 22, 12, 0, 5, tzinfo=VIETNAM)
OWNER = {
    "name": "Nguyễn Văn Giả Định",
    "kind": "citizen",
    "identity": {"number": "097090123456"},
    "phone": "0900000000",
    "email": "gia.dinh@example.vn",
    "account": "TECHID00000001",
    "vneid_verified": True,
}


def make_accept(**changes: Any) -> dict[str, Any]:
    """The body of an acceptance; `changes` replaces what the test is about."""
    plain = {
        "procedure": PROCEDURE,
        "channel": "counter",
        "owner": OWNER,
        "summary": "Xin cấp bản sao trích lục",
        "papers": [make_paper("KQ.01", files=2), make_paper("KQ.02", files=1)],
        "officer": OFFICER,
    }
    return deepcopy({**plain, **changes})


def make_paper(component: str, *, files: int, from_store: bool = False) -> dict[str, Any]:
    """A component with its files."""
    names = [f"{component}-{number}" for number in range(files)]
    return {
        "component": component,
        "name": "Đơn đề nghị",
        "digitised": True,
        "from_national_store": from_store,
        "files": [{"id": name, "name": f"{name}.pdf", "url": f"https://kho.example/{name}"} for name in names],
    }


def make_act(**more: Any) -> dict[str, Any]:
    """The body of an act."""
    return deepcopy({"officer": OFFICER, "content": "Đã xem xét hồ sơ", **more})


ACTS: dict[str, dict[str, Any]] = {
    "process": make_act(),
    "supplement": make_act(papers=[{"name": "Bản sao giấy chứng nhận", "quantity": 2}]),
    "finish": make_act(
        results=[{"name": "Quyết định", "component": "KQ.G1", "id": "r1", "url": "https://kho.example/r1"}]
    ),
    "return": make_act(),
    "take-in": make_act(),
    "refuse": make_act(),
    "supplied": make_act(handed_in=[make_paper("KQ.03", files=1)]),
    "oblige": make_act(),
    "apologise": make_act(due="2026-12-24T16:00:00+07:00"),
    "withdraw": make_act(),
    "stop": make_act(),
}


def make_dossier_with(
    *acts: str, code: str = "H56.14-261122-0001", life: Life = HONEST, first: str = ACCEPT, **changes: Any
) -> Dossier:
    """A dossier begun on a Sunday at noon, with these acts, one a minute; `first`: its first act."""
    body: Any = make_accept(**changes)
    dossier = Dossier(code, body, (life.begin(first, body, {"officer": body["officer"]}, at=NOON),))
    for number, name in enumerate(acts, start=2):
        act_body: Any = ACTS[name]
        act = life.follow(dossier, name, act_body, at=NOON.replace(minute=number))
        dossier = replace(dossier, acts=(*dossier.acts, act))
    return dossier


@dataclass
class StubPortal:
    """Remembers calls. `scripts[operation]` are answers to give first: JSON, an HTTP status or a coroutine function."""

    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    known: dict[str, list[str]] = field(default_factory=dict)
    steps: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    scripts: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    sessions: set[str] = field(default_factory=set)
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def operations(self, code: str | None = None) -> list[str]:
        """The calls by name, shortened: login, look-up, add, update, step; those about `code` if given."""
        return [_short(name, body) for name, body in self.calls if code is None or code in str(body)]

    def count(self, name: str) -> int:
        return self.operations().count(name)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        operation = "DangNhap" if request.path == "/auth/login" else body["service"]
        self.calls.append((operation, body))
        self.times.append(asyncio.get_running_loop().time())
        self.requests.append((request.path_qs, dict(request.headers)))
        scripted = self.scripts[operation].pop(0) if self.scripts[operation] else None
        if callable(scripted):
            scripted = await scripted(body)
        if isinstance(scripted, int):
            return web.Response(status=scripted)
        return web.json_response(scripted if scripted is not None else self.answer(operation, body))

    def answer(self, operation: str, body: dict[str, Any]) -> dict[str, Any]:
        """What an honest portal says."""
        if operation == "DangNhap":
            session = f"session-{len(self.calls)}"
            self.sessions.add(session)
            return {"error_code": "0", "session": session}
        if body["session"] not in self.sessions:
            return {"error_code": "-2", "message": "hết phiên", "result": None}
        said: dict[str, Any] = getattr(self, f"_{operation}")(body)
        return {"error_code": "0", "message": "Thành công", "result": None} | said

    def _LayThuTuc(self, body: dict[str, Any]) -> dict[str, Any]:
        field_row = {"MALINHVUC": NATIONAL.field_code, "TENLINHVUC": NATIONAL.field_name}
        row = {"MATTHC": body["maTTHC"], "TENTTHC": NATIONAL.name, "LINHVUCTHUCHIEN": [field_row]}
        return {"result": row}

    def _LayDanhSachTTHC(self, _body: dict[str, Any]) -> dict[str, Any]:
        return {"result": [{"MATTHC": PROCEDURE, "TENTTHC": NATIONAL.name}]}

    def _LayDanhMucCoQuan(self, _body: dict[str, Any]) -> dict[str, Any]:
        return {"result": [{"MADONVI": "H56.14", "TENDONVI": "Trung tâm thử nghiệm", "CAPDONVI": None}]}

    def _TraCuuHoSo(self, body: dict[str, Any]) -> dict[str, Any]:
        return {"result": {"MaHoSo": body["mahoso"]} if body["mahoso"] in self.known else None}

    def _DongBoHoSoMC(self, body: dict[str, Any]) -> dict[str, Any]:
        row = body["data"][0]
        if (body["isUpdating"] == "True") != (row["MaHoSo"] in self.known):
            exists = body["isUpdating"] == "False"
            return {"error_code": "3", "message": "Hồ sơ đã tồn tại"} if exists else {"error_code": "4", "message": "?"}
        self.known.setdefault(row["MaHoSo"], []).append(row["TrangThaiHoSo"])
        return {}

    def _CapNhatTienDoHoSoMC(self, body: dict[str, Any]) -> dict[str, Any]:
        row = body["data"][0]
        if row["MaHoSo"] not in self.known:
            return {"error_code": "4", "message": "Hồ sơ không tồn tại"}
        self.steps[row["MaHoSo"]].append(row["TrangThai"])
        return {}

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[str]:
        """Serve on a free port; gives the address."""
        app = web.Application()
        app.router.add_post("/{path:.*}", self.handle)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        try:
            yield f"http://127.0.0.1:{runner.addresses[0][1]}"
        finally:
            await runner.cleanup()


def _short(operation: str, body: dict[str, Any]) -> str:
    if operation == "DongBoHoSoMC":
        return "update" if body["isUpdating"] == "True" else "add"
    return {"DangNhap": "login", "TraCuuHoSo": "look-up", "CapNhatTienDoHoSoMC": "step"}.get(operation, operation)


def options_for(folder: Path, portal: str, **changes: Any) -> dict[str, Any]:
    """Options of a province that retries fast."""
    return {
        "data": folder,
        "portal": portal,
        "portal_user": "h56.test",
        "portal_password": "not-a-real-password",
        "destination": "VN:GOV:DVCQG",
        "first_pause_s": 0.02,
        "max_pause_s": 0.2,
        "read_timeout_s": 2.0,
    } | changes


async def until(condition: Callable[[], Any], *, within_s: float = 5.0) -> None:
    """Wait until the condition holds; raises TimeoutError."""
    async with asyncio.timeout(within_s):
        while not condition():  # noqa: ASYNC110 - nothing tells when it holds
            await asyncio.sleep(0.005)
