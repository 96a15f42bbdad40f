"""A proposal of how an export might be read: from its column names and its first rows. A person decides."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Final

from harness.exchange import Json
from harness.reconcile.databases import open_query
from harness.reconcile.declaration import DATABASES
from harness.reconcile.files import open_files
from harness.reconcile.raw import ROW
from harness.reconcile.shapes import Column, Shape, shapes
from specs.codebook import statuses

FORMS: Final = (
    "%d/%m/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%m/%d/%Y %H:%M",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d-%m-%Y %H:%M:%S",
    "%d-%m-%Y",
    "%Y%m%d%H%M%S",
    "%Y%m%d",
)
"""Forms of moments that are tried, beside ISO 8601."""
_LOOKED_AT: Final = 1000
_STATUS: Final = "status"


def propose(name: str, read: Mapping[str, Json], shape_name: str) -> str:
    """The table [reconcile.snapshots.NAME] for an export, as TOML, with a comment wherever a person must decide.

    Raises Refused where the export cannot be opened.
    """
    shape = shapes()[shape_name]
    export = (open_query if read["kind"] in DATABASES else open_files)(read)
    mapped = _mapped(shape, export.columns)
    wanted = tuple(dict.fromkeys(mapped.values()))
    first = next(islice(export.rows(wanted), 1), None) if wanted else None
    values = {} if first is None else {n: [v for v in first.table[n].to_pylist()[:_LOOKED_AT] if v] for n in wanted}
    lines = [
        f"[reconcile.snapshots.{name}]",
        f'shape = "{shape.name}"',
        'system = ""  # the source system, by its name',
        'side = "current"  # or historical, with cut_over',
        "taken = 1970-01-01T00:00:00+07:00  # the moment whose state the export shows",
        'obtained = ""  # by whom, with which command or query',
        f"read = {_toml(read)}",
        "",
        f"[reconcile.snapshots.{name}.columns]",
        *(_line(column, mapped.get(column.name), values, needed=column.needed) for column in shape.columns.values()),
        *(f"# not used: {_toml(column)}" for column in export.columns if column not in wanted and column != ROW),
    ]
    return "\n".join(line for line in lines if line is not None) + "\n"


def _mapped(shape: Shape, columns: Sequence[str]) -> dict[str, str]:
    """For columns of the shape, those of the export that bear their name or one of their other names."""
    there = {_plain(name): name for name in reversed(columns)}
    found = {}
    for column in shape.columns.values():
        names = (column.name, *column.names, column.vi, column.en)
        found[column.name] = next((there[plain] for plain in map(_plain, names) if plain in there), "")
    return {name: source for name, source in found.items() if source}


def _plain(name: str) -> str:
    """Letters and digits alone, without marks and case."""
    letters = unicodedata.normalize("NFD", name.casefold().replace("đ", "d"))
    return re.sub(r"[^a-z0-9]", "", letters)


def _line(column: Column, source: str | None, values: Mapping[str, list[str]], *, needed: bool) -> str | None:
    if source is None:
        return f'# {column.name} = ""  # needed: {column.en}' if needed else None
    given = values.get(source, [])
    if column.type in {"instant", "date"}:
        return f"{column.name} = {_moments(source, given)}"
    if column.name == _STATUS and not set(given) <= statuses().keys():
        return f"{column.name} = {_statuses(source, given)}"
    return f"{column.name} = {_toml(source)}"


def _moments(source: str, values: Sequence[str]) -> str:
    """With the form that every value has; where several fit, a person must say which."""
    if all(_is_iso(value) for value in values):
        return _toml(source)
    fitting = [form for form in FORMS if all(_has_form(value, form) for value in values)]
    if not fitting:
        return f"{_toml(source)}  # no form that we know fits all values: give format"
    doubt = f"  # fits as well: {', '.join(fitting[1:])}" if fitting[1:] else ""
    return f"{_toml({'from': source, 'format': fitting[0]})}{doubt}"


def _statuses(source: str, values: Sequence[str]) -> str:
    """With the codes of the statuses whose names stand there."""
    known = {_plain(text): status.code for status in statuses().values() for text in (status.vi, status.en)}
    meant = {value: known.get(_plain(value), value if value in statuses() else "") for value in sorted(set(values))}
    doubt = "  # say what the empty ones mean" if "" in meant.values() else ""
    return f"{_toml({'from': source, 'values': meant})}{doubt}"


def _is_iso(value: str) -> bool:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return "-" in value


def _has_form(value: str, form: str) -> bool:
    try:
        datetime.strptime(value, form)  # noqa: DTZ007 - the form alone matters
    except ValueError:
        return False
    return True


def _toml(value: Json) -> str:
    """A text, a whole number or a table of them in one line."""
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{_name(name)} = {_toml(item)}' for name, item in value.items())} }}"
    if isinstance(value, int):
        return str(value)
    text = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text) + '"'


def _name(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _toml(name)
