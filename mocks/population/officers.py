"""The officers who may ask, each by a personal number of their own."""

import random
from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final, TypeAlias

from mocks.core.system import Site
from mocks.population.numbers import is_well_formed
from mocks.population.residents import SEEDED_FOR, Residents
from specs.people import make_person

Json: TypeAlias = Any
KNOWN: Final = "known"
UNKNOWN: Final = "unknown"
MALFORMED: Final = "malformed"
ABSENT: Final = "absent"
REGISTERED: Final = "registered"


class Officers:
    """Officers of the seed and those whom commands register. `check` of the profile: `registered` or `well-formed`."""

    def __init__(self, site: Site, residents: Residents) -> None:
        settings = site.profile.settings["officers"]
        self._count = int(settings["count"])
        self._must_be_registered = settings["check"]["value"] == REGISTERED
        self._seed = f"{site.seed}/{SEEDED_FOR}/officers"
        self._scheme = residents.plan.scheme
        self._added = site.store.table("officers-added")
        self._removed = site.store.table("officers-removed")

    @cached_property
    def _seeded(self) -> dict[str, str]:
        rng = random.Random(self._seed)
        people = [make_person(rng, scheme=self._scheme) for _ in range(self._count)]
        return {person.identity_number or "": person.name for person in people}

    def state(self, number: str) -> str:
        """`known`, `unknown`, `malformed` or `absent`."""
        if not number:
            return ABSENT
        if not is_well_formed(number):
            return MALFORMED
        if number in self._added or not self._must_be_registered:
            return KNOWN
        return KNOWN if number in self._seeded and number not in self._removed else UNKNOWN

    def rows(self) -> Iterator[dict[str, Json]]:
        """Number, name and unit of each; the seeded ones belong to no unit."""
        for number, name in self._seeded.items():
            if number not in self._removed and number not in self._added:
                yield {"identity": number, "name": name, "unit": ""}
        for number, row in self._added.items():
            yield {"identity": number, **row}

    def add(self, number: str, *, name: str, unit: str) -> None:
        """Register somebody, or change who has that number."""
        self._added.put(number, {"name": name, "unit": unit})

    def remove(self, number: str) -> bool:
        """Strike somebody off; False where nobody of that number is registered."""
        if number not in self._added and (number not in self._seeded or number in self._removed):
            return False
        self._added.delete(number)
        if number in self._seeded:
            self._removed.put(number, {"by": "command"})
        return True
