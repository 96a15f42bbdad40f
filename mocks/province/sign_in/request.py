"""The request with which somebody is sent to a provider (OpenID Connect Core, 3.1.2.1; PKCE: RFC 7636)."""

import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final
from urllib.parse import urlencode

from mocks.province.sign_in.provider import ProviderClient

SECRET_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Secrets:
    """What one sign-in is known by; `verifier` None where the code is not bound to it."""

    state: str = field(default_factory=lambda: secrets.token_urlsafe(SECRET_BYTES), repr=False)
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(SECRET_BYTES), repr=False)
    verifier: str | None = field(default_factory=lambda: secrets.token_urlsafe(SECRET_BYTES), repr=False)


def make_secrets() -> Secrets:
    """Secrets for one sign-in."""
    return Secrets()


async def address_for(client: ProviderClient, made: Secrets, redirect_uri: str) -> str:
    """Where the browser is sent; raises Trouble."""
    described, provider = await client.description(), client.provider
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": redirect_uri,
        "scope": "openid",
        "state": made.state,
        "nonce": made.nonce,
        **_challenge(made.verifier),
        **_level(described, f"LoA{provider.level}"),
    }
    return f"{await client.address('authorization_endpoint')}?{urlencode(asked)}"


def _challenge(verifier: str | None) -> dict[str, str]:
    if verifier is None:
        return {}
    digest = urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    return {"code_challenge": digest, "code_challenge_method": "S256"}


def _level(described: Any, wanted: str) -> dict[str, str]:
    """Ask for the level where the provider knows it by that name; what it grants is looked at afterwards."""
    return {"acr_values": wanted} if wanted in described.get("acr_values_supported", ()) else {}
