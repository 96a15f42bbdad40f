"""Behaviours: what a mock may be told to do otherwise, by name, for how many requests, and how often it did."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import jsonschema_rs

Json: TypeAlias = Any
ANY_OPERATION = "*"
MOST_S = 120


class BehaviourRefused(ValueError):
    """A behaviour that cannot be installed; the text says why in one sentence."""


@dataclass(frozen=True)
class BehaviourKind:
    """A behaviour by name; `arguments` is the JSON Schema of its arguments, `usage` shows them to people."""

    name: str
    arguments: dict[str, Json]
    usage: str


def _arguments(**properties: Mapping[str, Json]) -> dict[str, Json]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


ERROR_CODE = {"type": ["integer", "string"], "pattern": "^-?[0-9]{1,4}$", "minimum": -9999, "maximum": 9999}
MESSAGE = {"type": "string", "maxLength": 1000}
WIRE_BEHAVIOURS = (
    BehaviourKind("reset", _arguments(), "reset {}"),
    BehaviourKind(
        "unavailable",
        _arguments(status={"type": "integer", "minimum": 500, "maximum": 599}),
        'unavailable {"status": 500-599}',
    ),
    BehaviourKind(
        "answer-late",
        _arguments(delay_s={"type": "number", "exclusiveMinimum": 0, "maximum": MOST_S}),
        f'answer-late {{"delay_s": 0-{MOST_S}}}',
    ),
    BehaviourKind("accepts-anything", _arguments(), "accepts-anything {}"),
)
"""What every system can be told, carried out at the door: the first two before any side effect, the last after it."""


@dataclass
class Behaviour:
    """An installed behaviour. `times_left` None: until it is cleared; a spent one stays listed with its hits."""

    id: str
    name: str
    operation: str
    times_left: int | None
    arguments: Mapping[str, Json]
    hits: int = 0

    def applies(self, name: str, operation: str | None) -> bool:
        """Whether a request of `operation` (None: of no operation) is to be treated so now."""
        return self.name == name and self.times_left != 0 and self.operation in (ANY_OPERATION, operation)


class Behaviours:
    """The installed behaviours of one mock; of several that apply, the one installed first is used till it is spent."""

    def __init__(self, kinds: Iterable[BehaviourKind], operations: Iterable[str]) -> None:
        self._kinds = {kind.name: kind for kind in kinds}
        self._validators = {
            name: jsonschema_rs.Draft202012Validator(kind.arguments) for name, kind in self._kinds.items()
        }
        self._operations = tuple(operations)
        self._installed: list[Behaviour] = []
        self._made = 0

    def add(self, name: Json, *, operation: Json, times: Json, arguments: Json) -> Behaviour:
        """Install one. Raises BehaviourRefused for an unknown name or operation and for arguments of another shape."""
        kind = self._kinds.get(name) if isinstance(name, str) else None
        if kind is None:
            raise BehaviourRefused(f"there is no behaviour {name!r}; known are {', '.join(sorted(self._kinds))}")
        if operation != ANY_OPERATION and operation not in self._operations:
            known = ", ".join((ANY_OPERATION, *self._operations))
            raise BehaviourRefused(f"there is no operation {operation!r}; known are {known}")
        if times is not None and (isinstance(times, bool) or not isinstance(times, int) or times < 1):
            raise BehaviourRefused(f"times is {times!r}; it is a number of requests from 1 up, or null for no end")
        if not self._validators[kind.name].is_valid(arguments):
            shapes = "; ".join(known.usage for known in self._kinds.values())
            raise BehaviourRefused(f"{name} does not take the arguments {arguments!r}; known are {shapes}")
        self._made += 1
        behaviour = Behaviour(f"b-{self._made}", kind.name, operation, times, dict(arguments))
        self._installed.append(behaviour)
        return behaviour

    def clear(self) -> list[Behaviour]:
        """Take all away and give them back with their hits."""
        cleared, self._installed = self._installed, []
        return cleared

    def installed(self) -> list[Behaviour]:
        """All that are installed, in the order of installation."""
        return list(self._installed)

    def take(self, name: str, operation: str | None) -> Behaviour | None:
        """Use a behaviour once, if one of that name applies: a hit more, a time less."""
        for behaviour in self._installed:
            if behaviour.applies(name, operation):
                behaviour.hits += 1
                if behaviour.times_left is not None:
                    behaviour.times_left -= 1
                return behaviour
        return None


@dataclass
class Applied:
    """The behaviours as one request meets them; remembers which were used on it."""

    behaviours: Behaviours
    operation: str | None
    names: list[str] = field(default_factory=list)

    def take(self, name: str) -> Mapping[str, Json] | None:
        """The arguments of the behaviour if it applies to this request, which uses it once; None else."""
        behaviour = self.behaviours.take(name, self.operation)
        if behaviour is None:
            return None
        self.names.append(name)
        return behaviour.arguments
