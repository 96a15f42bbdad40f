"""What the control port shows of a provider, and what it can be told."""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from mocks.core.system import Command, View
from mocks.identity.clients import Client
from mocks.identity.parts import Parts

Json: TypeAlias = Any
PERSON: Final = {"type": "string", "minLength": 1, "maxLength": 60}
ADDRESSES: Final = {"type": "array", "items": {"type": "string", "maxLength": 2000}, "maxItems": 50}


def views(parts: Parts) -> Mapping[str, View]:
    """The views of a provider. People are synthetic; no secret is shown."""
    return {
        "people": View(usage="who has an account: handle, level, claims", show=lambda: _people(parts)),
        "clients": View(usage="who may send people here, and where they go back to", show=lambda: _clients(parts)),
        "keys": View(usage="names of the key that signs and of those kept", show=lambda: _keys(parts)),
        "grants": View(
            usage="sessions, codes and tokens that are still good, by kind", show=lambda: dict(parts.grants.counts())
        ),
        "hands": View(usage="who signs in without the page", show=lambda: _hands(parts)),
    }


def commands(parts: Parts) -> Mapping[str, Command]:
    """The commands of a provider."""
    return {
        "sign-in": Command(
            usage='sign-in {"person": handle or null}: who signs in at every request from now on, without the page',
            schema=_members(person={"anyOf": [PERSON, {"type": "null"}]}),
            run=lambda told: _always(parts, told),
        ),
        "person/next": Command(
            usage='person/next {"person": handle}: who signs in at the next request only, without the page',
            schema=_members(person=PERSON),
            run=lambda told: {"waiting": parts.hands.next(told["person"])},
        ),
        "clients/register": Command(
            usage='clients/register {"client_id", "client_secret"?, "redirect_uris"?, "post_logout_redirect_uris"?}',
            schema=_REGISTRATION,
            run=lambda told: _client(parts.clients.register(told)),
        ),
        "keys/rotate": Command(
            usage="keys/rotate {}: sign with a new key; the old one stays published for a while",
            run=lambda _: {"kid": parts.keys.rotate(), "kept": parts.keys.kept},
        ),
        "keys/retire": Command(
            usage="keys/retire {}: publish the old keys no more", run=lambda _: {"retired": parts.keys.retire()}
        ),
        "sessions/expire": Command(
            usage="sessions/expire {}: let every session, code and token expire now",
            run=lambda _: {"expired": parts.grants.expire_all()},
        ),
    }


def _members(**properties: Mapping[str, Json]) -> dict[str, Json]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


_REGISTRATION: Final = {
    "type": "object",
    "properties": {
        "client_id": {"type": "string", "pattern": "^[A-Za-z0-9._-]{1,100}$"},
        "client_secret": {"type": "string", "minLength": 8, "maxLength": 200},
        "redirect_uris": ADDRESSES,
        "post_logout_redirect_uris": ADDRESSES,
    },
    "required": ["client_id"],
    "additionalProperties": False,
}


def _always(parts: Parts, told: Json) -> Json:
    parts.hands.always(told["person"])
    return _hands(parts)


def _people(parts: Parts) -> Json:
    return {
        "people": [
            {
                "person": one.handle,
                "about": one.about,
                "level": one.level,
                "agency": one.agency,
                "claims": dict(one.claims),
            }
            for one in parts.people.values()
        ]
    }


def _clients(parts: Parts) -> Json:
    found = (parts.clients.get(name) for name in parts.clients.ids)
    return {"clients": [_client(client) for client in found if client is not None]}


def _client(client: Client) -> Json:
    return {
        "client_id": client.id,
        "redirect_uris": list(client.redirect_uris),
        "post_logout_redirect_uris": list(client.post_logout_redirect_uris),
    }


def _keys(parts: Parts) -> Json:
    return {"kid": parts.keys.kid, "kept": parts.keys.kept}


def _hands(parts: Parts) -> Json:
    return {"standing": parts.hands.standing, "waiting": parts.hands.waiting}
