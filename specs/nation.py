"""The national table of document B (`specs/nation.toml`): its columns with their figures, and the tiles of a map."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from specs import FOLDER
from specs.administrative_units import provinces
from specs.errors import SpecError

FILE = "nation.toml"


@dataclass(frozen=True)
class Column:
    """One figure of the source, in its own words, and the requirements that stand for it here."""

    id: str
    demand: int
    figure: int
    clause: str
    requirements: tuple[str, ...]
    name: Mapping[str, str]
    reading: Mapping[str, str]


@dataclass(frozen=True)
class NationalTable:
    """The columns in their order, where they come from, and the tile (row, column; from 1) of each province by code."""

    document: str
    day: date
    of: int
    columns: tuple[Column, ...]
    tiles: Mapping[str, tuple[int, int]]


@cache
def load_nation() -> NationalTable:
    """Read the table. Raises SpecError where a column names nothing, or a province has no tile of its own."""
    raw = tomllib.loads((FOLDER / FILE).read_text(encoding="utf-8"))
    columns = tuple(Column(**{**row, "requirements": tuple(row["requirements"])}) for row in raw["column"])
    for column in columns:
        if not column.requirements:
            raise SpecError(FILE, column.id, "it names no requirement, so it would be shown by silence")
    tiles = {code: (row, place) for code, (row, place) in raw["tiles"].items()}
    if set(tiles) != set(provinces()) or len(set(tiles.values())) != len(tiles):
        raise SpecError(FILE, "tiles", "not one tile for each province")
    return NationalTable(raw["source"]["document"], raw["source"]["day"], raw["source"]["of"], columns, tiles)
