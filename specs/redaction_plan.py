"""What redaction looks for: the marks of a schema compiled to a tree, and the rules of `redaction.toml`."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, Final, TypeAlias

from specs import FOLDER
from specs.errors import SpecError

CLASSES: Final = frozenset(
    {"name", "identity", "phone", "email", "address", "account", "birth", "text", "secret", "file"}
)
KEEP: Final = "keep"
_FILE: Final = "redaction.toml"
_COMBINERS: Final = ("allOf", "anyOf", "oneOf")
_BRANCHES: Final = ("then", "else")
_REMEMBERED: Final = 512
_KNOWN_NAMES: Final = 1024
_SIMPLE: Final = (str, int)

KeyRules: TypeAlias = tuple[tuple[str, re.Pattern[str] | None], ...]
Step: TypeAlias = "tuple[Plan, str | None, bool]"
"""What to do with a property of an unmarked object: (the plan of its value, the class of a string, or None where the
patterns must look at it; whether that class hangs on the value, so that `key_class` must be asked each time)."""


@dataclass(slots=True)
class Plan:
    """What the schemas that apply to one place say: its mark, and the plans of what is inside it.

    `steps` remembers by name what follows for a property; a name is only put there once nothing personal is in it.
    """

    mark: str | None = None
    properties: "dict[str, Plan]" = field(default_factory=dict)
    places: "list[Plan]" = field(default_factory=list)
    unnamed: "Plan | None" = None
    items: "Plan | None" = None
    steps: dict[str, Step] = field(default_factory=dict)

    @property
    def other(self) -> "Plan":
        """The plan of a property that no schema names."""
        return self.unnamed or NOTHING

    def step(self, name: str) -> Step:
        """What to do with the property of that name, where no mark from above holds."""
        plan = self.properties.get(name) or self.other
        if plan.mark:
            return plan, plan.mark, False
        rules = _rules_of(name)
        if rules and rules[0][1] is None:
            return plan, rules[0][0], False
        return plan, None, bool(rules)

    def learn(self, names: Sequence[str]) -> bool:
        """Remember the steps of names that are free of personal data; False where they would be too many."""
        if len(self.steps) + len(names) > _KNOWN_NAMES:
            return False
        self.steps.update((name, self.step(name)) for name in names)
        return True

    def item(self, index: int) -> "Plan":
        """The plan of the array element at `index`."""
        return self.places[index] if index < len(self.places) else self.items or NOTHING


NOTHING: Final = Plan()


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of `redaction.toml`, ready for use. `classes` gives the class of a named group of `pattern`."""

    secret_headers: frozenset[str]
    keys: tuple[tuple[str, re.Pattern[str], re.Pattern[str] | None], ...]
    pattern: re.Pattern[str]
    classes: Mapping[str, str]
    hints: tuple[str, ...]


@cache
def load_rules() -> Rules:
    """Read `redaction.toml`; raise SpecError naming the first row that cannot be used."""
    data = tomllib.loads((FOLDER / _FILE).read_text(encoding="utf-8"))
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
    return Rules(frozenset(data["headers"]["secret"]), keys, re.compile("|".join(parts)), classes, tuple(sorted(hints)))


def _rows(data: Mapping[str, Any], table: str) -> Iterable[tuple[str, dict[str, Any]]]:
    for number, row in enumerate(data[table], start=1):
        yield f"{table} {row.get('name', number)}", row


def _class(row: Mapping[str, Any], at: str) -> str:
    name = row.get("class")
    if name != KEEP and name not in CLASSES:
        raise SpecError(_FILE, at, f"unknown class {name!r}")
    return str(name)


