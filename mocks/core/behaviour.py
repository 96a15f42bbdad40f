"""Behaviours: what a mock may be told to do otherwise, by name, how often and how long, and how often it did."""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any, Literal, TypeAlias

import jsonschema_rs

from mocks.core.limits import BehaviourRefused, read_limits

__all__ = [
    "ANY_OPERATION",
    "ERROR_CODE",
    "MESSAGE",
    "MOST_S",
    "Applied",
    "Behaviour",
    "BehaviourKind",
    "BehaviourRefused",
    "Behaviours",
    "Reach",
    "arguments_of",
]

Json: TypeAlias = Any
Reach: TypeAlias = Literal["any", "call", "push", "system"]
ANY_OPERATION = "*"
MOST_S = 120
"""The longest that a behaviour holds one exchange back, seconds."""
WISH = ("name", "operation", "times", "for_s", "chance", "seed", "arguments")


@dataclass(frozen=True)
class BehaviourKind:
    """A behaviour by name; `arguments` is the JSON Schema of its arguments, `usage` shows them to people.

    `reach`: what it can be armed for: calls of the province, pushes to it, any operation, or only the system as a
    whole. `en` and `vi` say in one sentence what it does.
    """

    name: str
    arguments: dict[str, Json]
    usage: str
    reach: Reach = "any"
    en: str = ""
    vi: str = ""


def arguments_of(**properties: Mapping[str, Json]) -> dict[str, Json]:
    """The JSON Schema of arguments of which all are needed and no others taken."""
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


ERROR_CODE = {"type": ["integer", "string"], "pattern": "^-?[0-9]{1,4}$", "minimum": -9999, "maximum": 9999}
MESSAGE = {"type": "string", "maxLength": 1000}


@dataclass(kw_only=True)
class Behaviour:
    """An installed behaviour; one that is over stays listed with its hits.

    `times_left` None and `until` None (a reading of the monotonic clock): until it is cleared. `chance` 1: on every
    exchange that it applies to.
    """

    id: str
    name: str
    operation: str
    times_left: int | None
    arguments: Mapping[str, Json]
    until: float | None = None
    chance: float = 1.0
    rng: Random = field(default_factory=Random)
    hits: int = 0

    def is_over(self, now: float) -> bool:
        """Whether it can hit nothing any more."""
        return self.times_left == 0 or (self.until is not None and now >= self.until)

    def applies(self, operation: str | None) -> bool:
        """Whether an exchange of `operation` (None: of no operation) is to be treated so."""
        return self.operation in (ANY_OPERATION, operation)

    def hit(self) -> bool:
        """Use it once, if chance will have it: a hit more, a time less."""
        if self.chance < 1.0 and self.rng.random() >= self.chance:
            return False
        self.hits += 1
        if self.times_left is not None:
            self.times_left -= 1
        return True


