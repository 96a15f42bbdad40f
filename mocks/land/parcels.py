"""The parcels of the land register: made from the seed for each commune, the same whenever they are asked for.

Nothing of them is stored: sheet and parcel numbers, areas and owners are a function of seed and commune.
"""

import random
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from specs.administrative_units import communes
from specs.people import SEXES, make_name
from specs.people.names import make_address

SHEETS: Final = 4
PARCELS: Final = 12
_LEAST_M2: Final = 40
_MOST_M2: Final = 2_500
_USES: Final = ("ODT", "ONT", "CLN", "LUC", "NTS")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A parcel by the number of its map sheet and its own; `area` in square metres, `use` a code of land use."""

    commune: str
    sheet: str
    number: str
    area: float
    address: str
    use: str
    owner: str


@lru_cache(maxsize=512)
def parcels_of(seed: int, commune: str) -> tuple[Parcel, ...]:
    """The parcels of a commune by its 5-digit code; one that is none of today's communes has parcels too, nameless."""
    rng = random.Random(f"{seed}/vbdlis/parcels/{commune}")
    known = communes().get(commune)
    return tuple(
        Parcel(
            commune=commune,
            sheet=str(sheet),
            number=str(number),
            area=round(rng.uniform(_LEAST_M2, _MOST_M2), 1),
            address=make_address(rng, commune=known) if known else f"Tổ {rng.randint(1, 30)}",
            use=rng.choice(_USES),
            owner=make_name(rng, sex=rng.choice(SEXES)),
        )
        for sheet in range(1, SHEETS + 1)
        for number in range(1, PARCELS + 1)
    )


def find_parcel(seed: int, commune: str, *, sheet: str, number: str) -> Parcel | None:
    """One parcel; None where the commune has none of those numbers."""
    return next((row for row in parcels_of(seed, commune) if (row.sheet, row.number) == (sheet, number)), None)
