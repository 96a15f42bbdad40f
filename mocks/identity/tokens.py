"""The token endpoint (RFC 6749, 4.1.3 and 6): codes and refresh tokens against tokens."""

import hmac
import re
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final, TypeAlias

from mocks.core.system import Answer, Call
from mocks.identity.answers import NO_STORE, Refusal, refuse_if_told, refused
from mocks.identity.clients import Client
from mocks.identity.grants import Grant, Kind
from mocks.identity.id_token import make_id_token
from mocks.identity.parts import Parts, form_of, needed
from mocks.identity.web import one

Json: TypeAlias = Any
VERIFIER: Final = re.compile(r"[A-Za-z0-9._~-]{43,128}")
BASIC: Final = 'Basic realm="token"'


@dataclass(frozen=True, kw_only=True)
class TokenEndpoint:
    """The operations Token (a code) and Refresh (a refresh token). Errors by RFC 6749, 5.2."""

    parts: Parts

    def for_code(self, call: Call) -> Answer:
        """Tokens for a code that this client was given, once."""
        return self._guarded(call, "code")

    def for_refresh_token(self, call: Call) -> Answer:
        """New tokens for a refresh token."""
        return self._guarded(call, "refresh")

    def other(self, call: Call) -> Answer:
        """Any other kind of grant."""
        try:
            needed(form_of(call), "grant_type")
        except Refusal as exc:
            return refused(exc, {})
        told = Refusal(400, "unsupported_grant_type", "grant-type", told="that kind of grant is not known")
        return refused(told, {})

    def _guarded(self, call: Call, kind: Kind) -> Answer:
        facts: dict[str, Json] = {"client": "unknown"}
        try:
            refuse_if_told(call, 400)
            client = self.parts.client_of(call, facts)
            self.parts.refuse_malformed(call)
            spend = self._spend_code if kind == "code" else self._spend_refresh_token
            grant = spend(call, client, facts=facts)
        except Refusal as exc:
            if not call.lax:
                return refused(exc, facts, challenge=BASIC)
            grant = self.parts.anybody()
            self.parts.grants.add(grant)
        return self._tokens(call, grant, facts, refreshed=kind == "refresh")

    def _spend_code(self, call: Call, client: Client, *, facts: dict[str, Json]) -> Grant:
        code, verifier = needed(call.body, "code"), one(call.body, "code_verifier")
        grant = self._valid(call, code, kind="code", client=client)
        facts["pkce"] = "S256" if grant.challenge else "none"
        if one(call.body, "redirect_uri") != grant.redirect_uri:
            raise _bad_grant("redirect-differs", "redirect_uri is not that of the authorisation request")
        if grant.challenge is None and verifier is not None:  # a challenge was stripped on the way (RFC 9700, 2.1.1)
            raise _bad_grant("pkce-unexpected", "code_verifier without code_challenge")
        if grant.challenge is not None and not _answers(verifier, grant.challenge):
            raise _bad_grant("pkce-wrong", "code_verifier does not answer code_challenge")
        self.parts.grants.end(code, "used")
        return grant

    def _spend_refresh_token(self, call: Call, client: Client, *, facts: dict[str, Json]) -> Grant:
        token = needed(call.body, "refresh_token")
        grant = self._valid(call, token, kind="refresh", client=client)
        if not set((one(call.body, "scope") or grant.scope).split()) <= set(grant.scope.split()):
            raise Refusal(400, "invalid_scope", "scope", told="more scope than was granted")
        facts["rotated"] = self.parts.product.refresh_rotates
        if self.parts.product.refresh_rotates:
            self.parts.grants.end(token, "used")
        return grant

    def _valid(self, call: Call, secret: str, *, kind: Kind, client: Client) -> Grant:
        """The grant of a code or refresh token of this client. One that is shown again ends all that came of it."""
        state, grant = self.parts.grants.look_up(secret, kind)
        if grant is None or grant.client != client.id:
            raise _bad_grant("unknown-grant", "the code or token is not known, or is another client's")
        if state == "used":
            self.parts.grants.burn(grant)
        if state == "valid" and call.behaviours.take("expired-session") is not None:
            state = "expired"
        if state != "valid":
            raise _bad_grant(f"{state}-grant", f"the code or token is {state}")
        return grant

    def _tokens(self, call: Call, grant: Grant, facts: dict[str, Json], *, refreshed: bool) -> Answer:
        keep, product = self.parts.grants.keep, self.parts.product
        access = keep(self._access_token(grant), grant, kind="access", life_s=product.life_s)
        keep(grant.profile_token, grant, kind="profile", life_s=product.life_s)
        shown = one(form_of(call), "refresh_token") if refreshed and not product.refresh_rotates else None
        refresh = shown or keep(self.parts.grants.make_secret(), grant, kind="refresh", life_s=product.refresh_s)
        body = {
            "access_token": access,
            "token_type": "Bearer",
            "expires_in": int(product.life_s),
            "refresh_token": refresh,
            "refresh_expires_in": int(product.refresh_s),
            "id_token": make_id_token(self.parts, call, grant=grant, access_token=access, with_nonce=not refreshed),
            "scope": grant.scope,
        }
        return Answer(body=body, headers=NO_STORE, facts={**facts, "person": grant.person})

    def _access_token(self, grant: Grant) -> str:
        """An access token: a JWT, or a secret that says nothing."""
        parts = self.parts
        if not parts.product.jwt_access_tokens:
            return parts.grants.make_secret()
        claims = {
            "iss": parts.product.issuer,
            "sub": parts.people[grant.person].sub,
            "azp": grant.client,
            "iat": parts.now,
            "exp": parts.now + int(parts.product.life_s),
            "jti": parts.grants.make_secret(),
            "acr": grant.acr,
            "sid": grant.session,
            "scope": grant.scope,
            "typ": "Bearer",
        }
        return parts.keys.sign(claims)


def _bad_grant(reason: str, told: str) -> Refusal:
    return Refusal(400, "invalid_grant", reason, told=told)


def _answers(verifier: str | None, challenge: str) -> bool:
    """Whether a verifier is the one of a challenge (RFC 7636, 4.6, S256)."""
    if verifier is None or not VERIFIER.fullmatch(verifier):
        return False
    made = urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    return hmac.compare_digest(made, challenge)
