"""Files that persons write: rows of text and lists of text, in TOML."""

from collections.abc import Mapping
from typing import Any


def toml_text(kind: str, name: str, *rows: Mapping[str, Any]) -> str:
    """A file of `kind` (waivers, challenges) whose rows are called `name`."""
    lines = [f'schema = "lienthong/{kind}/1"']
    for row in rows:
        lines += [f"[[{name}]]", *(f"{key} = {_toml(value)}" for key, value in row.items())]
    return "\n".join(lines) + "\n"


def _toml(value: Any) -> str:
    return "[" + ", ".join(map(_toml, value)) + "]" if isinstance(value, list) else f'"{value}"'
