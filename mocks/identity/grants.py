"""Who is signed in, and what was granted to which client: sessions, codes and tokens, none of them on disk.

Secrets are kept as their SHA-256 only. What has ended is remembered for a while, to tell expired from unknown.
"""

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any, Final, Literal, TypeAlias

from mocks.core.clock import Clock
from mocks.state.store import Store, Table

Json: TypeAlias = Any
Kind: TypeAlias = Literal["code", "access", "refresh", "profile"]
State: TypeAlias = Literal["valid", "expired", "used", "revoked", "unknown"]
REMEMBERED: Final = 20_000
DROPPED_AT_ONCE: Final = 1_000


@dataclass(frozen=True, kw_only=True)
class Session:
    """Somebody is signed in at the provider. `auth_time`: seconds since 1970, by the provider's clock."""

    id: str
    person: str
    auth_time: int


@dataclass(frozen=True, kw_only=True)
class Grant:
    """What somebody granted a client by signing in. `challenge` and `nonce` are None where the client sent none."""

    id: str
    client: str
    person: str
    session: str
    auth_time: int
    scope: str
    acr: str
    redirect_uri: str
    nonce: str | None
    challenge: str | None
    profile_token: str


class Grants:
    """Sessions, grants, codes and tokens. Lives in seconds, counted from now."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._clock = clock
        self._sessions: Table = store.memory("sessions")
        self._grants: Table = store.memory("grants")
        self._secrets: Table = store.memory("secrets")
        # Beside the store: showing a code twice is refused, and a refusal may change nothing that the store holds.
        self._burnt: dict[str, None] = {}

    def make_secret(self) -> str:
        """A new secret of 128 bits, not from the seed: after a restart none may come that was another's before."""
        return secrets.token_hex(16)

    def open_session(self, person: str, *, life_s: float) -> tuple[Session, str]:
        """Sign somebody in; the session and the secret of its cookie."""
        secret = self.make_secret()
        session = Session(id=self.make_secret(), person=person, auth_time=int(self._clock.now().timestamp()))
        row = asdict(session) | {"ends": self._clock.monotonic() + life_s, "over": False}
        _put(self._sessions, _digest(secret), row)
        return session, secret

    def session(self, cookie: str | None) -> Session | None:
        """The session of a cookie; None where it is unknown or has ended."""
        row = self._sessions.get(_digest(cookie)) if cookie else None
        if row is None or row["over"] or self._clock.monotonic() >= row["ends"]:
            return None
        return Session(id=row["id"], person=row["person"], auth_time=row["auth_time"])

    def end_session(self, session_id: str) -> bool:
        """Sign out: the session and every token that came of it; False where there was no such session."""
        ended = False
        for key, row in self._sessions.items():
            if row["id"] == session_id and not row["over"]:
                self._sessions.put(key, row | {"over": True})
                ended = True
        for key, row in self._grants.items():
            if row["session"] == session_id:
                self._grants.put(key, row | {"revoked": True})
        return ended

    def add(self, grant: Grant) -> None:
        """Remember what was granted."""
        _put(self._grants, grant.id, asdict(grant) | {"revoked": False})

    def keep(self, secret: str, grant: Grant, *, kind: Kind, life_s: float) -> str:
        """Make `secret` one of `kind` for `grant`, and give it back."""
        row = {"grant": grant.id, "kind": kind, "ends": self._clock.monotonic() + life_s, "over": ""}
        _put(self._secrets, _digest(secret), row)
        return secret

    def look_up(self, secret: str, *kinds: Kind) -> tuple[State, Grant | None]:
        """The state of a secret of one of `kinds`, and its grant unless it is unknown."""
        row = self._secrets.get(_digest(secret))
        if row is None or row["kind"] not in kinds or (told := self._grants.get(row["grant"])) is None:
            return "unknown", None
        revoked = told.pop("revoked") or row["grant"] in self._burnt
        grant = Grant(**told)
        if row["over"]:
            return row["over"], grant
        if revoked:
            return "revoked", grant
        return ("valid" if self._clock.monotonic() < row["ends"] else "expired"), grant

    def kind_of(self, secret: str) -> str | None:
        """Which kind of secret that is; None where it is unknown."""
        row = self._secrets.get(_digest(secret))
        return None if row is None else row["kind"]

    def seconds_left(self, secret: str) -> float:
        """How long a known secret is still good for."""
        return float(self._secrets.get(_digest(secret))["ends"] - self._clock.monotonic())

    def end(self, secret: str, how: Literal["used", "revoked"]) -> None:
        """End a known secret; what else came of its grant stays."""
        key = _digest(secret)
        self._secrets.put(key, self._secrets.get(key) | {"over": how})

    def revoke(self, grant: Grant) -> None:
        """End everything that came of a grant."""
        self._grants.put(grant.id, asdict(grant) | {"revoked": True})

    def burn(self, grant: Grant) -> None:
        """End everything that came of a grant because somebody showed a spent code or token of it (RFC 6749, 4.1.2)."""
        while len(self._burnt) >= REMEMBERED:
            del self._burnt[next(iter(self._burnt))]
        self._burnt[grant.id] = None

    def expire_all(self) -> int:
        """Let every session, code and token expire now; how many that were."""
        now, count = self._clock.monotonic(), 0
        for table in (self._sessions, self._secrets):
            for key, row in table.items():
                if not row["over"] and now < row["ends"]:
                    table.put(key, row | {"ends": now})
                    count += 1
        return count

    def counts(self) -> Mapping[str, int]:
        """How many of each kind are still good, as far as the clock and the log-outs go."""
        now = self._clock.monotonic()
        live = [row["kind"] for _, row in self._secrets.items() if not row["over"] and now < row["ends"]]
        sessions = sum(not row["over"] and now < row["ends"] for _, row in self._sessions.items())
        return {"session": sessions} | {kind: live.count(kind) for kind in ("code", "access", "refresh")}


def _put(table: Table, key: str, row: Mapping[str, Json]) -> None:
    """Add a row to a table that forgets its oldest ones."""
    if len(table) >= REMEMBERED:
        for old in [old for old, _ in table.items()][:DROPPED_AT_ONCE]:
            table.delete(old)
    table.put(key, row)


def _digest(secret: str) -> str:
    return sha256(secret.encode(errors="surrogatepass")).hexdigest()
