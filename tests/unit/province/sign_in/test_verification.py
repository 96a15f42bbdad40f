"""Tokens and keys: what is believed, and how often a provider is asked for its keys."""

import asyncio
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import orjson
import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from mocks.province.outbox.trouble import Away
from mocks.province.sign_in.keys import LIFE_S, PAUSE_S, Keys, UnknownKey
from mocks.province.sign_in.provider import Provider
from mocks.province.sign_in.verification import LEEWAY_S, Untrusted, Verification, level_of

NOW = 1_800_000_000
PROVIDER = Provider(name="vneid", issuer="https://id.example", client_id="h56-web", client_secret="not-a-secret")
TRUE = {"iss": PROVIDER.issuer, "aud": PROVIDER.client_id, "sub": "s", "nonce": "n", "iat": NOW, "exp": NOW + 600}


class Provided:
    """A provider's keys, and a clock that a test moves."""

    def __init__(self) -> None:
        self.names, self.asked, self.now = ["one"], 0, 0.0

    async def fetch(self) -> dict[str, Any]:
        self.asked += 1
        return {"keys": [made(name).as_dict(private=False) for name in self.names]}

    def keys(self) -> Keys:
        return Keys(self.fetch, lambda: self.now)


_MADE: dict[str, RSAKey] = {}


def made(name: str) -> RSAKey:
    if name not in _MADE:
        _MADE[name] = RSAKey.generate_key(2048, {"kid": name})
    return _MADE[name]


def signed(claims: dict[str, Any], name: str = "one", kid: str | None = None) -> str:
    return jwt.encode({"alg": "RS256", "kid": kid or name}, claims, made(name))


def verified(token: str, nonce: str = "n") -> Any:
    keys = Provided().keys()
    one = Verification(PROVIDER, keys, lambda: datetime.fromtimestamp(NOW, UTC))
    return asyncio.run(one.claims(token, nonce))


def _part(value: Any) -> str:
    return urlsafe_b64encode(orjson.dumps(value)).rstrip(b"=").decode()


def hs256_with_the_public_key(claims: dict[str, Any]) -> str:
    """A token whose author knows the published key alone, and hopes that it is taken for a shared secret."""
    told = f"{_part({'alg': 'HS256', 'kid': 'one'})}.{_part(claims)}"
    made_of = hmac.new(made("one").as_pem(private=False), told.encode(), sha256).digest()
    return f"{told}.{urlsafe_b64encode(made_of).rstrip(b'=').decode()}"


def test_a_true_token_is_believed() -> None:
    assert verified(signed(TRUE))["sub"] == "s"
    assert verified(signed({**TRUE, "aud": ["other", "h56-web"], "azp": "h56-web"}))["sub"] == "s"


@pytest.mark.parametrize("ahead", [LEEWAY_S - 1, -LEEWAY_S + 1])
def test_clocks_may_differ_a_little(ahead: int) -> None:
    shifted = {**TRUE, "iat": NOW + ahead, "exp": NOW + ahead}

    assert verified(signed(shifted))["sub"] == "s"


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "https://id.example/"},
        {"iss": None},
        {"aud": "other"},
        {"aud": ["other"]},
        {"azp": "other"},
        {"nonce": None},
        {"nonce": "m"},
        {"exp": NOW - LEEWAY_S},
        {"exp": None},
        {"exp": "2027-01-15"},
        {"iat": NOW + LEEWAY_S + 1},
        {"iat": None},
    ],
    ids=str,
)
def test_an_untrue_claim_is_not_believed(change: dict[str, Any]) -> None:
    with pytest.raises(Untrusted):
        verified(signed({**TRUE, **change}))


@pytest.mark.parametrize(
    "token",
    [
        lambda: f"{_part({'alg': 'none', 'kid': 'one'})}.{_part(TRUE)}.",
        lambda: hs256_with_the_public_key(TRUE),
        lambda: signed(TRUE, "two", kid="one"),
        lambda: signed(TRUE, "two"),
        lambda: signed(TRUE)[:-4] + "AAAA",
        lambda: "e30.e30",
        lambda: "",
        lambda: "…",
    ],
    ids=["none", "hs256", "forged", "unknown-key", "broken", "two-parts", "empty", "text"],
)
def test_what_the_provider_did_not_sign_is_not_believed(token: Callable[[], str]) -> None:
    with pytest.raises(Untrusted):
        verified(token())


@pytest.mark.parametrize(
    ("told", "level"),
    [
        ({"loAs": "LoA2"}, 2),
        ({"IAL": "1"}, 1),
        ({"IAL": 3}, 3),
        ({"loAs": "LoA1", "IAL": "2"}, 1),
        ({}, 0),
        ({"loAs": "?"}, 0),
        ({"acr": "LoA2"}, 0),
    ],
    ids=str,
)
def test_a_level_is_read_where_it_is_told(told: dict[str, Any], level: int) -> None:
    assert level_of(told) == level


def test_keys_are_kept_and_asked_for_again_when_one_is_unknown() -> None:
    provided = Provided()
    keys = provided.keys()

    async def story() -> None:
        await keys.key("one")
        await keys.key("one")
        assert provided.asked == 1
        provided.names = ["two"]
        await keys.key("two")
        assert provided.asked == 2

    asyncio.run(story())


def test_unknown_names_are_a_reason_to_ask_once_in_a_while() -> None:
    provided = Provided()
    keys = provided.keys()

    async def story() -> None:
        await keys.key("one")
        for later in (0.0, 0.1, PAUSE_S / 2, PAUSE_S, PAUSE_S * 1.5):
            provided.now = later
            with pytest.raises(UnknownKey):
                await keys.key("made up")
        assert provided.asked == 3

    asyncio.run(story())


def test_a_provider_that_was_away_is_asked_again_at_once() -> None:
    provided, away = Provided(), [True]

    async def fetch() -> dict[str, Any]:
        if provided.asked and away and away.pop():
            raise Away("HTTP 503")
        return await provided.fetch()

    keys = Keys(fetch, lambda: provided.now)

    async def story() -> None:
        await keys.key("one")
        provided.names = ["two"]
        with pytest.raises(Away):
            await keys.key("two")
        assert (await keys.key("two")).kid == "two"

    asyncio.run(story())


def test_a_key_that_is_published_no_more_goes_after_an_hour() -> None:
    provided = Provided()
    keys = provided.keys()

    async def story() -> None:
        await keys.key("one")
        provided.names, provided.now = ["two"], LIFE_S
        with pytest.raises(UnknownKey):
            await keys.key("one")

    asyncio.run(story())


@pytest.mark.parametrize("told", [{}, {"keys": "none"}, {"keys": [{"kty": "RSA"}]}], ids=["empty", "text", "half"])
def test_what_is_no_set_of_keys_is_the_provider_being_away(told: dict[str, Any]) -> None:
    async def fetch() -> dict[str, Any]:
        return told

    with pytest.raises(Away):
        asyncio.run(Keys(fetch, lambda: 0.0).key("one"))
