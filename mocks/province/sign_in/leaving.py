"""Signing out: here at once, and at the provider by an errand that is not forgotten."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode

from aiohttp import web

from mocks.province.outbox.trouble import Refused, Trouble
from mocks.province.records.clock import Clock
from mocks.province.records.database import Database, Transaction
from mocks.province.records.errands import Errand, Errands
from mocks.province.sign_in.provider import ProviderClient
from mocks.province.sign_in.sessions import Session, Sessions
from mocks.province.sign_in.visitor import answered, cookie_of, forget_cookie

LEAVE: Final = "/dang-xuat"
KIND: Final = "revoke-token"


class Leaving:
    """`POST /dang-xuat`: by POST, so that no link on another page signs anybody out."""

    def __init__(
        self,
        clients: Mapping[str, ProviderClient],
        sessions: Sessions,
        *,
        database: Database,
        errands: Errands,
        clock: Clock,
        public_url: str,
    ) -> None:
        self._clients = clients
        self._sessions = sessions
        self._database = database
        self._errands = errands
        self._clock = clock
        self._home = public_url + "/"
        self._secure = public_url.startswith("https:")

    def routes(self) -> list[web.RouteDef]:
        """Return the route."""
        return [web.post(LEAVE, answered(self.leave))]

    async def leave(self, request: web.Request) -> web.Response:
        """End the session, see to its tokens, and send the browser on to sign out at the provider."""
        browser = cookie_of(request, secure=self._secure)
        session = self._sessions.seen(browser, self._clock.now())
        if session is not None:
            self.end(browser, session)
        response = web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": await self._next(session)})
        forget_cookie(response, secure=self._secure)
        return response

    def end(self, browser: str, session: Session) -> None:
        """End a session here, and queue with it that its token be revoked."""
        with self._database.begin() as transaction:
            self.forget(transaction, browser)
            self.revoke(transaction, session)

    def forget(self, transaction: Transaction, browser: str) -> None:
        """End the session of a browser."""
        self._sessions.end(transaction, browser)

    def revoke(self, transaction: Transaction, session: Session) -> None:
        """Queue that the session's token be revoked, if the provider gave one."""
        if session.refresh_token is not None:
            about = {"provider": session.provider, "token": session.refresh_token}
            chain, at = f"{KIND}/{session.provider}", self._clock.now()
            self._errands.queue(transaction, chain=chain, kind=KIND, about=about, at=at)

    async def _next(self, session: Session | None) -> str:
        """Where the provider signs people out (RP-Initiated Logout); home where it cannot be asked now."""
        if session is None:
            return self._home
        client = self._clients[session.provider]
        try:
            address = await client.address("end_session_endpoint")
        except Trouble:
            return self._home
        told = {"id_token_hint": session.id_token, "client_id": client.provider.client_id}
        return f"{address}?{urlencode({**told, 'post_logout_redirect_uri': self._home})}"


class Revocation:
    """Runs one errand of KIND: `about` is {"provider", "token"}."""

    def __init__(self, clients: Mapping[str, ProviderClient]) -> None:
        self._clients = clients

    async def run(self, errand: Errand, done: Callable[[int], None]) -> None:  # noqa: ARG002 - the protocol's signature
        """Revoke the token; one that the provider refuses to hear of is no longer good for anything."""
        client = self._clients.get(errand.about["provider"])
        if client is None:
            return  # the province is not connected to it any more
        try:
            await client.revoke(errand.about["token"])
        except Refused:
            return
