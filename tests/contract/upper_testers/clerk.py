"""A class as a supplier would write it: it knows its own system's API, here the reference province's screens."""

from collections.abc import Mapping
from typing import Any

import httpx

from harness.errors import Inconclusive
from harness.verdict import Code


class Clerk:
    """Acts by plain HTTP at `base`, with the token of its settings."""

    def __init__(self, base: str, settings: Mapping[str, Any]) -> None:
        bearer = {"Authorization": f"Bearer {settings['token']}"}
        self._client = httpx.Client(base_url=base, headers=bearer, trust_env=False, timeout=10.0)

    def version(self) -> Any:
        return self._call("GET", "/version")

    def accept(self, application: Mapping[str, Any]) -> Any:
        return self._call("POST", "/dossiers", application)

    def act(self, dossier: str, name: str, body: Mapping[str, Any]) -> Any:
        return self._call("POST", f"/dossiers/{dossier}/{name}", body)

    def attempt(self, dossier: str, name: str, body: Mapping[str, Any]) -> Any:
        return self._client.post(f"/dossiers/{dossier}/{name}", json=body).json()

    def view(self, name: str, key: str = "") -> Any:
        return self._call("GET", f"/records/{name}/{key}")

    def outbox(self) -> Any:
        return self._call("GET", "/outbox")

    def clock(self) -> Any:
        return self._call("GET", "/clock")

    def set_clock(self, body: Mapping[str, Any]) -> Any:
        return self._call("POST", "/clock", body)

    def close(self) -> None:
        self._client.close()

    def _call(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        answer = self._client.request(method, path, json=body)
        if answer.is_error:
            raise Inconclusive(Code.PRECONDITION, f"{method} {path} was answered {answer.status_code}")
        return answer.json()


class Idle(Clerk):
    """Says that it acted, and sends nothing."""

    def accept(self, application: Mapping[str, Any]) -> Any:
        return {"dossier": "H56.14-261122-0001", "status": "2", "procedure": application["procedure"]}


class Clumsy(Clerk):
    """Has a bug of its own."""

    def accept(self, application: Mapping[str, Any]) -> Any:
        super().accept(application)
        raise KeyError("ma_ho_so")
