"""The rules of `redaction.toml`: what is personal by the name of its property, and by its content."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final, TypeAlias

from specs import FOLDER
from specs.errors import SpecError

CLASSES: Final = frozenset(
    {"name", "identity", "phone", "email", "address", "account", "birth", "text", "secret", "file"}
)
KEEP: Final = "keep"
FILE: Final = "redaction.toml"
_SIMPLE: Final = (str, int)

KeyRules: TypeAlias = tuple[tuple[str, re.Pattern[str] | None], ...]
"""(class, what the whole value must match, or None where the name is enough); the first that fits holds."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of `redaction.toml`, ready for use. `classes` gives the class of a named group of `pattern`.

    `condition` matches every whole value that is personal under some names and not under others.
    """

    secret_headers: frozenset[str]
    keys: tuple[tuple[str, re.Pattern[str], re.Pattern[str] | None], ...]
    pattern: re.Pattern[str]
    classes: Mapping[str, str]
    hints: tuple[str, ...]
    condition: re.Pattern[str]


@cache
def load_rules() -> Rules:
    """Read `redaction.toml`; raise SpecError naming the first row that cannot be used."""
    data = tomllib.loads((FOLDER / FILE).read_text(encoding="utf-8"))
    keys = tuple(
        (_class(row, at), _expression(row["regex"], at), _expression(row["value"], at) if "value" in row else None)
        for at, row in _rows(data, "key")
    )
    parts: list[str] = []
    classes: dict[str, str] = {}
    hints: set[str] = set()
    for number, (at, row) in enumerate(_rows(data, "pattern")):
        _expression(row["regex"], at)
        parts.append(f"(?P<p{number}>{row['regex'].replace('(?P<value>', f'(?P<v{number}>')})")
        classes[f"p{number}"] = _class(row, at)
        hints.update(hint for hint in row.get("hints", ()) if hint != "digits")
    asked = _expression("|".join(f"(?:{condition.pattern})" for _, _, condition in keys if condition), "key")
    secret = frozenset(data["headers"]["secret"])
    return Rules(secret, keys, re.compile("|".join(parts)), classes, tuple(sorted(hints)), asked)


def _rows(data: Mapping[str, Any], table: str) -> Iterable[tuple[str, dict[str, Any]]]:
    for number, row in enumerate(data[table], start=1):
        yield f"{table} {row.get('name', number)}", row


def _class(row: Mapping[str, Any], at: str) -> str:
    name = row.get("class")
    if name != KEEP and name not in CLASSES:
        raise SpecError(FILE, at, f"unknown class {name!r}")
    return str(name)


def _expression(text: str, at: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as exc:
        raise SpecError(FILE, at, f"not a regular expression: {exc}") from exc


@lru_cache(maxsize=4096)
def key_rules(name: str) -> KeyRules:
    """The rules that the name of an unmarked property falls under."""
    return tuple((mark, condition) for mark, regex, condition in load_rules().keys if regex.search(name))


def class_by(rules: KeyRules, value: Any) -> str | None:
    """The class that the rules of its name give to a value (a string or a number), if any."""
    for mark, condition in rules:
        if condition is None or (isinstance(value, _SIMPLE) and condition.fullmatch(str(value))):
            return mark
    return None
