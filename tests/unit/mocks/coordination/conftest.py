"""A running coordination site, with VNeID and the ministries beside it where a test wants them."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator, FormatChecker

from mocks.core.clock import Clock
from mocks.stage.played import Terms, Wish
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

    def last(self) -> dict[str, Any]:
        """The newest exchange."""
        return self.side.journal(after=self.side.view("identity")["journal_next"] - 2)[-1]

    def reason(self, answer: httpx.Response) -> tuple[int, str]:
        """Status and reason of a refusal, as the browser and the journal have it."""
        facts = self.last()["facts"]
        assert facts["accepted"] is False
        is_json = answer.headers["content-type"].startswith("application/json")
        shown = answer.json()["error"] if is_json else answer.text.partition('data-reason="')[2].partition('"')[0]
        assert shown == facts["reason"]
        return answer.status_code, shown


Start = Callable[..., Site]


@pytest.fixture(scope="module")
def hands() -> HandClock:
    """The clock of all that is played for a module."""
    return HandClock()


@pytest.fixture
def clock(hands: HandClock) -> HandClock:
    """The same, set right."""
    hands.ahead = hands.skew_s = 0.0
    return hands


@pytest.fixture
def browser() -> Iterator[httpx.Client]:
    """A browser that nobody used."""
    with httpx.Client(timeout=5, trust_env=False) as made:
        yield made


@contextmanager
def together(hands: HandClock, *systems: str) -> Iterator[list[Side]]:
    """The site with the systems that are named."""
    wishes = [Wish(system=name, prefix=f"/{name}") for name in ("dieuphoi", *systems)]
    with playing(*wishes, terms=Terms(redaction_key=b"key of a test", make_clock=lambda: hands)) as sides:
        yield sides


@pytest.fixture(scope="module")
def with_vneid(hands: HandClock) -> Iterator[list[Side]]:
    """The site beside VNeID, for a module."""
    with together(hands, "vneid") as sides:
        yield sides


@pytest.fixture(scope="module")
def by_itself(hands: HandClock) -> Iterator[list[Side]]:
    """The site with nobody beside it, for a module."""
    with together(hands) as sides:
        yield sides


@pytest.fixture
def start(clock: HandClock, browser: httpx.Client) -> Iterator[Start]:
    """Start the site with the systems that are named."""
    with ExitStack() as stack:
        yield lambda *systems: afresh(stack.enter_context(together(clock, *systems)), browser)


@pytest.fixture
def alone(by_itself: list[Side], clock: HandClock, browser: httpx.Client) -> Site:
    """The site with nobody beside it."""
    return afresh(by_itself, browser)


@pytest.fixture
def site(with_vneid: list[Side], clock: HandClock, browser: httpx.Client) -> Site:
    """The site beside VNeID; where the province is has been told."""
    found = afresh(with_vneid, browser)
    found.side.command("systems/address", system="province", address=PROVINCE)
    return found


@pytest.fixture
def signed_in(site: Site) -> Site:
    """The same, an officer of a commune signed in."""
    assert site.sign_in().status_code == 200
    return site


def afresh(sides: list[Side], browser: httpx.Client) -> Site:
    """A site on which nothing has happened."""
    for side in sides:
        side.command("reset", behaviours=True)
    return Site(sides[0], {side.running.system: side for side in sides[1:]}, browser)
