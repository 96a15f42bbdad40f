"""The keys with which a provider signs: one at a time, and those before it while tokens of theirs may be about."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, TypeAlias

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, RSAKey

from mocks.core.clock import Clock

Json: TypeAlias = Any
ALGORITHM: Final = "RS256"
BITS: Final = 2048
NEVER_PUBLISHED: Final = -1


@dataclass(frozen=True)
class _Kept:
    """A key that was replaced, and the second (monotonic) at which it goes."""

    key: RSAKey
    goes: float


class KeyRing:
    """RSA keys of one `owner`, never on disk: a provider that is started again has other ones."""

    def __init__(self, clock: Clock, *, overlap_s: float, owner: str) -> None:
        self._clock = clock
        self._overlap_s = overlap_s
        self._owner = owner
        self._made = 0
        self._current = made_key(owner, 0)
        self._kept: list[_Kept] = []

    @property
    def kid(self) -> str:
        """The name of the key that signs now."""
        return str(self._current.kid)

    @property
    def kept(self) -> list[str]:
        """The names of replaced keys that are still published, the newest first."""
        return [str(key.kid) for key in self._alive()[1:]]

    def rotate(self) -> str:
        """Sign with a new key from now on; the name of it."""
        self._kept.insert(0, _Kept(self._current, self._clock.monotonic() + self._overlap_s))
        self._made += 1
        self._current = made_key(self._owner, self._made)
        return self.kid

    def retire(self) -> list[str]:
        """Publish replaced keys no more; their names."""
        gone, self._kept = self.kept, []
        return gone

    def published(self) -> dict[str, Json]:
        """The JSON Web Key Set (RFC 7517, 5): public halves only."""
        return {"keys": [key.as_dict(private=False) for key in self._alive()]}

    def sign(self, claims: Mapping[str, Json]) -> str:
        """A JWT of `claims`, signed with the current key."""
        return self._signed(claims, self._current, kid=self.kid)

    def sign_wrongly(self, claims: Mapping[str, Json], *, known_kid: bool) -> str:
        """The same, signed with a key that was never published, under its own name or that of the current key."""
        foreign = made_key(self._owner, NEVER_PUBLISHED)
        return self._signed(claims, foreign, kid=self.kid if known_kid else str(foreign.kid))

    def claims_of(self, token: str) -> dict[str, Json] | None:
        """The claims of a JWT that a published key signed, expired or not; None for anything else."""
        try:
            return dict(jwt.decode(token, KeySet([*self._alive()]), algorithms=[ALGORITHM]).claims)
        except (JoseError, ValueError):
            return None

    def _alive(self) -> list[RSAKey]:
        """The published keys, the current one first."""
        self._kept = [kept for kept in self._kept if self._clock.monotonic() < kept.goes]
        return [self._current, *(kept.key for kept in self._kept)]

    @staticmethod
    def _signed(claims: Mapping[str, Json], key: RSAKey, *, kid: str) -> str:
        return jwt.encode({"alg": ALGORITHM, "kid": kid, "typ": "JWT"}, dict(claims), key, algorithms=[ALGORITHM])


@lru_cache(maxsize=64)
def made_key(owner: str, number: int) -> RSAKey:
    """The RSA key of that number, named by its thumbprint (RFC 7638); random, and the same while the process runs.

    So a reset of the state brings the first key back: a client that remembers keys need not notice.
    """
    del owner, number
    return RSAKey.generate_key(BITS, parameters={"use": "sig", "alg": ALGORITHM}, auto_kid=True)
