"""The shapes into which exports are read: dossiers, histories, accounts … (`specs/reconcile/shapes.toml`)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final, Literal, get_args

from specs import FOLDER
from specs.errors import SpecError

FILE: Final = FOLDER / "reconcile" / "shapes.toml"
ColumnType = Literal["text", "code", "integer", "money", "instant", "date", "flag"]
PERSONAL: Final = frozenset({"name", "identity", "phone", "email", "address", "account", "birth", "text"})


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a shape; `personal` is its class of personal data, "" where it names nobody.

    `names` are other names under which exports have it.
    """

    name: str
    type: ColumnType
    vi: str
    en: str
    personal: str = ""
    needed: bool = False
    compared: bool = True
    names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.type not in get_args(ColumnType):
            raise ValueError(f"{self.name}: no type {self.type!r}")
        if self.personal and self.personal not in PERSONAL:
            raise ValueError(f"{self.name}: no class {self.personal!r} of personal data")


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of row: its columns by name, its key, and the columns by which counts are told ("" where it has none)."""

    name: str
    vi: str
    en: str
    key: tuple[str, ...]
    columns: Mapping[str, Column]
    agency: str = ""
    procedure: str = ""
    month: str = ""
    changed: str = ""

    def __post_init__(self) -> None:
        told = {name for name in (self.agency, self.procedure, self.month, self.changed) if name}
        unknown = ({*self.key} | told) - self.columns.keys()
        if unknown or not self.key:
            raise ValueError(f"no column {sorted(unknown)}, or no key")


@cache
def shapes() -> Mapping[str, Shape]:
    """Return every shape by name. Raises SpecError at the first row that cannot be used."""
    found: dict[str, Shape] = {}
    for number, row in enumerate(tomllib.loads(FILE.read_text(encoding="utf-8"))["shape"], start=1):
        shape = _shape(row, at=f"shape {number}")
        if shape.name in found:
            raise SpecError(FILE, f"shape {number}", f"{shape.name!r} is repeated")
        found[shape.name] = shape
    return MappingProxyType(found)


def _shape(row: Mapping[str, Any], *, at: str) -> Shape:
    try:
        columns = [Column(**{**column, "names": tuple(column.get("names", ()))}) for column in row["column"]]
        by_name = {column.name: column for column in columns}
        rest = {name: value for name, value in row.items() if name not in {"column", "key"}}
        shape = Shape(**rest, key=tuple(row["key"]), columns=MappingProxyType(by_name))
    except (TypeError, ValueError, KeyError) as exc:
        raise SpecError(FILE, at, str(exc)) from exc
    if len(by_name) != len(columns):
        raise SpecError(FILE, at, "a column is repeated")
    return shape
