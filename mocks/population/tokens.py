"""Tokens of the wrapper: its own and one of the province's service bus (LGSP), both by client credentials.

The members of the answer were seen with an older service bus (K1); address and grant are assumed.
"""

from typing import Any, Final, TypeAlias

from mocks.core.sessions import Sessions
from mocks.core.system import Answer, Call, Site
from mocks.population.question import text_of
from mocks.population.signing import basic_credentials

Json: TypeAlias = Any
SCOPES: Final = {"accessToken": "dancu", "lgspAccessToken": "lgsp"}
"""The scope of the token that each member of a call asks for."""
GRANT: Final = "client_credentials"
UNAUTHORISED: Final = 401


class Tokens:
    """The tokens of one wrapper."""

    def __init__(self, site: Site) -> None:
        self._accounts = site.accounts
        self._life_s = site.session_s
        self._strict = not site.lenient
        self._of_scope = {
            scope: Sessions(life_s=site.session_s, clock=site.clock.monotonic, rng=site.rng(f"tokens/{scope}"))
            for scope in SCOPES.values()
        }

    def answer(self, call: Call) -> Answer:
        """Give a token for the credentials of a client (RFC 6749, sections 4.4 and 5)."""
        given = basic_credentials(call.headers.get("authorization", ""))
        known = given == (self._accounts["user"], self._accounts["secret_key"])
        facts = {"credentials": "right" if known else "wrong"}
        if not (known or call.lax):
            return _refusal("invalid_client", status=UNAUTHORISED, facts=facts, reason="wrong-credentials")
        if (wish := call.behaviours.take("refuse")) is not None:
            body = {"error": "server_error", "error_description": f"{wish['code']} {wish['message']}"}
            return Answer(status=400, body=body, facts=facts, accepted=False, reason="told-to-refuse")
        scope = text_of(call.body, "scope")
        if call.lax:
            scope = scope if scope in self._of_scope else SCOPES["accessToken"]
        elif not isinstance(call.body, dict) or (self._strict and call.defects):
            return _refusal("invalid_request", status=400, facts=facts, reason="malformed")
        elif text_of(call.body, "grant_type") != GRANT:
            return _refusal("unsupported_grant_type", status=400, facts=facts, reason="malformed")
        elif scope not in self._of_scope:
            return _refusal("invalid_scope", status=400, facts=facts, reason="unknown-scope")
        token = {
            "access_token": self._of_scope[scope].open(),
            "token_type": "Bearer",
            "expires_in": int(self._life_s),
            "scope": scope,
        }
        return Answer(body=token, headers={"Cache-Control": "no-store"}, facts=facts | {"scope": scope})

    def states(self, call: Call) -> dict[str, str]:
        """Of the tokens in a call, by member: `valid`, `expired`, `unknown` or `absent`."""
        states = {member: self._of_scope[scope].state(text_of(call.body, member)) for member, scope in SCOPES.items()}
        if set(states.values()) == {"valid"} and call.behaviours.take("expired-session") is not None:
            return dict.fromkeys(states, "expired")
        return states

    def expire_all(self) -> int:
        """End every valid token now; how many that were."""
        return sum(sessions.expire_all() for sessions in self._of_scope.values())


def _refusal(error: str, *, status: int, facts: Json, reason: str) -> Answer:
    headers = {"WWW-Authenticate": "Basic"} if status == UNAUTHORISED else {}
    return Answer(status=status, body={"error": error}, headers=headers, facts=facts, accepted=False, reason=reason)
