"""A visitor of the province's shared systems: signs in, subscribes, sends signed events."""

import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from typing import Any

import httpx
from jsonschema import Draft202012Validator, FormatChecker

from tests.unit.mocks.playing import Side

KIND = "ho-so.trang-thai"
EVENT = {
    "MaSuKien": "sk-1",
    "LoaiSuKien": KIND,
    "ThoiDiem": "20261122081502",
    "DuLieu": {"MaHoSo": "H56.14-261122-0001"},
}


@dataclass
class Shared(Side):
    """The shared systems, as the provincial system meets them."""

    def sign_in(self) -> "Shared":
        form = {"grant_type": "client_credentials", **self.accounts}
        token = self.call("LayToken", data=form).json()["access_token"]
        self.national.headers["Authorization"] = f"Bearer {token}"
        return self

    def call(self, name: str, *, path: Any = None, **how: Any) -> httpx.Response:
        """One call by name; a JSON answer is held against the profile."""
        operation = self.profile.operation(name)
        answer = self.national.request(operation.method, operation.path.format(**(path or {})), **how)
        if answer.headers.get("content-type", "").startswith("application/json"):
            schema = {operation.status: operation.response_schema, **operation.refusals}[answer.status_code]
            Draft202012Validator(schema, format_checker=FormatChecker()).validate(answer.json())
        assert "mock_error" not in self.last()["facts"]
        return answer

    def refused(self, name: str, **how: Any) -> tuple[int, str]:
        """Status and reason of a call that is refused and changes nothing."""
        before = self.view("state/changes")
        answer = self.call(name, **how)
        facts = self.last()["facts"]
        assert (facts["accepted"], self.view("state/changes")) == (False, before)
        return answer.status_code, str(facts["reason"])

    def subscribe(self, *kinds: str) -> dict[str, Any]:
        return dict(self.call("DangKyNhanSuKien", json={"LoaiSuKien": list(kinds or [KIND])}).json())

    def event(self, known: dict[str, Any], event: Any = None, **wrong: Any) -> dict[str, Any]:
        """Arguments of a call that sends an event, signed; `wrong`: another key, time, signature or body."""
        raw = json.dumps(EVENT if event is None else event).encode()
        when = str(wrong.get("when", int(time.time())))
        digest = hmac.new(wrong.get("key", known["KhoaKy"]).encode(), f"{when}.".encode() + raw, hashlib.sha256)
        signed = wrong.get("signed", f"sha256={digest.hexdigest()}")
        headers = {"X-Thoi-Diem": when, "X-Chu-Ky": signed, "Content-Type": "application/json"}
        path = {"MaDangKy": known["MaDangKy"]}
        return {"path": path, "content": wrong.get("sent", raw), "headers": headers}