class Behaviours:
    """The installed behaviours of one mock; of several that apply, the one installed first is used till it is spent.

    For one event loop: nothing here waits, so a behaviour for n exchanges hits n, however many come at once.
    """

    def __init__(
        self,
        kinds: Iterable[BehaviourKind],
        operations: Iterable[str],
        *,
        pushes: Iterable[str] = (),
        seed: int = 0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._kinds: dict[str, BehaviourKind] = {}
        self._validators: dict[str, jsonschema_rs.Draft202012Validator] = {}
        self._operations, self._pushes = tuple(operations), tuple(pushes)
        self._seed = seed
        self._monotonic = monotonic
        self._installed: list[Behaviour] = []
        self.live: dict[str, list[Behaviour]] = {}
        self._made = 0
        self.learn(kinds)

    @property
    def idle(self) -> bool:
        """Whether nothing is in force at all: then nobody need ask for anything."""
        return not self.live

    def learn(self, kinds: Iterable[BehaviourKind]) -> None:
        """Know more kinds; one of a known name takes the place of that."""
        for kind in kinds:
            self._kinds[kind.name] = kind
            self._validators[kind.name] = jsonschema_rs.Draft202012Validator(kind.arguments)

    def known(self) -> list[BehaviourKind]:
        """What can be installed here, by name; what is of pushes only where there are any."""
        kinds = (kind for kind in self._kinds.values() if kind.reach != "push" or self._pushes)
        return sorted(kinds, key=lambda kind: kind.name)

    def reached(self, kind: BehaviourKind) -> tuple[str, ...]:
        """The operations for which a kind can be armed, beside all at once."""
        reached = {"system": (), "call": self._operations, "push": self._pushes}
        return reached.get(kind.reach, (*self._operations, *self._pushes))

    def add(self, wish: Json) -> Behaviour:
        """Install what `wish` (the members of WISH) asks for. Raises BehaviourRefused, and then nothing changed."""
        if not isinstance(wish, dict) or not set(wish) <= set(WISH):
            raise BehaviourRefused(f"a behaviour has {', '.join(WISH)} and no more")
        kind, operation = self._kind(wish.get("name")), wish.get("operation", ANY_OPERATION)
        if operation != ANY_OPERATION and operation not in self.reached(kind):
            known = ", ".join((ANY_OPERATION, *self.reached(kind)))
            raise BehaviourRefused(f"there is no operation {operation!r} for {kind.name}; known are {known}")
        arguments = wish.get("arguments", {})
        if not self._validators[kind.name].is_valid(arguments):
            raise BehaviourRefused(f"{kind.name} does not take the arguments {arguments!r}; it is {kind.usage}")
        limits = read_limits(wish)
        if kind.reach == "system" and limits.chance < 1.0:
            raise BehaviourRefused(f"{kind.name} is the state of a whole system; chance has no part in it")
        seed = self._seed if limits.seed is None else limits.seed
        self._made += 1
        behaviour = Behaviour(
            id=f"b-{self._made}",
            name=kind.name,
            operation=operation,
            times_left=limits.times,
            until=None if limits.for_s is None else self._monotonic() + limits.for_s,
            chance=limits.chance,
            rng=Random(f"{seed}/{kind.name}/{operation}"),
            arguments=dict(arguments),
        )
        self._installed.append(behaviour)
        self.live.setdefault(kind.name, []).append(behaviour)
        return behaviour

    def _kind(self, name: Json) -> BehaviourKind:
        known = {kind.name: kind for kind in self.known()}
        if not isinstance(name, str) or name not in known:
            raise BehaviourRefused(f"there is no behaviour {name!r}; known are {', '.join(known)}")
        return known[name]

    def clear(self, only: str | None = None) -> list[Behaviour]:
        """Take all away, or the one of that id, and give them back with their hits."""
        cleared = [behaviour for behaviour in self._installed if only in (None, behaviour.id)]
        self._installed = [behaviour for behaviour in self._installed if behaviour not in cleared]
        self.live = {}
        for behaviour in self._installed:
            self.live.setdefault(behaviour.name, []).append(behaviour)
        return cleared

    def installed(self) -> list[Behaviour]:
        """All that are installed, in the order of installation."""
        return list(self._installed)

    def seconds_left(self, behaviour: Behaviour) -> float | None:
        """How long it is still in force; None: until it is spent or cleared."""
        return None if behaviour.until is None else max(0.0, behaviour.until - self._monotonic())

    def standing(self, name: str, operation: str | None = None) -> Behaviour | None:
        """The behaviour of that name that the next exchange of `operation` will meet, without using it."""
        live = self.live.get(name)
        if live is None:
            return None
        now = self._monotonic()
        if any(behaviour.is_over(now) for behaviour in live):
            live[:] = [behaviour for behaviour in live if not behaviour.is_over(now)]
            if not live:
                del self.live[name]
        return next((behaviour for behaviour in live if behaviour.applies(operation)), None)

    def take(self, name: str, operation: str | None) -> Behaviour | None:
        """Use a behaviour once, if one of that name applies and chance will have it."""
        if self.standing(name, operation) is None:
            return None
        applying = (behaviour for behaviour in self.live[name] if behaviour.applies(operation))
        return next((behaviour for behaviour in applying if behaviour.hit()), None)


@dataclass
class Applied:
    """The behaviours as one exchange meets them; remembers names and ids of those that were used on it."""

    behaviours: Behaviours
    operation: str | None
    names: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)

    @property
    def idle(self) -> bool:
        """Whether nothing is in force at all."""
        return self.behaviours.idle

    @property
    def facts(self) -> dict[str, list[str]]:
        """The ids of what was used, as a fact of the exchange; nothing where nothing was."""
        return {"behaviours": self.ids} if self.ids else {}

    def take(self, name: str) -> Mapping[str, Json] | None:
        """The arguments of the behaviour if it applies to this exchange, which uses it once; None else."""
        if not self.behaviours.live:  # asked several times a request: without the call that `idle` would be
            return None
        behaviour = self.behaviours.take(name, self.operation)
        if behaviour is None:
            return None
        self.names.append(name)
        self.ids.append(behaviour.id)
        return behaviour.arguments
