"""Reads the TOML tables of `specs/codes/` row by row into frozen values; the first bad row refuses the file."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final, Literal, TypeVar, get_args

from specs import FOLDER
from specs.errors import SpecError

Fidelity = Literal["published", "observed", "single-source", "assumed"]
FIDELITIES: Final = frozenset(get_args(Fidelity))
_Row = TypeVar("_Row")


@cache
def read_table_file(file: str) -> Mapping[str, Any]:
    """Return a file of `specs/codes/` as TOML gives it."""
    try:
        return tomllib.loads(((FOLDER / "codes") / file).read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as exc:
        raise SpecError(file, "-", str(exc)) from exc


def rows_of(file: str, table: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every row of a table with the name that an error gives it."""
    for number, row in enumerate(read_table_file(file)[table], start=1):
        yield f"{table} {number}", row


def build(kind: type[_Row], row: Mapping[str, Any], *, file: str, at: str) -> _Row:
    """Make one frozen value of a row: lists become tuples; a field missing, left over, empty or unknown is refused."""
    fields = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
    if any(value == "" for value in fields.values()) or fields.get("fidelity") not in FIDELITIES:
        raise SpecError(file, at, "a value is empty, or the fidelity unknown")
    try:
        return kind(**fields)
    except TypeError as exc:
        raise SpecError(file, at, str(exc)) from exc


def add(found: dict[str, _Row], code: str, item: _Row, *, file: str, at: str) -> None:
    """Add `item` under its code; a code that is there already is refused."""
    if code in found:
        raise SpecError(file, at, f"{code!r} is repeated")
    found[code] = item
