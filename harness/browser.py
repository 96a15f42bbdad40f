"""Browsers: people before the web door of the system under test, and on their way to an identity provider and back.

What a browser sends to the system under test crosses a recording transport; what it sends to a provider is kept by the
provider's mock. Nothing is followed by itself: a case says each step. `WebDoor` is opened by the campaign.
"""

from collections.abc import Mapping, Sequence
from http.cookies import CookieError, SimpleCookie
from typing import Final
from urllib.parse import urljoin, urlsplit

import httpx

from harness.clock import Clock
from harness.errors import HarnessError, Inconclusive
from harness.exchange import Exchange, Json
from harness.ixit import Target
from harness.target import refuse_national
from harness.transport import SILENCE, Append, RecordingTransport
from harness.trust import trust
from harness.upper_tester.contract import UpperTesterContract
from harness.verdict import Code

HOPS: Final = 8
"""Redirects among a provider's own pages; more is a circle."""
PAGE_TIMEOUT_S: Final = 30.0


class WebDoorContract(UpperTesterContract):
    """Operations and schemas of `specs/interfaces/web-door/1/openapi.json`."""

    system = "web-door"
    profile = "1"
    base = ""


class WebTransport(RecordingTransport):
    """Records what a browser sends; of the cookies that it is given, how many and how many are unprotected."""

    def seen(self, request: httpx.Request, response: httpx.Response | None) -> Mapping[str, Json]:
        """`cookies_set` and `cookies_open`: readable for scripts, sent along by other sites, or over plain HTTP."""
        if response is None:
            return {}
        secure = request.url.scheme == "https"
        given = [cookie for text in response.headers.get_list("set-cookie") for cookie in _read_cookies(text)]
        kept = [cookie for cookie in given if cookie["max-age"] != "0" and cookie.value]
        bare = [one for one in kept if not one["httponly"] or not one["samesite"] or (secure and not one["secure"])]
        return {"cookies_set": len(kept), "cookies_open": len(bare)}


class WebDoor:
    """The web door at `base`. `outside` are the addresses of the systems to which people may be sent from there."""

    def __init__(self, base: str, transport: WebTransport, *, outside: Sequence[str], timeout_s: float) -> None:
        refuse_national(base)
        self.base = base.rstrip("/")
        self.transport = transport
        self.outside = [address.rstrip("/") for address in outside]
        self.timeout_s = timeout_s
        self._abroad = httpx.HTTPTransport(verify=trust(), trust_env=False)

    def browser(self) -> "Browser":
        """Somebody's browser, with no cookie."""
        return Browser(self)

    def send(self, method: str, address: str, cookies: httpx.Cookies) -> httpx.Response:
        """One request. Raises Inconclusive where nobody answers, or where it leads to a system that is not played."""
        own = _below(address, self.base)
        if not own and not any(_below(address, base) for base in self.outside):
            where = "{0.scheme}://{0.netloc}".format(urlsplit(address))
            raise Inconclusive(Code.PRECONDITION, f"a browser is sent to {where}, which no played system has")
        transport = self.transport if own else self._abroad
        request = httpx.Request(method, address)
        cookies.set_cookie_header(request)
        request.extensions = {"timeout": httpx.Timeout(self.timeout_s).as_dict()}
        try:
            response = transport.handle_request(request)
            response.read()
        except SILENCE as exc:
            raise Inconclusive(Code.TIMEOUT, f"no answer to a browser: {exc!r}") from exc
        except (httpx.HTTPError, httpx.InvalidURL) as exc:
            raise HarnessError(Code.HARNESS, f"a browser's request could not be sent: {exc!r}") from exc
        response.request = request
        cookies.extract_cookies(response)
        return response

    def close(self) -> None:
        """Close the connections."""
        self.transport.close()
        self._abroad.close()


class Browser:
    """One person's browser. `onward` is where the last answer sends it, None where it stays."""

    def __init__(self, door: WebDoor, cookies: httpx.Cookies | None = None) -> None:
        self._door = door
        self._cookies = httpx.Cookies(cookies)
        self.onward: str | None = None

    def open(self, path: str, method: str = "GET") -> Exchange:
        """Ask the system under test for one page, and stay there whatever it says."""
        return self._ask(method, urljoin(f"{self._door.base}/", path))

    def go_abroad(self) -> str:
        """Go where the last answer sends it, until it is sent back; the address at the door, not opened yet.

        Raises Inconclusive(PRECONDITION) where it is sent nowhere, or does not come back.
        """
        address = self.onward
        for _ in range(HOPS):
            if address is None:
                break
            if _below(address, self._door.base):
                return address
            address = _next(address, self._door.send("GET", address, self._cookies))
        raise Inconclusive(Code.PRECONDITION, "a browser was not sent to a provider and back")

    def twin(self) -> "Browser":
        """Another browser that knows the same cookies: somebody who got hold of them."""
        return Browser(self._door, self._cookies)

    def _ask(self, method: str, address: str) -> Exchange:
        self.onward = _next(address, self._door.send(method, address, self._cookies))
        if self._door.transport.last is None:
            raise HarnessError(Code.HARNESS, "the recording transport recorded nothing")
        return self._door.transport.last


def open_web_door(target: Target, *, key: bytes, append: Append, clock: Clock, after: int = 0) -> WebDoor | None:
    """The web door of a target file, from which people may be sent to the systems that are played beside it."""
    if target.access.inbound is None:
        return None
    inner = httpx.HTTPTransport(verify=trust(), trust_env=False)
    transport = WebTransport(inner, WebDoorContract(), key=key, append=append, clock=clock, after=after)
    outside = [mock.national for mock in target.mocks.values()]
    return WebDoor(target.access.inbound, transport, outside=outside, timeout_s=PAGE_TIMEOUT_S)


def _next(address: str, response: httpx.Response) -> str | None:
    """Where a redirect leads."""
    return urljoin(address, response.headers["location"]) if response.has_redirect_location else None


def _below(address: str, base: str) -> bool:
    return address == base or address.startswith((f"{base}/", f"{base}?"))


def _read_cookies(text: str) -> list[Json]:
    """The cookies of one Set-Cookie header; none where it cannot be read, as a browser would not take it either."""
    try:
        return list(SimpleCookie(text).values())
    except CookieError:
        return []
