"""A running portal for the tests: real sockets on loopback, every answer held against the profile."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator, FormatChecker

from mocks.portal import make_portal
from mocks.serve import loop_factory
from mocks.server import Placement, Running, running
from mocks.system import System
from specs.profile import Profile, load_profile
from specs.schema import load_schema

TOKEN = "control-token-of-a-test"
USERNAME, PASSWORD = "h56.test", "not-a-real-password"
CODE = "H56.14-261122-0001"
DOSSIER = {
    "MaHoSo": CODE,
    "MaTTHC": "2.001019",
    "TenTTHC": "Cấp bản sao trích lục hộ tịch, bản sao Giấy khai sinh",
    "MaLinhVuc": "G09-HT01",
    "TenLinhVuc": "Hộ tịch",
    "KenhThucHien": "1",
    "ChuHoSo": "Nguyễn Thị Thử Nghiệm",
    "LoaiDoiTuong": "1",
    "NgayTiepNhan": "20261122081502",
    "NgayHenTra": "20261123170000",
    "TrangThaiHoSo": "2",
    "DonViXuLy": "H56.14",
}
STEP = {"MaHoSo": CODE, "NguoiXuLy": "Trần Văn Giả Định", "ThoiDiemXuLy": "20261122081510", "TrangThai": "2"}


@dataclass
class Mock:
    """A running mock and its two doors. `call` checks every answer against the profile."""

    running: Running
    profile: Profile
    national: httpx.Client
    control: httpx.Client
    session: str = field(default="")

    def login(self) -> httpx.Response:
        """Sign in and keep the session, if one was given."""
        body = {"username": USERNAME, "password": PASSWORD}
        answer = self.checked("DangNhap", self.national.post("/auth/login", json=body))
        self.session = answer.json()["session"] or ""
        return answer

    def call(self, service: str, **body: Any) -> httpx.Response:
        """One call with the session at hand; a member of the body that is ... is left out."""
        whole = {"session": self.session, "madonvi": "H56.14", "service": service} | body
        sent = {name: value for name, value in whole.items() if value is not ...}
        return self.checked(service, self.national.post("/integration", json=sent))

    def push(self, *dossiers: Any, updating: Any = "False") -> httpx.Response:
        """Push dossiers, or the one of this module."""
        return self.call("DongBoHoSoMC", isUpdating=updating, data=list(dossiers or [DOSSIER]))

    def checked(self, operation: str, answer: httpx.Response) -> httpx.Response:
        """The answer, once the reference validator finds it inside the profile."""
        if answer.status_code == 200:
            schema = self.profile.operation(operation).response_schema
            Draft202012Validator(schema, format_checker=FormatChecker()).validate(answer.json())
        return answer

    def behave(self, name: str, *, operation: str = "*", times: int | None = None, **arguments: Any) -> str:
        """Install a behaviour and return its id."""
        wish = {"name": name, "operation": operation, "times": times, "arguments": arguments}
        answer = self.control.post("/control/1/behaviours", json=wish)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    def hits(self) -> dict[str, int]:
        """Hits by the name of the behaviour."""
        rows = self.control.get("/control/1/behaviours").json()["behaviours"]
        return {row["name"]: row["hits"] for row in rows}

    def journal(self, after: int = 0, wait: float = 0) -> list[dict[str, Any]]:
        """The exchanges after a number, each held against the schema of exchanges."""
        page = self.control.get("/control/1/journal", params={"after": after, "wait": wait}).json()
        validator = Draft202012Validator(load_schema("exchange"), format_checker=FormatChecker())
        for exchange in page["exchanges"]:
            validator.validate(exchange)
        return list(page["exchanges"])

    def dossiers(self) -> list[dict[str, Any]]:
        """The dossiers as the control port tells them."""
        return list(self.control.get("/control/1/dossiers").json()["dossiers"])


@contextmanager
def in_a_thread(system: System, placement: Placement, make_loop: Any) -> Iterator[Running]:
    """A mock on an event loop of its own, by default the one that `serve` takes."""
    ready, mocks, stop = threading.Event(), list[Running](), list[Callable[[], object]]()

    async def live() -> None:
        done = asyncio.Event()
        loop = asyncio.get_running_loop()
        try:
            async with running(system, placement) as mock:
                mocks.append(mock)
                stop.append(lambda: loop.call_soon_threadsafe(done.set))
                ready.set()
                await done.wait()
        finally:
            ready.set()

    def run() -> None:
        with asyncio.Runner(loop_factory=make_loop) as runner:
            runner.run(live())

    thread = threading.Thread(target=run)
    thread.start()
    assert ready.wait(10)
    assert mocks, "the mock did not start"
    try:
        yield mocks[0]
    finally:
        stop[0]()
        thread.join(10)
        assert not thread.is_alive()


@pytest.fixture(scope="session")
def profile() -> Profile:
    return load_profile("dvcqg", "dvcqg-2025")


@pytest.fixture
def start(profile: Profile) -> Iterator[Callable[..., Mock]]:
    """Start a portal: options of `make_portal`, of `Placement`, or a whole `system`."""
    with ExitStack() as stack:

        def begin(
            *,
            system: System | None = None,
            journal_file: Path | None = None,
            journal_cap: int = 1000,
            make_loop: Any = None,
            **options: Any,
        ) -> Mock:
            made = system or make_portal(profile, username=USERNAME, password=PASSWORD, **options)
            placement = Placement(
                token=TOKEN, journal_file=journal_file, journal_cap=journal_cap, redaction_key=b"key of a test"
            )
            mock = stack.enter_context(in_a_thread(made, placement, make_loop or loop_factory()))
            national = stack.enter_context(httpx.Client(base_url=mock.national, timeout=5, trust_env=False))
            bearer = {"Authorization": f"Bearer {TOKEN}"}
            control = httpx.Client(base_url=mock.control, headers=bearer, timeout=40, trust_env=False)
            return Mock(mock, made.profile, national, stack.enter_context(control))

        yield begin


@pytest.fixture
def portal(start: Callable[..., Mock]) -> Mock:
    """A fresh portal, nobody signed in."""
    return start()


@pytest.fixture
def signed_in(portal: Mock) -> Mock:
    """A fresh portal with a session."""
    portal.login()
    return portal


@pytest.fixture
def dossier() -> dict[str, Any]:
    """A dossier that the profile finds valid."""
    return deepcopy(DOSSIER)


@pytest.fixture
def step() -> dict[str, Any]:
    """A step of that dossier."""
    return deepcopy(STEP)
