"""Who is in the database: the residents of the seed, with whom commands have added and without whom they took away.

The seeded ones are made again in every process, never stored; the store keeps what commands changed.
"""

import random
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from mocks.core.system import Site
from mocks.population.citizens import Citizen, citizen_json, read_citizen
from mocks.population.seeding import Plan, make_citizens, read_plan

Json: TypeAlias = Any
SEEDED_FOR: Final = "c06"
"""The population database and its wrapper play the same people for the same seed."""


@lru_cache(maxsize=8)
def seeded_citizens(seed: str, plan: Plan) -> Mapping[str, Citizen]:
    """The citizens of a seed by number; where two were given one number, the first has it."""
    made: dict[str, Citizen] = {}
    for citizen in make_citizens(random.Random(seed), plan):
        made.setdefault(citizen.identity, citizen)
    return MappingProxyType(made)


class Residents:
    """The citizens by number. Raises ValueError where the profile's `[settings.population]` cannot be carried out."""

    def __init__(self, site: Site) -> None:
        settings = site.profile.settings["population"]
        self.plan = read_plan(settings, year=site.clock.now().year, scheme=site.people)
        self._seed = f"{site.seed}/{SEEDED_FOR}/residents"
        self._added = site.store.table("residents-added")
        self._removed = site.store.table("residents-removed")

    @cached_property
    def _seeded(self) -> Mapping[str, Citizen]:
        return seeded_citizens(self._seed, self.plan)

    @cached_property
    def _by_old(self) -> dict[str, str]:
        return {citizen.old_identity: citizen.identity for citizen in self._seeded.values() if citizen.old_identity}

    def everybody(self) -> Iterator[Citizen]:
        """All of them: the seeded ones, then the added ones."""
        for identity, citizen in self._seeded.items():
            if identity not in self._removed and identity not in self._added:
                yield citizen
        for row in dict(self._added.items()).values():
            yield read_citizen(row)

    def by_identity(self, number: str) -> Citizen | None:
        """Whoever has that 12-digit number."""
        if (row := self._added.get(number)) is not None:
            return read_citizen(row)
        return None if number in self._removed else self._seeded.get(number)

    def by_old_identity(self, number: str) -> Citizen | None:
        """Whoever has that 9-digit number."""
        for row in dict(self._added.items()).values():
            if row["old_identity"] == number:
                return read_citizen(row)
        found = self.by_identity(self._by_old[number]) if number in self._by_old else None
        return found if found is not None and found.old_identity == number else None

    def of_household(self, citizen: Citizen) -> list[Citizen]:
        """Who lives in the same household, the citizen included."""
        if not citizen.household:
            return [citizen]
        return [other for other in self.everybody() if other.household == citizen.household]

    def add(self, citizen: Citizen) -> None:
        """Take somebody in, in the place of whoever has the number already."""
        self._added.put(citizen.identity, citizen_json(citizen))

    def remove(self, number: str) -> bool:
        """Take somebody away; False where nobody has that number."""
        if self.by_identity(number) is None:
            return False
        self._added.delete(number)
        if number in self._seeded:
            self._removed.put(number, {"by": "command"})
        return True
