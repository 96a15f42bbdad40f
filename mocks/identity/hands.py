"""Who signs in without touching the page: what a referee says instead of a person at the keyboard."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from mocks.core.system import CommandRefused
from mocks.identity.people import Account
from mocks.state.store import Store

Json: TypeAlias = Any


class Hands:
    """Somebody who signs in at every request (`standing`), and people who sign in at one request each, in turn."""

    def __init__(self, store: Store, people: Mapping[str, Account]) -> None:
        self._people = people
        self._told = store.memory("hands")

    def always(self, person: str | None) -> None:
        """Let `person` sign in at every request that would show the page; None: show it again."""
        self._refuse_unknown(person)
        self._told.put("standing", {"person": person})

    def next(self, person: str) -> int:
        """Let `person` sign in at one more request; how many now wait for theirs."""
        self._refuse_unknown(person)
        waiting = [*self.waiting, person]
        self._told.put("next", {"people": waiting})
        return len(waiting)

    def take(self) -> str | None:
        """Who signs in now; None: whoever chooses on the page."""
        if waiting := self.waiting:
            self._told.put("next", {"people": waiting[1:]})
            return waiting[0]
        return self.standing

    @property
    def standing(self) -> str | None:
        """Who signs in at every request."""
        row: Json = self._told.get("standing")
        return None if row is None else row["person"]

    @property
    def waiting(self) -> list[str]:
        """Who signs in at one request each, in turn."""
        row: Json = self._told.get("next")
        return [] if row is None else list(row["people"])

    def _refuse_unknown(self, person: str | None) -> None:
        if person is not None and person not in self._people:
            raise CommandRefused(f"there is nobody {person!r}; known are {', '.join(self._people)}")
