"""A client of the identity mocks as a province has one: the whole flow over HTTP, tokens verified in two ways."""

import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from html.parser import HTMLParser
from typing import Any

import httpx
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc import jwt
from joserfc.jwk import KeySet
from jsonschema import Draft202012Validator, FormatChecker

from tests.unit.mocks.playing import Side

CALLBACK = "http://127.0.0.1:9/callback"


@dataclass(frozen=True)
class Begun:
    """What a client remembers between sending somebody off and taking them back."""

    state: str = field(default_factory=secrets.token_hex)
    nonce: str = field(default_factory=secrets.token_hex)
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))

    @property
    def challenge(self) -> str:
        """That of S256."""
        return urlsafe_b64encode(sha256(self.verifier.encode()).digest()).rstrip(b"=").decode()


@dataclass
class Relying:
    """A client with a browser (`national` keeps cookies)."""

    side: Side
    client_id: str
    client_secret: str
    redirect_uri: str = CALLBACK
    after: int = 0
    """The number of the last exchange that is not this client's."""

    @classmethod
    def of(cls, side: Side) -> "Relying":
        """The province's client."""
        last = side.view("identity")["journal_next"] - 1
        return cls(side, side.accounts["client_id"], side.accounts["client_secret"], after=last)

    def journal(self) -> list[dict[str, Any]]:
        """The exchanges since this client is there."""
        return self.side.journal(after=self.after)

    def last(self) -> dict[str, Any]:
        """The newest exchange."""
        return self.side.journal(after=self.side.view("identity")["journal_next"] - 2)[-1]

    def path(self, operation: str) -> str:
        """The path of an operation of the profile."""
        return self.side.profile.operation(operation).path

    def call(self, operation: str, **given: Any) -> httpx.Response:
        """One call; the answer is held against the profile."""
        row = self.side.profile.operation(operation)
        return self.checked(operation, self.side.national.request(row.method, row.path, **given))

    def checked(self, operation: str, answer: httpx.Response) -> httpx.Response:
        """The answer, once the reference validator finds it inside the profile."""
        row = self.side.profile.operation(operation)
        schema = row.response_schema if answer.status_code == row.status else row.refusals.get(answer.status_code)
        if schema:
            Draft202012Validator(schema, format_checker=FormatChecker()).validate(answer.json())
        return answer

    def query(self, begun: Begun, **changed: Any) -> dict[str, Any]:
        """An authorisation request; what is changed to ... is left out."""
        whole = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": "openid",
            "state": begun.state,
            "nonce": begun.nonce,
            "code_challenge": begun.challenge,
            "code_challenge_method": "S256",
        } | changed
        return {name: value for name, value in whole.items() if value is not ...}

    def authorize(self, begun: Begun | None = None, *, operation: str = "Authorize", **changed: Any) -> httpx.Response:
        """Send the browser to the provider."""
        return self.call(operation, params=self.query(begun or Begun(), **changed))

    def submit(
        self, begun: Begun, *, person: str = "citizen-1", action: str = "sign-in", **changed: Any
    ) -> httpx.Response:
        """Fill in the form of the page."""
        return self.call("SignIn", params=self.query(begun, **changed), data={"person": person, "action": action})

    def code(self, begun: Begun, *, person: str = "citizen-1", **changed: Any) -> str:
        """Sign somebody in by the page; the code with which they come back."""
        shown = self.authorize(begun, **changed)
        location = shown.headers["location"]
        if not location.startswith(self.redirect_uri):
            page = self.side.national.get(location)
            action = form_action(page.text)
            answer = self.side.national.post(action, data={"person": person, "action": "sign-in"})
            location = answer.headers["location"]
        back = httpx.URL(location).params
        assert back.get("state") == changed.get("state", begun.state)
        return str(back["code"])

    def form(self, begun: Begun, code: str, /, **changed: Any) -> dict[str, Any]:
        """A token request; what is changed to ... is left out."""
        whole = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.redirect_uri,
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "code_verifier": begun.verifier,
        } | changed
        return {name: value for name, value in whole.items() if value is not ...}

    def redeem(self, begun: Begun, code: str, /, **changed: Any) -> httpx.Response:
        """Ask for tokens."""
        return self.call("Token", data=self.form(begun, code, **changed))

    def refresh(self, token: str, /, **changed: Any) -> httpx.Response:
        """Ask for new tokens."""
        form = {"grant_type": "refresh_token", "refresh_token": token} | self.secret()
        return self.call("Refresh", data={k: v for k, v in (form | changed).items() if v is not ...})

    def secret(self) -> dict[str, str]:
        """Client and secret as members of a form."""
        return {"client_id": self.client_id, "client_secret": self.client_secret}

    def tokens(self, *, person: str = "citizen-1", begun: Begun | None = None, **changed: Any) -> dict[str, Any]:
        """Sign somebody in and redeem the code."""
        begun = begun or Begun()
        answer = self.redeem(begun, self.code(begun, person=person, **changed))
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def userinfo(self, token: str, *, operation: str = "UserInfo") -> httpx.Response:
        """Ask who a token is about."""
        return self.call(operation, headers={"Authorization": f"Bearer {token}"})

    def keys(self) -> dict[str, Any]:
        """The published keys."""
        return dict(self.call("Jwks").json())

    def claims(self, token: str, *, nonce: str | None = None) -> dict[str, Any]:
        """The claims of an ID token, verified by joserfc and, signature and all, by cryptography alone."""
        found = jwt.decode(token, KeySet.import_key_set(self.keys()), algorithms=["RS256"])  # type: ignore[arg-type]  # plain JSON
        issuer = self.call("Discovery").json()["issuer"]
        expected = {"iss": issuer, "aud": self.client_id} | ({"nonce": nonce} if nonce else {})
        demands: dict[str, Any] = {name: {"essential": True, "value": value} for name, value in expected.items()}
        jwt.JWTClaimsRegistry(**demands).validate(found.claims)
        assert dict(found.claims) == verified_by_hand(token, self.keys())
        return dict(found.claims)


def refused(answer: httpx.Response) -> tuple[int, str]:
    """Status and error of a refusal."""
    assert answer.headers["cache-control"] == "no-store"
    assert "access_token" not in answer.json()
    return answer.status_code, answer.json()["error"]


def verified_by_hand(token: str, keys: dict[str, Any]) -> dict[str, Any]:
    """The claims of a JWT (RFC 7515, 5.2) without a library for tokens. Raises InvalidSignature, or KeyError."""
    head, payload, signature = token.split(".")
    header = json.loads(unpadded(head))
    assert header["alg"] == "RS256"
    key = {row["kid"]: row for row in keys["keys"]}[header["kid"]]
    modulus, exponent = (int.from_bytes(unpadded(key[name])) for name in ("n", "e"))
    public = RSAPublicNumbers(exponent, modulus).public_key()
    public.verify(unpadded(signature), f"{head}.{payload}".encode(), PKCS1v15(), SHA256())
    return dict(json.loads(unpadded(payload)))


def claims_unverified(token: str) -> dict[str, Any]:
    """The claims of a JWT, whoever signed it."""
    return dict(json.loads(unpadded(token.split(".")[1])))


def unpadded(text: str) -> bytes:
    """The bytes of base64url without its padding."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def form_action(html: str) -> str:
    """Where the first form of a page is posted."""
    found: list[str] = []

    class Parser(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if tag == "form":
                found.append(dict(attrs)["action"] or "")

    Parser().feed(html)
    return found[0]
