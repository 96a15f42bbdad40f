"""The province's shared systems: a token, a subscription that is there, events signed with its key."""

import hmac
import time

import requests

from mocks.stage.played import Wish
from tests.contract.visiting import Case, put, put_header, put_path, put_query
from tests.unit.mocks.playing import Side

WISHES = (Wish(system="dungchung"),)
KINDS = ["ho-so.tiep-nhan", "ho-so.trang-thai", "ho-so.ket-qua", "danh-muc.thay-doi"]
SPARE = 100


class Visitor:
    """Signs in once. One subscription is for events, others are there to be ended."""

    known_refusals = frozenset({"other-event"})

    def __init__(self, side: Side) -> None:
        form = {"grant_type": "client_credentials", **side.accounts}
        token = side.national.post("/oauth2/token", data=form).json()["access_token"]
        self.headers = {"Authorization": f"Bearer {token}"}
        self._side = side
        self._kept = self._subscribe()
        # Made beforehand: whatever changes the state between two calls would be blamed on the later one.
        self._spare = iter([self._subscribe()["MaDangKy"] for _ in range(SPARE)])
        self._sent = 0

    def dress(self, operation: str, case: Case) -> None:
        if operation == "LayToken":
            put(case, **self._side.accounts)
        elif operation == "HuyDangKy":
            put_path(case, "MaDangKy", next(self._spare))
        elif operation == "LayDuLieu":
            put_path(case, "MaBoDuLieu", "don-vi")
            if "kichThuoc" in (case.query or {}):
                put_query(case, "kichThuoc", "5")
        elif operation == "NhanSuKien":
            self._send(case)

    def _send(self, case: Case) -> None:
        """An event under a number of its own, signed as it will be sent."""
        self._sent += 1
        put_path(case, "MaDangKy", self._kept["MaDangKy"])
        put(case, MaSuKien=f"sk-{self._sent}")
        now = str(int(time.time()))
        put_header(case, "X-Thoi-Diem", now)
        how = case.as_transport_kwargs(base_url=self._side.running.national)
        raw = requests.Request(**{name: how.get(name) for name in ("method", "url", "json", "data")}).prepare().body
        content = raw if isinstance(raw, bytes) else str(raw or "").encode()
        case.headers["X-Chu-Ky"] = signed(self._kept["KhoaKy"], case.headers.get("X-Thoi-Diem", ""), content)

    def _subscribe(self) -> dict[str, str]:
        body = {"LoaiSuKien": KINDS}
        answer = self._side.national.post("/webhook/dang-ky", json=body, headers=self.headers)
        return dict(answer.json())


def signed(key: str, when: str, content: bytes) -> str:
    """The signature, written apart from the mock's own."""
    return "sha256=" + hmac.digest(key.encode(), b".".join((when.encode(), content)), "sha256").hex()


def prepare(side: Side, sides: list[Side]) -> Visitor:
    """Sign in and subscribe."""
    del sides
    return Visitor(side)
