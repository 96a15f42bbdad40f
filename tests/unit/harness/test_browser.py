"""Browsers: what the province is sent is on the record without its secrets; nobody goes where nothing is played."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from jsonschema import Draft202012Validator, FormatChecker

from harness.browser import Browser, WebDoor, WebDoorContract, WebTransport
from harness.clock import SystemClock
from harness.errors import Inconclusive, Refused
from harness.verdict import Code
from specs.schema import load_schema

CANARIES = ("secret-of-a-session", "code-canary", "038194001234")


class Province(BaseHTTPRequestHandler):
    """A web door that sends people to `provider` and takes them back."""

    protocol_version = "HTTP/1.1"
    provider = ""

    def do_GET(self) -> None:
        path, here = urlsplit(self.path).path, f"http://{self.headers['Host']}"
        if path == "/dang-nhap":
            self._say(303, Location=f"{self.provider}/authorize?state=state-canary&back={here}/callback")
        elif path == "/authorize":
            self._say(302, Location=f"{self._back()}?code=code-canary&state=state-canary")
        elif path == "/callback":
            cookie = "phien=secret-of-a-session; Path=/; HttpOnly; SameSite=Lax"
            self._say(303, **{"Location": "/ho-so-cua-toi", "Set-Cookie": cookie})
        elif path == "/circle":
            self._say(302, Location=f"{self.provider}/circle")
        elif path == "/readable":
            self._say(200, **{"Set-Cookie": "phien=secret-of-a-session; Path=/"})
        elif path == "/ho-so-cua-toi":
            known = "secret-of-a-session" in self.headers.get("Cookie", "")
            self._say(200 if known else 401, identity="038194001234" if known else None)
        else:
            self._say(404)

    def _back(self) -> str:
        return urlsplit(self.path).query.partition("back=")[2]

    def _say(self, status: int, *, identity: str | None = None, **headers: str) -> None:
        body = json.dumps({"identity": identity, "dossiers": []}).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        """Silent."""


@contextmanager
def _serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def record() -> list[dict[str, Any]]:
    return []


@pytest.fixture
def door(record: list[dict[str, Any]]) -> Iterator[WebDoor]:
    with _serving(type("Provider", (Province,), {})) as provider:
        there = type("Province", (Province,), {"provider": provider})
        with _serving(there) as base:
            transport = WebTransport(
                httpx.HTTPTransport(trust_env=False),
                WebDoorContract(),
                key=b"key of a test",
                append=lambda _kind, row: record.append(dict(row)),
                clock=SystemClock(),
            )
            opened = WebDoor(base, transport, outside=[provider], timeout_s=5.0)
            try:
                yield opened
            finally:
                opened.close()


@pytest.fixture
def browser(door: WebDoor) -> Browser:
    return door.browser()


def sign_in(browser: Browser) -> None:
    browser.open("/dang-nhap?nguon=vneid")
    browser.open(browser.go_abroad())


def test_somebody_goes_to_the_provider_and_comes_back(browser: Browser) -> None:
    assert browser.open("/ho-so-cua-toi").status == 401
    sign_in(browser)

    assert browser.onward is not None
    assert browser.onward.endswith("/ho-so-cua-toi")
    assert browser.open("/ho-so-cua-toi").status == 200


def test_what_the_province_was_sent_is_on_the_record_without_its_secrets(
    browser: Browser, record: list[dict[str, Any]]
) -> None:
    sign_in(browser)
    browser.open("/ho-so-cua-toi")

    assert [row["operation"] for row in record] == ["startSignIn", "comeBack", "ownDossiers"]
    assert [row["direction"] for row in record] == ["to-sut"] * 3
    for canary in CANARIES:
        assert canary not in json.dumps(record, ensure_ascii=False)
    validator = Draft202012Validator(load_schema("exchange"), format_checker=FormatChecker())
    for row in record:
        validator.validate(row)


def test_a_cookie_is_seen_to_be_protected_or_not(browser: Browser) -> None:
    browser.open("/dang-nhap?nguon=vneid")
    protected = browser.open(browser.go_abroad())
    readable = browser.open("/readable")

    assert (protected.facts["cookies_set"], protected.facts["cookies_open"]) == (1, 0)
    assert (readable.facts["cookies_set"], readable.facts["cookies_open"]) == (1, 1)


def test_a_twin_knows_the_cookies_of_now_and_not_of_later(browser: Browser) -> None:
    before = browser.twin()
    sign_in(browser)
    after = browser.twin()

    assert before.open("/ho-so-cua-toi").status == 401
    assert after.open("/ho-so-cua-toi").status == 200


@pytest.mark.parametrize("path", ["/ho-so-cua-toi", "/circle"])
def test_who_is_not_sent_back_is_a_precondition(browser: Browser, path: str) -> None:
    browser.open(path)

    with pytest.raises(Inconclusive) as caught:
        browser.go_abroad()
    assert caught.value.code is Code.PRECONDITION


def test_nobody_goes_to_a_system_that_is_not_played(door: WebDoor, browser: Browser) -> None:
    door.outside.clear()
    browser.open("/dang-nhap?nguon=vneid")

    with pytest.raises(Inconclusive, match="no played system"):
        browser.go_abroad()


def test_a_province_that_is_silent_is_not_our_error(browser: Browser, door: WebDoor) -> None:
    door.base = "http://127.0.0.1:9"

    with pytest.raises(Inconclusive) as caught:
        browser.open("/ho-so-cua-toi")
    assert caught.value.code is Code.TIMEOUT


def test_a_national_host_is_no_web_door(door: WebDoor) -> None:
    with pytest.raises(Refused):
        WebDoor("https://dichvucong.gov.vn", door.transport, outside=[], timeout_s=1.0)
