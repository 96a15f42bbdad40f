"""What is asked of the system under test, and the ways in which it can be asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote

from harness.exchange import Json
from harness.upper_tester.protocol import Told


@dataclass(frozen=True)
class Wish:
    """One call of the contract: the protocol's verb, method and steps of the path, the body, what confirms it.

    `words` are those of the steps that are no part of the contract itself: a dossier's code, the name of an act, a key.
    `confirmed_by` is the status of the answer that is wanted, None where any answer will do.
    """

    verb: str
    method: str
    steps: tuple[str, ...]
    words: tuple[str, ...] = ()
    body: Mapping[str, Json] | None = None
    confirmed_by: int | None = 200

    @property
    def path(self) -> str:
        """Below the base of the contract, each step quoted."""
        return "".join(f"/{quote(step, safe='')}" for step in self.steps)


class Way(Protocol):
    """How wishes reach the system: over HTTP, by a class of the supplier's, by a person."""

    @property
    def operator(self) -> str | None: ...
    def ask(self, wish: Wish) -> Told: ...
    def close(self) -> None: ...