def _expression(text: str, at: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as exc:
        raise SpecError(_FILE, at, f"not a regular expression: {exc}") from exc


def key_class(name: str, value: Any) -> str | None:
    """Return the class that the name of an unmarked property gives to `value` (a string or a number), if any."""
    for mark, condition in _rules_of(name):
        if condition is None or (isinstance(value, _SIMPLE) and condition.fullmatch(str(value))):
            return mark
    return None


@lru_cache(maxsize=4096)
def _rules_of(name: str) -> KeyRules:
    return tuple((mark, condition) for mark, regex, condition in load_rules().keys if regex.search(name))


_compiled: Final[dict[int, tuple[Mapping[str, Any], Plan]]] = {}
"""Plans by identity of their schema; the schema is held too, so that its identity cannot pass to another object."""


def plan_of(schema: Mapping[str, Any] | Plan | None) -> Plan:
    """Return the plan of `schema`, compiled at its first use. Raises SpecError for a reference that leads nowhere."""
    if schema is None:
        return NOTHING
    if isinstance(schema, Plan):
        return schema
    known = _compiled.get(id(schema))
    if known is not None:
        return known[1]
    plan = _Compiler(schema).plan([schema])
    if len(_compiled) >= _REMEMBERED:
        _compiled.clear()
    _compiled[id(schema)] = (schema, plan)
    return plan


class _Compiler:
    """Compiles one schema document; places to which the same subschemas apply share a plan, so cycles end."""

    def __init__(self, root: Mapping[str, Any]) -> None:
        self.root = root
        self.made: dict[tuple[int, ...], Plan] = {}

    def plan(self, schemas: list[Any]) -> Plan:
        """Return the plan of a place to which all of `schemas` apply."""
        parts: dict[int, Mapping[str, Any]] = {}
        for schema in schemas:
            self._gather(schema, parts)
        name = tuple(sorted(parts))
        if name in self.made:
            return self.made[name]
        plan = self.made[name] = Plan(mark=self._mark(parts.values()))
        for prop in {prop for part in parts.values() for prop in part.get("properties", ())}:
            plan.properties[prop] = self.plan(
                [part["properties"][prop] for part in parts.values() if prop in part.get("properties", ())]
            )
        plan.unnamed = self._inner(parts.values(), "additionalProperties")
        plan.items = self._inner(parts.values(), "items")
        places = [part["prefixItems"] for part in parts.values() if "prefixItems" in part]
        plan.places = [
            self.plan([row[index] for row in places if index < len(row)])
            for index in range(max(map(len, places), default=0))
        ]
        return plan

    def _inner(self, parts: Iterable[Mapping[str, Any]], keyword: str) -> Plan | None:
        inner = [part[keyword] for part in parts if isinstance(part.get(keyword), Mapping)]
        return self.plan(inner) if inner else None

    def _gather(self, schema: Any, parts: dict[int, Mapping[str, Any]]) -> None:
        """Collect `schema` and all that it includes for the same place; true and false include nothing."""
        if not isinstance(schema, Mapping) or id(schema) in parts:
            return
        parts[id(schema)] = schema
        if "$ref" in schema:
            self._gather(self._resolve(schema["$ref"]), parts)
        for keyword in _COMBINERS:
            for part in schema.get(keyword, ()):
                self._gather(part, parts)
        for keyword in _BRANCHES:
            self._gather(schema.get(keyword), parts)

    def _resolve(self, reference: str) -> Any:
        if not reference.startswith("#"):
            raise SpecError("schema", reference, "only local references are followed")
        place: Any = self.root
        for token in reference[1:].split("/")[1:]:
            name = token.replace("~1", "/").replace("~0", "~")
            try:
                place = place[int(name)] if isinstance(place, list) else place[name]
            except (KeyError, IndexError, ValueError, TypeError) as exc:
                raise SpecError("schema", reference, f"leads nowhere at {name!r}") from exc
        return place

    def _mark(self, parts: Iterable[Mapping[str, Any]]) -> str | None:
        marks = sorted({str(part["x-personal-data"]) for part in parts if "x-personal-data" in part})
        for mark in marks:
            if mark not in CLASSES:
                raise SpecError(
                    "schema",
                    str(self.root.get("$id", self.root.get("title", "?"))),
                    f"unknown x-personal-data {mark!r}",
                )
        if len(marks) > 1:
            raise SpecError("schema", ", ".join(marks), "one place has several x-personal-data marks")
        return marks[0] if marks else None
