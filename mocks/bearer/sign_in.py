"""Signing in as a client (OAuth 2.0 client credentials, RFC 6749, 4.4) and the bearer tokens that come of it."""

from typing import Any, Final, TypeAlias

from mocks.bearer.reading import row_of
from mocks.bearer.wording import Refused
from mocks.core.credentials import is_client
from mocks.core.sessions import Sessions
from mocks.core.system import Answer, Call, Site

Json: TypeAlias = Any
GRANT: Final = "client_credentials"
NOT_STORED: Final = {"Cache-Control": "no-store", "Pragma": "no-cache"}


class SignIn:
    """The token endpoint of one system, and whether a call shows a token of its.

    Tokens live in memory only: a restart ends them all, as it would at a real server.
    """

    def __init__(self, site: Site) -> None:
        self._accounts = site.accounts
        self._life_s = max(1, round(site.session_s))
        self.tokens = Sessions(life_s=site.session_s, clock=site.clock.monotonic, rng=site.rng("tokens"))

    def grant(self, call: Call) -> Answer:
        """A token for the right client; anybody gets one where the system was told to accept anything."""
        if not call.lax:
            form = row_of(call.body)
            if form.get("grant_type") != GRANT:
                raise Refused("other-grant")
            if not is_client(form, self._accounts):
                raise Refused("wrong-client")
        body = {"access_token": self.tokens.open(), "token_type": "Bearer", "expires_in": self._life_s}
        return Answer(body=body, headers=NOT_STORED, facts={"answered": "token", "credentials": "right"})

    def shown(self, call: Call) -> str:
        """`valid`, `expired`, `unknown` or `absent`: the token of the call; a valid one may be told to have expired."""
        scheme, _, token = call.headers.get("authorization", "").partition(" ")
        state = self.tokens.state(token.strip() if scheme.lower() == "bearer" else "")
        return "expired" if state == "valid" and call.behaviours.take("expired-session") is not None else state
