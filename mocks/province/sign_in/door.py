"""The door: people are sent to a provider, and come back."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Final

from aiohttp import web

from mocks.province.records.clock import Clock
from mocks.province.sign_in.arrival import Arrivals
from mocks.province.sign_in.provider import ProviderClient
from mocks.province.sign_in.request import Secrets, address_for
from mocks.province.sign_in.sessions import Sessions, SignIns, make_secret
from mocks.province.sign_in.visitor import NotAdmitted, answered, cookie_of, set_cookie

START: Final = "/dang-nhap"
BACK: Final = "/callback"
CITIZENS: Final = "/ho-so-cua-toi"
OFFICERS: Final = "/can-bo"
OFFICER: Final = "can-bo"
OF_OFFICERS: Final = "vneid"
"""Officers come in with their personal VNeID account (Công văn 31/UBND-PVHCC)."""
SetCookie = Callable[..., None]


class Door:
    """`/dang-nhap?nguon=vneid|vnconnect&vai=can-bo` and the way back. `public_url` is how browsers know this door."""

    def __init__(
        self,
        clients: Mapping[str, ProviderClient],
        arrivals: Arrivals,
        *,
        sign_ins: SignIns,
        sessions: Sessions,
        clock: Clock,
        public_url: str,
        make_secrets: Callable[[], Secrets],
        give_cookie: SetCookie = set_cookie,
    ) -> None:
        self._clients = clients
        self._arrivals = arrivals
        self._sign_ins = sign_ins
        self._sessions = sessions
        self._clock = clock
        self._redirect_uri = public_url + BACK
        self._secure = public_url.startswith("https:")
        self._make_secrets = make_secrets
        self._give_cookie = give_cookie

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of the door."""
        return [
            web.get(START, answered(self.start), allow_head=False),
            web.get(BACK, answered(self.come_back), allow_head=False),
        ]

    async def start(self, request: web.Request) -> web.Response:
        """Send somebody to a provider."""
        name, officer = request.query.get("nguon", OF_OFFICERS), request.query.get("vai") == OFFICER
        if name not in self._clients or (officer and name != OF_OFFICERS):
            raise NotAdmitted(HTTPStatus.BAD_REQUEST, "nobody signs in here that way")
        browser = cookie_of(request, secure=self._secure) or make_secret()
        made = self._make_secrets()
        address = await address_for(self._clients[name], made, self._redirect_uri)
        self._sign_ins.begin(browser, made, name, officer=officer, at=self._clock.now())
        return self._sent(address, browser)

    async def come_back(self, request: web.Request) -> web.Response:
        """Take somebody in who comes back with a code."""
        browser, now = cookie_of(request, secure=self._secure), self._clock.now()
        sign_in = self._sign_ins.take(browser, request.query.get("state", ""), now)
        if sign_in is None:
            raise NotAdmitted(HTTPStatus.BAD_REQUEST, "this browser began no such sign-in, or it was used")
        code = request.query.get("code")
        if "error" in request.query or not code:
            raise NotAdmitted(HTTPStatus.FORBIDDEN, "the provider let nobody in")
        session = await self._arrivals.arrive(sign_in, code, self._redirect_uri)
        secret = self._sessions.open(browser, session, now)
        return self._sent(OFFICERS if session.account else CITIZENS, secret)

    def _sent(self, address: str, secret: str) -> web.Response:
        response = web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": address})
        self._give_cookie(response, secret, secure=self._secure)
        return response
