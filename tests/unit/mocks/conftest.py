"""A running portal for the tests: real sockets on loopback, every answer held against the profile."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator, FormatChecker

from mocks import registry
from mocks.core.system import Handler, System
from mocks.stage.played import Terms, Wish
from specs.profile import Profile, load_profile
from tests.unit.mocks.playing import Side, playing

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
class Mock(Side):
    """A running portal. `call` checks every answer against the profile."""

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

    def dossiers(self) -> list[dict[str, Any]]:
        """The dossiers as the control port tells them."""
        return list(self.control.get("/control/1/dossiers").json()["dossiers"])


@pytest.fixture(scope="session")
def profile() -> Profile:
    return load_profile("dvcqg", "dvcqg-2025")


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Mock]]:
    """Start a portal that notes defects and accepts, or another `handler` in its place; `terms` as `Terms` has them."""
    with ExitStack() as stack:

        def begin(*, handler: Handler | None = None, make_loop: Any = None, **terms: Any) -> Mock:
            if handler is not None:
                replace_portal(monkeypatch, handler)
            wish = Wish(system="dvcqg", accounts={"username": USERNAME, "password": PASSWORD})
            known: dict[str, Any] = {"lenient": True, "redaction_key": b"key of a test", "journal_cap": 1000}
            (side,) = stack.enter_context(playing(wish, terms=Terms(**known | terms), make_loop=make_loop))
            return Mock(side.running, side.profile, side.national, side.control)

        yield begin


def replace_portal(monkeypatch: pytest.MonkeyPatch, handler: Handler) -> None:
    """Let `handler` answer for the portal."""
    row = registry.entry("dvcqg")
    made = replace(row, make=lambda site: System(profile=site.profile, handler=handler))
    monkeypatch.setattr(registry, "ENTRIES", (made,))


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
