"""Who is signed in at the coordination site, and whether as a citizen or as the officer of an agency."""

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any, Final, TypeAlias

from mocks.core.clock import Clock
from mocks.state.store import Store, Table

Json: TypeAlias = Any
REMEMBERED: Final = 5_000
DROPPED_AT_ONCE: Final = 500


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """Somebody who is signed in. `agency` is that of an officer, "" for everybody else; `id_token` ends it at VNeID."""

    name: str
    person: str
    agency: str
    id_token: str


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """A sign-in that has begun: what must come back with the person, and where they wanted to go."""

    state: str
    nonce: str
    verifier: str
    after: str


class Visitors:
    """Sessions and attempts, none of them on disk. The secret of a cookie is kept as its SHA-256."""

    def __init__(self, store: Store, clock: Clock, *, life_s: float) -> None:
        self._clock = clock
        self._life_s = life_s
        self._sessions = store.memory("sessions")
        self._attempts = store.memory("attempts")

    def make_secret(self) -> str:
        """A new secret of 256 bits: long enough for a code verifier (RFC 7636, 4.1)."""
        return secrets.token_hex(32)

    def open(self, visitor: Visitor) -> str:
        """Sign somebody in; the secret of the cookie."""
        secret = self.make_secret()
        row = {"visitor": asdict(visitor), "ends": self._clock.monotonic() + self._life_s}
        _put(self._sessions, _digest(secret), row)
        return secret

    def who(self, cookie: str | None) -> Visitor | None:
        """Whose cookie that is; None for nobody's, and for one that has ended."""
        row = self._sessions.get(_digest(cookie)) if cookie else None
        if row is None or self._clock.monotonic() >= row["ends"]:
            return None
        return Visitor(**row["visitor"])

    def close(self, cookie: str) -> None:
        """End a session."""
        self._sessions.delete(_digest(cookie))

    def expire_all(self) -> int:
        """Let every session end now; how many that were."""
        now, count = self._clock.monotonic(), 0
        for key, row in self._sessions.items():
            if now < row["ends"]:
                self._sessions.put(key, row | {"ends": now})
                count += 1
        return count

    def make_attempt(self, after: str) -> Attempt:
        """A new attempt to sign somebody in."""
        make = self.make_secret
        return Attempt(state=make(), nonce=make(), verifier=make(), after=after)

    def keep(self, attempt: Attempt, *, life_s: float) -> str:
        """Remember an attempt; the secret of the cookie that ties it to the browser."""
        secret = self.make_secret()
        _put(self._attempts, _digest(secret), asdict(attempt) | {"ends": self._clock.monotonic() + life_s})
        return secret

    def attempt(self, cookie: str | None, state: str | None) -> Attempt | None:
        """The attempt of this browser with that state; None where there is none, or it has ended."""
        row: Mapping[str, Json] | None = self._attempts.get(_digest(cookie)) if cookie else None
        if row is None or row["state"] != state or self._clock.monotonic() >= row["ends"]:
            return None
        return Attempt(**{name: row[name] for name in ("state", "nonce", "verifier", "after")})

    def end_attempt(self, cookie: str) -> None:
        """An attempt is good for one sign-in."""
        self._attempts.delete(_digest(cookie))


def _put(table: Table, key: str, row: Mapping[str, Json]) -> None:
    """Add a row to a table that forgets its oldest ones."""
    if len(table) >= REMEMBERED:
        for old in [old for old, _ in table.items()][:DROPPED_AT_ONCE]:
            table.delete(old)
    table.put(key, row)


def _digest(secret: str) -> str:
    return sha256(secret.encode(errors="surrogatepass")).hexdigest()
