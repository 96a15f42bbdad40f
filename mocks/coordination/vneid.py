"""The coordination site as a client of VNeID: authorisation code with PKCE, ID tokens verified."""

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final, TypeAlias
from urllib.parse import urlencode

from aiohttp import ClientError, ClientSession, ClientTimeout
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from mocks.coordination.people import Attempt
from mocks.coordination.refusals import Refused
from mocks.core.clock import Clock

Json: TypeAlias = Any
PATIENCE: Final = ClientTimeout(total=5)
LEEWAY_S: Final = 30
DISCOVERY: Final = "/.well-known/openid-configuration"


@dataclass(frozen=True, kw_only=True)
class VneidClient:
    """Talks to VNeID where it is played beside the site; `issuer` None: it is not. `redirect_uri` is the site's."""

    issuer: str | None
    client_id: str
    client_secret: str
    redirect_uri: str
    clock: Clock

    async def address(self, attempt: Attempt) -> str:
        """Where the browser is sent to sign in. Refused where VNeID is not played or does not answer."""
        described = await self._described()
        challenge = urlsafe_b64encode(sha256(attempt.verifier.encode()).digest()).rstrip(b"=").decode()
        query = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": "openid",
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        return f"{described['authorization_endpoint']}?{urlencode(query)}"

    async def log_out_address(self, id_token: str, *, back: str) -> str:
        """Where the browser is sent to sign out at VNeID too. Refused as `address`."""
        described = await self._described()
        query = urlencode({"id_token_hint": id_token, "post_logout_redirect_uri": back})
        return f"{described['end_session_endpoint']}?{query}"

    async def signed_in(self, code: str, attempt: Attempt) -> tuple[dict[str, Json], str]:
        """Claims of who signed in, and the ID token itself. Refused where the code or the token is not good."""
        described = await self._described()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.redirect_uri,
            "code_verifier": attempt.verifier,
            "client_id": self.client_id,
            "client_secret": self.client_secret,
        }
        tokens = await self._ask("POST", described["token_endpoint"], form)
        if "id_token" not in tokens:
            raise Refused("sign-in-refused")
        keys = await self._ask("GET", described["jwks_uri"])
        claims = self._verified(tokens["id_token"], keys, issuer=described["issuer"], nonce=attempt.nonce)
        return claims, tokens["id_token"]

    def _verified(self, id_token: str, keys: Json, *, issuer: str, nonce: str) -> dict[str, Json]:
        """The claims of an ID token (OpenID Connect Core, 3.1.3.7)."""
        demands = jwt.JWTClaimsRegistry(
            now=int(self.clock.now().timestamp()),
            leeway=LEEWAY_S,
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": self.client_id},
            nonce={"essential": True, "value": nonce},
            exp={"essential": True},
            sub={"essential": True},
        )
        try:
            token = jwt.decode(id_token, KeySet.import_key_set(keys), algorithms=["RS256"])
            demands.validate(token.claims)
        except (JoseError, ValueError) as exc:
            raise Refused("bad-token") from exc
        return dict(token.claims)

    async def _described(self) -> Mapping[str, str]:
        if self.issuer is None:
            raise Refused("vneid-not-played")
        found: Mapping[str, str] = await self._ask("GET", self.issuer + DISCOVERY)
        if found.get("issuer") != self.issuer:
            raise Refused("vneid-silent")
        return found

    async def _ask(self, method: str, url: str, form: Mapping[str, str] | None = None) -> Json:
        """What VNeID answers, whatever the status. Refused where it does not answer in JSON."""
        try:
            async with (
                ClientSession(timeout=PATIENCE, trust_env=False) as session,
                # Our own process answers: its certificate, made at start, would prove nothing here.
                session.request(method, url, data=form, allow_redirects=False, ssl=False) as answer,
            ):
                found = await answer.json(content_type=None)
        except (ClientError, TimeoutError, ValueError) as exc:
            raise Refused("vneid-silent") from exc
        if not isinstance(found, dict):
            raise Refused("vneid-silent")
        return found
