"""What a token is good for: userinfo, the profile, its validation and its revocation."""

from dataclasses import dataclass
from typing import Any, TypeAlias

from mocks.core.system import Answer, Call
from mocks.identity.answers import NO_STORE, UNAUTHORIZED, Refusal, refuse_if_told, refused
from mocks.identity.claims import claims_of, distorted
from mocks.identity.clients import Client
from mocks.identity.grants import Grant, Kind
from mocks.identity.parts import Parts, needed
from mocks.identity.tokens import BASIC

Json: TypeAlias = Any
Facts: TypeAlias = dict[str, Json]


@dataclass(frozen=True, kw_only=True)
class Resources:
    """The operations UserInfo, ViewInfo, ValidateToken and Revoke."""

    parts: Parts

    def userinfo(self, call: Call) -> Answer:
        """Claims of whom an access token is about (OpenID Connect Core, 5.3; errors by RFC 6750, 3)."""
        try:
            refuse_if_told(call, UNAUTHORIZED)
            grant = self._granted(call, _bearer_token(call), "access")
        except Refusal as exc:
            if not call.lax:
                return refused(exc, {}, challenge=_bearer(exc))
            grant = self.parts.anybody()
        return self._told(call, grant, place="userinfo")

    def view_info(self, call: Call) -> Answer:
        """The profile behind `userProfileUri`; a token in the query is all that it asks for (assumed)."""
        try:
            refuse_if_told(call, UNAUTHORIZED)
            grant = self._granted(call, needed(call.query, "token_id"), "profile", "access")
        except Refusal as exc:
            if not call.lax:
                return refused(exc, {}, challenge=_bearer(exc))
            grant = self.parts.anybody()
        return self._told(call, grant, place="view_info")

    def validate(self, call: Call) -> Answer:
        """Whether a token is good, whose it is and until when (as in RFC 7662, which the real one need not follow)."""
        facts: Facts = {"client": "unknown"}
        try:
            client, token = self._client_and_token(call, facts)
        except Refusal as exc:
            if not call.lax:
                return refused(exc, facts, challenge=BASIC)
            return Answer(body={"active": True}, headers=NO_STORE, facts=facts)
        grants = self.parts.grants
        state, grant = grants.look_up(token, "access", "refresh")
        if state == "valid" and call.behaviours.take("expired-session") is not None:
            state = "expired"
        facts["token"] = state
        if state != "valid" or grant is None or grant.client != client.id:
            return Answer(body={"active": False}, headers=NO_STORE, facts=facts)
        told = {
            "active": True,
            "client_id": grant.client,
            "exp": self.parts.now + int(grants.seconds_left(token)),
            "scope": grant.scope,
            "sub": self.parts.people[grant.person].sub,
            "token_type": "Bearer",
        }
        return Answer(body=told, headers=NO_STORE, facts=facts)

    def revoke(self, call: Call) -> Answer:
        """End a token (RFC 7009); an unknown one is no error. With a refresh token ends all that came of its grant."""
        facts: Facts = {"client": "unknown"}
        grants = self.parts.grants
        try:
            client, token = self._client_and_token(call, facts)
            facts["token"], grant = grants.look_up(token, "access", "refresh")
            _refuse_another(client, grant)
        except Refusal as exc:
            if not call.lax:
                return refused(exc, facts, challenge=BASIC)
            return Answer(headers=NO_STORE, facts=facts)
        if grant is not None and grants.kind_of(token) == "refresh":
            grants.revoke(grant)
        elif grant is not None:
            grants.end(token, "revoked")
        return Answer(headers=NO_STORE, facts=facts)

    def _client_and_token(self, call: Call, facts: Facts) -> tuple[Client, str]:
        refuse_if_told(call, 400)
        client = self.parts.client_of(call, facts)
        self.parts.refuse_malformed(call)
        return client, needed(call.body, "token")

    def _granted(self, call: Call, token: str, *kinds: Kind) -> Grant:
        state, grant = self.parts.grants.look_up(token, *kinds)
        if state == "valid" and call.behaviours.take("expired-session") is not None:
            state = "expired"
        if state != "valid" or grant is None:
            raise Refusal(UNAUTHORIZED, "invalid_token", f"{state}-token", told=f"the token is {state}")
        return grant

    def _told(self, call: Call, grant: Grant, *, place: str) -> Answer:
        claims = claims_of(self.parts.people[grant.person], grant, self.parts.product, place=place)
        claims = distorted(claims, call.behaviours)
        if call.behaviours.take("wrong-subject") is not None:
            claims["sub"] = self.parts.grants.make_secret()
        return Answer(body=claims, headers=NO_STORE, facts={"person": grant.person, "client": grant.client})


def _bearer_token(call: Call) -> str:
    scheme, _, token = call.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Refusal(UNAUTHORIZED, "invalid_token", "no-token", told="an access token is needed")
    return token.strip()


def _refuse_another(client: Client, grant: Grant | None) -> None:
    if grant is not None and grant.client != client.id:
        raise Refusal(400, "unauthorized_client", "token-of-another", told="the token is another client's")


def _bearer(refusal: Refusal) -> str:
    """The challenge of RFC 6750, 3; who shows no token at all is told no error (3.1)."""
    return "Bearer" if refusal.reason == "no-token" else f'Bearer error="{refusal.error}"'
