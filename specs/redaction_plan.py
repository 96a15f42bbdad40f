"""What redaction looks for in a place: the marks of a schema compiled to a tree, and the shapes of what came there."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, Final, TypeAlias

from specs.errors import SpecError
from specs.innocence import INNOCENT, is_innocent
from specs.redaction_rules import CLASSES, KeyRules, key_rules

_COMBINERS: Final = ("allOf", "anyOf", "oneOf")
_BRANCHES: Final = ("then", "else")
_REMEMBERED: Final = 512
_KNOWN_NAMES: Final = 4096  # of all shapes of a place together
_OFTEN_NEW: Final = 256

Step: TypeAlias = "tuple[str, Plan, str | None, KeyRules]"
"""What to do with a property of an unmarked object: (its name, the plan of its value, the class of a string, or None
where the patterns must look at it, the rules by which that class hangs on the value)."""


class Shape:
    """How objects with the same names in the same order are treated, property by property.

    Most of their texts are codes and titles that come again and again. Those are looked up all at once; only where one
    is not known to be innocent, the properties that hold them are gone through as well.
    """

    __slots__ = ("_new", "_others", "_steps", "_texts", "_usual")

    def __init__(self, steps: Iterable[Step]) -> None:
        self._steps = tuple(steps)
        self._new: Counter[str] = Counter()
        self._expect([name for name, _, mark, rules in self._steps if mark is None and all(asks for _, asks in rules)])

    def steps(self, value: Mapping[str, Any]) -> tuple[Step, ...]:
        """What must be done, in its order, with an object of this shape; what is not named may stay as it is."""
        try:
            if INNOCENT.issuperset(self._texts(value)):
                return self._others
        except TypeError:  # an array or an object is among them
            pass
        self._note_new(value)
        return self._steps

    def _expect(self, usual: list[str]) -> None:
        """Look the texts of these properties up together. In this order: another thread may be about to walk."""
        self._usual = usual
        self._others = tuple(step for step in self._steps if step[0] not in usual)
        self._texts: Callable[[Any], tuple[Any, ...]] = itemgetter(usual[0], *usual) if usual else _no_texts

    def _note_new(self, value: Mapping[str, Any]) -> None:
        """Count what was not known; a property that brings something new time and again is no usual one."""
        self._new.update(name for name in self._usual if not _is_known(value[name]))
        if any(self._new[name] >= _OFTEN_NEW for name in self._usual):
            self._expect([name for name in self._usual if self._new[name] < _OFTEN_NEW])


def _is_known(value: Any) -> bool:
    return (value is None or isinstance(value, str)) and value in INNOCENT


def _no_texts(_value: Any) -> tuple[Any, ...]:
    return ()


@dataclass(slots=True)
class Plan:
    """What the schemas that apply to one place say: its mark, and the plans of what is inside it.

    `shapes` remembers by their names how objects are treated; names are only put there if nothing personal is in them.
    """

    mark: str | None = None
    properties: "dict[str, Plan]" = field(default_factory=dict)
    places: "list[Plan]" = field(default_factory=list)
    unnamed: "Plan | None" = None
    items: "Plan | None" = None
    shapes: dict[tuple[str, ...], Shape] = field(default_factory=dict)
    known: int = 0

    @property
    def other(self) -> "Plan":
        """The plan of a property that no schema names."""
        return self.unnamed or NOTHING

    def step(self, name: str) -> Step:
        """What to do with the property of that name, where no mark from above holds."""
        plan = self.properties.get(name) or self.other
        if plan.mark:
            return name, plan, plan.mark, ()
        rules = key_rules(name)
        if rules and rules[0][1] is None:
            return name, plan, rules[0][0], ()
        return name, plan, None, rules

    def learn(self, names: tuple[str, ...]) -> Shape | None:
        """The shape of objects with these names; None where a name may be personal, or there are too many."""
        if len(names) > _KNOWN_NAMES or not all(name in self.properties or is_innocent(name) for name in names):
            return None
        if self.known + len(names) > _KNOWN_NAMES:
            self.shapes.clear()
            self.known = 0
        self.known += len(names)
        shape = self.shapes[names] = Shape(map(self.step, names))
        return shape

    def item(self, index: int) -> "Plan":
        """The plan of the array element at `index`."""
        return self.places[index] if index < len(self.places) else self.items or NOTHING


NOTHING: Final = Plan()


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
