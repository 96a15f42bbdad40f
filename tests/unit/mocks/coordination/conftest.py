"""A running coordination site, with VNeID and the ministries beside it where a test wants them."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator, FormatChecker

from mocks.clock import Clock
from mocks.played import Terms, Wish
from tests.unit.mocks.playing import Side, playing

PROVINCE = "http://127.0.0.1:9"


class HandClock(Clock):
    """A clock whose seconds pass when a test says so."""

    def __init__(self) -> None:
        super().__init__()
        self.ahead = 0.0

    def monotonic(self) -> float:
        return time.monotonic() + self.ahead


@dataclass
class Site:
    """The site, who is beside it, and a browser that keeps cookies (by host only: ports share them, as in browsers)."""

    side: Side
    beside: dict[str, Side]
    browser: httpx.Client

    @property
    def base(self) -> str:
        """Where the site is."""
        return self.side.running.national

    def get(self, path: str, **query: Any) -> httpx.Response:
        """One step of the browser at the site; JSON is held against the profile."""
        answer = self.browser.get(self.base + path, params=query or None)
        row = self.side.profile.match("GET", path, None)
        if row is not None and answer.headers.get("content-type", "").startswith("application/json"):
            schema = row.response_schema if answer.status_code == row.status else row.refusals[answer.status_code]
            Draft202012Validator(schema, format_checker=FormatChecker()).validate(answer.json())
        return answer

    def sign_in(self, person: str = "officer-commune", *, after: str = "/") -> httpx.Response:
        """Sign in with VNeID, following every redirect; the last answer."""
        self.beside["vneid"].command("person/next", person=person)
        return self.browser.get(f"{self.base}/dang-nhap", params={"tiep": after}, follow_redirects=True)

    def at_the_door(self, person: str = "officer-commune") -> str:
        """Sign in at VNeID, and stop before the browser comes back; the address to which it would."""
        self.beside["vneid"].command("person/next", person=person)
        begun = self.get("/dang-nhap")
        return str(self.browser.get(begun.headers["location"]).headers["location"])

    def reason(self, answer: httpx.Response) -> tuple[int, str]:
        """Status and reason of a refusal, as the browser and the journal have it."""
        facts = self.side.last()["facts"]
        assert facts["accepted"] is False
        is_json = answer.headers["content-type"].startswith("application/json")
        shown = answer.json()["error"] if is_json else answer.text.partition('data-reason="')[2].partition('"')[0]
        assert shown == facts["reason"]
        return answer.status_code, shown


Start = Callable[..., Site]


@pytest.fixture
def clock() -> HandClock:
    """The clock of all that is played."""
    return HandClock()


@pytest.fixture
def start(clock: HandClock) -> Iterator[Start]:
    """Start the site with the systems that are named."""
    with ExitStack() as stack:

        def begin(*systems: str, **terms: Any) -> Site:
            known: dict[str, Any] = {"redaction_key": b"key of a test", "make_clock": lambda: clock}
            wishes = [Wish(system=name, prefix=f"/{name}") for name in ("dieuphoi", *systems)]
            first, *rest = stack.enter_context(playing(*wishes, terms=Terms(**known | terms)))
            browser = stack.enter_context(httpx.Client(timeout=5, trust_env=False))
            return Site(first, {side.running.system: side for side in rest}, browser)

        yield begin


@pytest.fixture
def site(start: Start) -> Site:
    """The site beside VNeID; where the province is has been told."""
    found = start("vneid")
    found.side.command("systems/address", system="province", address=PROVINCE)
    return found


@pytest.fixture
def signed_in(site: Site) -> Site:
    """The same, an officer of a commune signed in."""
    assert site.sign_in().status_code == 200
    return site
