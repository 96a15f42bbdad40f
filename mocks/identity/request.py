"""An authorisation request read from a query (RFC 6749, 4.1.1; OpenID Connect Core, 3.1.2.1; RFC 7636, 4.3)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from mocks.identity.clients import Client, Clients
from mocks.identity.product import Product
from mocks.identity.web import one, repeated

Json: TypeAlias = Any
S256_CHALLENGE: Final = re.compile(r"[A-Za-z0-9_-]{43}")
PROMPTS: Final = frozenset({"none", "login", "consent", "select_account"})
KNOWN: Final = (
    "response_type", "scope", "state", "nonce", "code_challenge", "code_challenge_method", "acr_values", "prompt",
    "max_age", "response_mode",
)  # fmt: skip
UNSUPPORTED: Final = {
    "request": "request_not_supported",
    "request_uri": "request_uri_not_supported",
    "registration": "registration_not_supported",
}


class Unreturnable(Exception):
    """Nobody may be sent back: the client or its address is not known. `told` is for the person before the screen."""

    def __init__(self, reason: str, told: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.told = told


class Declined(Exception):
    """The person is sent back to the client with an error; `reason` is for the journal."""

    def __init__(self, error: str, reason: str, *, told: str = "") -> None:
        super().__init__(reason)
        self.error = error
        self.reason = reason
        self.told = told


@dataclass(frozen=True, kw_only=True)
class Return:
    """Where people go back to: a registered address, with the state of the client."""

    client: Client
    redirect_uri: str
    state: str | None


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What the client asks for. `max_age` in seconds; `challenge` is that of S256."""

    scope: str
    nonce: str | None
    challenge: str | None
    acr_values: tuple[str, ...]
    prompt: frozenset[str]
    max_age: int | None


def read_return(query: Mapping[str, list[str]], clients: Clients) -> Return:
    """Where people go back to. Raises Unreturnable; the address is compared character by character (RFC 9700, 2.1)."""
    client = clients.get(one(query, "client_id"))
    if client is None:
        raise Unreturnable("unknown-client", "Ứng dụng chưa được đăng ký (client_id).")
    redirect_uri = one(query, "redirect_uri")
    if redirect_uri is None or not client.may_return_to(redirect_uri):
        raise Unreturnable("unregistered-redirect", "Địa chỉ quay về chưa được đăng ký (redirect_uri).")
    return Return(client=client, redirect_uri=redirect_uri, state=one(query, "state"))


def read_wish(query: Mapping[str, list[str]], product: Product, *, whole: bool) -> Wish:
    """What is asked for. Raises Declined with the error of RFC 6749, 4.1.2.1; `whole`: the profile found no breach."""
    if repeated(query, KNOWN):
        raise Declined("invalid_request", "repeated-parameter", told="a parameter is there more than once")
    for name, error in UNSUPPORTED.items():
        if one(query, name) is not None:
            raise Declined(error, "unsupported-parameter")
    response_type, scope = one(query, "response_type"), one(query, "scope") or ""
    if response_type is None:
        raise Declined("invalid_request", "malformed", told="response_type is missing")
    if response_type != "code":
        raise Declined("unsupported_response_type", "response-type")
    if "openid" not in scope.split():
        raise Declined("invalid_scope", "scope", told="scope openid is missing")
    nonce, challenge = one(query, "nonce"), _challenge(query, product)
    if nonce is None and product.nonce_required:
        raise Declined("invalid_request", "nonce-missing", told="nonce is missing")
    prompt, max_age = frozenset((one(query, "prompt") or "").split()), one(query, "max_age")
    if not prompt <= PROMPTS or ("none" in prompt and len(prompt) > 1) or not (max_age or "0").isdecimal() or not whole:
        raise Declined("invalid_request", "malformed", told="a parameter has a value that is not known")
    return Wish(
        scope=scope,
        nonce=nonce,
        challenge=challenge,
        acr_values=tuple((one(query, "acr_values") or "").split()),
        prompt=prompt,
        max_age=int(max_age) if max_age is not None else None,
    )


def _challenge(query: Mapping[str, list[str]], product: Product) -> str | None:
    """The code challenge; None where there is none and none is needed. `plain` is refused (RFC 9700, 2.1.1)."""
    challenge = one(query, "code_challenge")
    if challenge is None:
        if product.pkce_required or one(query, "code_challenge_method") is not None:
            raise Declined("invalid_request", "pkce-missing", told="code_challenge is missing")
        return None
    if one(query, "code_challenge_method") != "S256":
        raise Declined("invalid_request", "pkce-method", told="code_challenge_method is not S256")
    if not S256_CHALLENGE.fullmatch(challenge):
        raise Declined("invalid_request", "pkce-challenge", told="code_challenge is no SHA-256 in base64url")
    return challenge
