"""The keys of a provider: kept, and fetched again when a token names one that is not among them."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

from joserfc.errors import JoseError
from joserfc.jwk import Key, KeySet

from mocks.province.outbox.trouble import Away

Fetch = Callable[[], Awaitable[dict[str, Any]]]
LIFE_S: Final = 3600.0
PAUSE_S: Final = 5.0
"""An unknown key name makes the keys be fetched again, but not more often than this: anybody can make names up."""


class UnknownKey(Exception):
    """The provider publishes no key of that name."""


class Keys:
    """The published keys by name."""

    def __init__(self, fetch: Fetch, monotonic: Callable[[], float]) -> None:
        self._fetch = fetch
        self._monotonic = monotonic
        self._keys: dict[str, Key] = {}
        self._good_until = 0.0
        self._again_from = 0.0

    async def key(self, name: str) -> Key:
        """The key of that name. Raises UnknownKey, and Trouble where the keys cannot be had."""
        if self._monotonic() >= self._good_until:
            await self._load()
        elif name not in self._keys and self.may_ask_again():
            await self._load()
            self._again_from = (
                self._monotonic() + PAUSE_S
            )  # a provider that was away is asked again by whoever comes next
        if name not in self._keys:
            raise UnknownKey
        return self._keys[name]

    def may_ask_again(self) -> bool:
        """Whether an unknown name is a reason to fetch the keys now."""
        return self._monotonic() >= self._again_from

    async def _load(self) -> None:
        try:
            found = KeySet.import_key_set(await self._fetch())  # type: ignore[arg-type]  # it checks what it is given
        except (JoseError, KeyError, TypeError, ValueError) as exc:
            raise Away(f"no set of keys: {type(exc).__name__}") from exc
        self._keys = {key.kid: key for key in found.keys if key.kid}
        self._good_until = self._monotonic() + LIFE_S
