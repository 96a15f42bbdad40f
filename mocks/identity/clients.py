"""Who may send people here: clients with their secrets and the addresses to which people are sent back."""

import hmac
import random
import re
from base64 import b64decode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final, TypeAlias
from urllib.parse import unquote_plus, urlsplit

from mocks.core.system import CommandRefused, Site
from mocks.identity.answers import Refusal
from specs.codebook import is_national_host

Json: TypeAlias = Any
ANY_PORT: Final = ":*"
LOOPBACK: Final = "http://127.0.0.1:*"
"""An address of the loopback interface is taken with any port, as native programs need it (RFC 8252, 7.3)."""


@dataclass(frozen=True, kw_only=True)
class Client:
    """A registered client; `secret` is the SHA-256 of its secret in hex. `:*` in an address is any port."""

    id: str
    secret: str
    redirect_uris: tuple[str, ...]
    post_logout_redirect_uris: tuple[str, ...]

    def may_return_to(self, uri: str) -> bool:
        """Whether people may be sent to that address with a code: it is registered, character by character."""
        return re.fullmatch(_pattern(self.redirect_uris), uri) is not None

    def may_leave_to(self, uri: str) -> bool:
        """Whether people may be sent to that address after signing out."""
        return re.fullmatch(_pattern(self.post_logout_redirect_uris), uri) is not None


def partner_secret(seed: int, provider: str, client: str) -> str:
    """The secret of another played system at a provider: both compute it, so that nobody need hand it over."""
    rng = random.Random(f"{seed}/{provider}/partner/{client}")
    return f"{client}-" + "".join(rng.choices("abcdefghkmnpqrstuvwxyz", k=24))


class Clients:
    """The clients of one provider: the province, other systems that are played here, and whoever was registered."""

    def __init__(self, site: Site) -> None:
        self._registered = site.store.table("clients")
        self._built_in = {client.id: client for client in _built_in(site)}

    @property
    def ids(self) -> list[str]:
        """All client ids, the province's first."""
        return list(dict.fromkeys([*self._built_in, *(name for name, _ in self._registered.items())]))

    def get(self, client_id: Json) -> Client | None:
        """The client of that id; None where there is none."""
        if not isinstance(client_id, str):
            return None
        built_in, row = self._built_in.get(client_id), self._registered.get(client_id)
        return built_in if row is None else _client(client_id, row, built_in)

    def register(self, wish: Mapping[str, Json]) -> Client:
        """Register a client, or more addresses of a known one. Raises CommandRefused for addresses that cannot be."""
        name, secret = wish["client_id"], wish.get("client_secret", "")
        known = self._registered.get(name)
        if not secret and name not in self._built_in and known is None:
            raise CommandRefused(f"{name!r} is not known yet; a client_secret is needed")
        row = known or {"secret": "", "redirect_uris": [], "post_logout_redirect_uris": []}
        for place in ("redirect_uris", "post_logout_redirect_uris"):
            added = wish.get(place, [])
            _refuse_bad_addresses(added)
            row[place] = list(dict.fromkeys([*row[place], *added]))
        row["secret"] = _digest(secret) if secret else row["secret"]
        self._registered.put(name, row)
        return _client(name, row, self._built_in.get(name))

    def authenticated(self, headers: Mapping[str, str], form: Mapping[str, Json]) -> tuple[Client, str]:
        """The client and how it showed its secret: `basic` or `post`, never both (RFC 6749, 2.3). Raises Refusal."""
        scheme, _, given = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "basic":
            if "client_secret" in form:
                raise Refusal(400, "invalid_request", "two-secrets", told="the client showed its secret in two ways")
            name, secret = _basic(given)
            if form.get("client_id", name) != name:
                raise Refusal(400, "invalid_request", "two-clients", told="the form names another client")
        else:
            name, secret = form.get("client_id"), form.get("client_secret")
        client = self.get(name)
        if client is None:
            raise Refusal(401, "invalid_client", "unknown-client", told="the client is not known")
        if not isinstance(secret, str) or not hmac.compare_digest(_digest(secret), client.secret):
            raise Refusal(401, "invalid_client", "wrong-secret", told="the secret of the client is wrong or missing")
        return client, "basic" if scheme.lower() == "basic" else "post"


def _client(client_id: str, row: Mapping[str, Json], built_in: Client | None) -> Client:
    """What was registered, on top of what was there from the beginning."""
    return Client(
        id=client_id,
        secret=row["secret"] or (built_in.secret if built_in else ""),
        redirect_uris=(*(built_in.redirect_uris if built_in else ()), *row["redirect_uris"]),
        post_logout_redirect_uris=(
            *(built_in.post_logout_redirect_uris if built_in else ()),
            *row["post_logout_redirect_uris"],
        ),
    )


def _built_in(site: Site) -> Iterable[Client]:
    """The province, which may return to `/callback` of any port of the loopback interface, and the partners."""
    yield Client(
        id=site.accounts["client_id"],
        secret=_digest(site.accounts["client_secret"]),
        redirect_uris=(f"{LOOPBACK}/callback",),
        post_logout_redirect_uris=(f"{LOOPBACK}/", f"{LOOPBACK}/callback"),
    )
    for system, paths in site.profile.settings.get("partners", {}).items():
        if system in site.others:
            base = site.others[system]
            yield Client(
                id=system,
                secret=_digest(partner_secret(site.seed, site.profile.system, system)),
                redirect_uris=(base + paths["redirect"],),
                post_logout_redirect_uris=(base + paths["signed_out"],),
            )


def _refuse_bad_addresses(uris: Iterable[str]) -> None:
    for uri in uris:
        try:
            parts = urlsplit(uri.replace(ANY_PORT, ":1"))
        except ValueError as exc:
            raise CommandRefused(f"{uri!r} is no address") from exc
        if parts.scheme not in ("http", "https") or not parts.hostname or "#" in uri:
            raise CommandRefused(f"{uri!r} is no absolute http or https address without a fragment")
        if ANY_PORT in uri and not uri.startswith(LOOPBACK):
            raise CommandRefused(f"{uri!r}: any port is for {LOOPBACK} only")
        if is_national_host(parts.hostname):
            raise CommandRefused(f"{parts.hostname} is a host of the real national side")


def _pattern(uris: Iterable[str]) -> str:
    """A regular expression of addresses; one of the loopback interface with `:*` is taken with any port."""
    return "|".join(re.escape(uri).replace(re.escape(ANY_PORT), ":[0-9]{1,5}") for uri in uris) or "(?!)"


def _basic(given: str) -> tuple[str | None, str | None]:
    """Client and secret of an `Authorization: Basic` header, both form-encoded first (RFC 6749, 2.3.1)."""
    try:
        name, colon, secret = b64decode(given.strip(), validate=True).decode().partition(":")
    except ValueError:
        return None, None
    return (unquote_plus(name), unquote_plus(secret)) if colon else (None, None)


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
