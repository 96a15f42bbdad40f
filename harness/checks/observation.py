"""What a check is, and what it leaves behind: an Observation that can be made again from the record alone."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from harness.errors import HarnessError
from harness.exchange import Json
from harness.verdict import Code


class Evidence(Protocol):
    """Anything recorded that a check may look at: an exchange, a line of the statement."""

    @property
    def id(self) -> str: ...


@dataclass(frozen=True)
class Finding:
    """What a check found: whether the proposition holds, what was expected and what was observed, one line each."""

    holds: bool
    expected: str
    observed: str


@dataclass(frozen=True)
class Observation:
    """Check, version, arguments and evidence ids, with what the check saw. It is the same whenever it is made again."""

    check: str
    version: int
    arguments: Mapping[str, Json]
    evidence: tuple[str, ...]
    holds: bool
    expected: str
    observed: str


@dataclass(frozen=True)
class Check:
    """A pure function `(evidence, *, arguments) -> Finding` with id and version; calling it makes an Observation."""

    function: Callable[..., Finding]
    version: int

    @property
    def id(self) -> str:
        """The function's name: how the record names the check."""
        return self.function.__name__

    @cached_property
    def signature(self) -> inspect.Signature:
        """The first parameter takes the evidence, the others the arguments."""
        return inspect.signature(self.function)

    def __call__(self, evidence: Evidence | Sequence[Evidence], /, *values: Json, **named: Json) -> Observation:
        """Look at the evidence. Arguments must be JSON values. Raises HarnessError where there is no evidence."""
        items = tuple(evidence) if isinstance(evidence, Sequence) else (evidence,)
        if not items:
            raise HarnessError(Code.HARNESS, f"check {self.id} was given no evidence to look at")
        bound = self.signature.bind(items, *values, **named)
        bound.apply_defaults()
        arguments = dict(list(bound.arguments.items())[1:])
        finding = self.function(items, **arguments)
        ids = tuple(item.id for item in items)
        return Observation(self.id, self.version, arguments, ids, finding.holds, finding.expected, finding.observed)


def check(version: int) -> Callable[[Callable[..., Finding]], Check]:
    """Make a function a check. Raise the version when the same evidence could be seen otherwise."""

    def wrap(function: Callable[..., Finding]) -> Check:
        return Check(function, version)

    return wrap


def observe_again(
    checks: Mapping[str, Check], judgement: Mapping[str, Any], evidence: Mapping[str, Evidence]
) -> Observation:
    """Make the observation of a recorded judgement again. Raises KeyError where check or evidence is missing."""
    items = [evidence[name] for name in judgement["evidence"]]
    return checks[judgement["check"]](items, **judgement["arguments"])
