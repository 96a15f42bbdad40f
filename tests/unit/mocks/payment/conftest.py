"""Running platforms, and a province that answers their call-backs."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator

from mocks.stage.played import Terms, Wish
from tests.unit.mocks.payment.provinces import REPLY, Inbox, digest, enquiry, inbox, init, mac
from tests.unit.mocks.playing import Side, playing


@dataclass
class Platform(Side):
    """A running platform. Every JSON answer is held against the profile."""

    inbox: Inbox = field(default_factory=lambda: Inbox(lambda _body, _turn: (200, {})))

    def init(self, bill: Any = None, **changed: Any) -> dict[str, Any]:
        """Begin a payment."""
        return self.told("INIT", "/payment/init", init(self.accounts, bill, **changed))

    def query(self, **changed: Any) -> dict[str, Any]:
        """Ask for the state of a payment; what stands in the message of an accepted answer."""
        answer = self.told("QUERY", "/payment/query", enquiry(self.accounts, "QUERY", **changed))
        told: dict[str, Any] = json.loads(answer["message"]) if answer["error_code"] == "0" else answer
        return told

    def bill(self, **changed: Any) -> httpx.Response:
        """Ask for the receipt."""
        answer = self.national.post("/payment/bill", json=enquiry(self.accounts, "GET_BILL", **changed))
        if answer.status_code != 200:
            schema = self.profile.operation("GET_BILL").refusals[answer.status_code]
            Draft202012Validator(schema).validate(answer.json())
        return answer

    def told(self, name: str, path: str, body: Any, **headers: str) -> dict[str, Any]:
        """The body of an answer that keeps the profile."""
        answer = self.national.post(path, json=body, headers=headers)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        Draft202012Validator(self.profile.operation(name).response_schema).validate(found)
        return found

    def keypay(self, **changed: Any) -> dict[str, Any]:
        """Begin a payment with KeyPay."""
        message = {
            "client_id": self.accounts["client_id"],
            "transaction_id": "T-0001",
            "trans_amount": 85000,
            "command": "PAY",
            "version": "3.0",
            "locale": "vn",
            "currency": "VND",
            "environment": "test",
            "bill_info": {"name": "Canary Nguyễn Thị Lộ"},
            "addition_fee": 0,
            "return_url": "http://127.0.0.1:1/back?a=1&b=2",
        } | changed
        members = "addition_fee client_id command trans_amount transaction_id version"
        message["check_sum"] = changed.get("check_sum", mac(message, members, self.accounts["hash_key_1"]))
        return self.told("PAY", "/keypay/pay", message)

    def keypay_query(self, **changed: Any) -> dict[str, Any]:
        """Ask KeyPay for the state of a payment."""
        message = {"client_id": self.accounts["client_id"], "command": "QUERY", "transaction_id": "T-0001"} | changed
        members = "client_id command transaction_id"
        message["check_sum"] = changed.get("check_sum", mac(message, members, self.accounts["hash_key_1"]))
        return self.told("QUERY", "/keypay/query", message)

    def payment(self) -> dict[str, Any]:
        """The newest payment as the control port tells it."""
        rows: list[dict[str, Any]] = self.view("payments")["payments"]
        return rows[-1]

    def seen(self) -> int:
        """The number of the newest exchange."""
        return int(self.control.get("/control/1/identity").json()["journal_next"]) - 1

    def last(self) -> dict[str, Any]:
        """The newest exchange that the province began."""
        rows = self.journal(after=max(0, self.seen() - 20))
        return [row for row in rows if row["direction"] == "from-sut"][-1]

    def pushed(self, count: int, *, after: int) -> list[dict[str, Any]]:
        """The next exchanges in which the province was called and answered, once there are `count` of them."""
        rows: list[dict[str, Any]] = []
        while len(rows) < count:
            more = self.journal(after=after, wait=10)
            assert more, rows
            after = more[-1]["seq"]
            rows += [row for row in more if row["direction"] == "to-sut" and row["response"] is not None]
        return rows

    def changes(self) -> int:
        """How often the state has changed."""
        return int(self.view("state/changes")["changes"])


def honest(accounts: dict[str, str]) -> Callable[[Any, int], tuple[int, Any]]:
    """What a province that does everything right answers."""

    def answer(body: Any, _turn: int) -> tuple[int, Any]:
        reply = {
            "MaLoi": "00",
            "MoTaLoi": "Thành công",
            "MaDoiTac": body["MaDoiTac"],
            "MaThamChieu": body["MaThamChieu"],
            "ThoiGianGD": "20261122131703",
        }
        return 200, reply | {"MaXacThuc": digest(reply, REPLY, accounts["secret"])}

    return answer


@contextmanager
def platform_with(system: str, **terms: Any) -> Iterator[Platform]:
    """A running platform; `terms` as `Terms` has them."""
    told = Terms(**{"redaction_key": b"key of a test"} | terms)
    with playing(Wish(system=system), terms=told) as (side,):
        yield Platform(side.running, side.profile, side.national, side.control)


QUICK = """system = "{system}"
profile = "{profile}"
title = "x"
extends = "{system}/{profile}"
[settings.push]
first_pause_s = {{ value = 0.01, fidelity = "assumed" }}
{more}
"""


def overlay(folder: Path, system: str, profile: str, more: str = "") -> Path:
    """Ours with short pauses, and with what else is told."""
    place = folder / "interfaces" / system / profile
    place.mkdir(parents=True)
    text = QUICK.format(system=system, profile=profile, more=more)
    (place / "operations.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Platform]]:
    """Start a platform of another kind: `settings` are tables of an overlay."""
    with ExitStack() as stack:

        def begin(settings: str = "", **terms: Any) -> Platform:
            place = overlay(tmp_path, "payment", "1.0.6", settings)
            return stack.enter_context(platform_with("payment", overlay=place, **terms))

        yield begin


@pytest.fixture(scope="session")
def one_platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """A Payment Platform for all tests of this folder."""
    place = overlay(tmp_path_factory.mktemp("overlay"), "payment", "1.0.6")
    with platform_with("payment", overlay=place) as platform:
        yield platform


@pytest.fixture
def platform(one_platform: Platform) -> Platform:
    """A Payment Platform as at its start; it may still push to a province of a test before, which is gone."""
    one_platform.command("reset", behaviours=True)
    return one_platform


@pytest.fixture
def told(platform: Platform) -> Iterator[Platform]:
    """The same, and a province that answers as it should."""
    with inbox(honest(platform.accounts)) as province:
        platform.command("province", url=province.url)
        platform.inbox = province
        yield platform


@pytest.fixture(scope="session")
def one_keypay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """A KeyPay for all tests of this folder."""
    place = overlay(tmp_path_factory.mktemp("overlay"), "keypay", "keypay-3.0")
    with platform_with("keypay", overlay=place) as platform:
        yield platform


@pytest.fixture
def keypay(one_keypay: Platform) -> Iterator[Platform]:
    """KeyPay as at its start, and a province that answers as it should."""
    one_keypay.command("reset", behaviours=True)
    with inbox(lambda _body, _turn: (200, {"return_code": "00", "return_msg": "ok"})) as province:
        one_keypay.command("province", url=province.url)
        one_keypay.inbox = province
        yield one_keypay
