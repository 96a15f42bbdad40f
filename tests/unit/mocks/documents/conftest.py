"""A running axis, and a province that speaks to it."""

import base64
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator

from mocks.stage.played import Terms, Wish
from tests.unit.mocks.documents.by_hand import Hand, make_hand
from tests.unit.mocks.playing import Side, playing


@dataclass
class Axis(Side):
    """A running axis. Every answer is held against the profile."""

    @property
    def headers(self) -> dict[str, str]:
        """What the province signs in with."""
        return {"X-SystemId": self.accounts["system_id"], "X-SecretKey": self.accounts["secret_key"]}

    def get(self, name: str, **query: str) -> dict[str, Any]:
        """Call an operation that takes no body."""
        return self.checked(name, self.national.get(f"/v1/{name}", params=query, headers=self.headers))

    def post(self, name: str, body: Any) -> dict[str, Any]:
        """Call an operation that takes JSON."""
        return self.checked(name, self.national.post(f"/v1/{name}", json=body, headers=self.headers))

    def send(self, content: str | bytes, *, kind: str = "edoc") -> dict[str, Any]:
        """Send a message."""
        raw = content.encode() if isinstance(content, str) else content
        parts = {"edocFile": ("van-ban.edxml", raw, "application/xml")}
        answer = self.national.post("/v1/sendEdoc", files=parts, data={"messageType": kind}, headers=self.headers)
        return self.checked("sendEdoc", answer)

    def received(self, kind: str = "edoc") -> list[dict[str, Any]]:
        """What waits for the province."""
        rows: list[dict[str, Any]] = self.get("getReceivedEdocList", servicetype="eDoc", messagetype=kind)["result"]
        return rows

    def sent(self, kind: str = "edoc") -> list[dict[str, Any]]:
        """What the province sent."""
        rows: list[dict[str, Any]] = self.get("getSentEdocList", servicetype="eDoc", messagetype=kind)["result"]
        return rows

    def fetch(self, number: str) -> bytes:
        """The edXML of a message."""
        return base64.b64decode(self.get("getEdoc", docId=number)["edocFile"])

    def documents(self) -> list[dict[str, Any]]:
        """The messages as the control port tells them."""
        rows: list[dict[str, Any]] = self.view("documents")["documents"]
        return rows

    def seen(self) -> int:
        """The number of the newest exchange."""
        return int(self.control.get("/control/1/identity").json()["journal_next"]) - 1

    def last(self) -> dict[str, Any]:
        """The newest exchange."""
        return self.journal(after=self.seen() - 1)[-1]

    def changes(self) -> int:
        """How often the state has changed."""
        return int(self.view("state/changes")["changes"])

    def checked(self, name: str, answer: httpx.Response) -> dict[str, Any]:
        """The body of an answer that keeps the profile."""
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.json()
        Draft202012Validator(self.profile.operation(name).response_schema).validate(body)
        return body


@contextmanager
def axis_with(**terms: Any) -> Iterator[Axis]:
    """A running axis; `terms` as `Terms` has them."""
    with playing(Wish(system="vxp"), terms=Terms(**{"redaction_key": b"key of a test"} | terms)) as (side,):
        yield Axis(side.running, side.profile, side.national, side.control)


@pytest.fixture
def start() -> Iterator[Callable[..., Axis]]:
    """Start an axis of another kind."""
    with ExitStack() as stack:
        yield lambda **terms: stack.enter_context(axis_with(**terms))


@pytest.fixture(scope="session")
def one_axis() -> Iterator[Axis]:
    """An axis for all tests of this folder: to make keys and to open ports takes a while."""
    with axis_with() as axis:
        yield axis


@pytest.fixture
def axis(one_axis: Axis) -> Axis:
    """An axis as at its start, which refuses what breaks the profile."""
    one_axis.command("reset", behaviours=True)
    return one_axis


@pytest.fixture(scope="session")
def hand(tmp_path_factory: pytest.TempPathFactory) -> Hand:
    """The province's key."""
    return make_hand(tmp_path_factory.mktemp("hand"))
