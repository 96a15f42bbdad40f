"""What a played system is made of: a handler that turns a Call into an Answer, and the little around it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

from mocks.behaviour import Applied, BehaviourKind
from specs.profile import Operation, Profile

Json: TypeAlias = Any


@dataclass(frozen=True, kw_only=True)
class Call:
    """One request as a handler sees it.

    `operation` is None where the profile knows no such request. `body` is parsed JSON; `is_json` is False where the
    bytes were none, and then `body` is None. `defects` are breaches of the operation's request schema, by JSON Pointer.
    """

    operation: Operation | None
    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    body: Json
    is_json: bool
    defects: tuple[Mapping[str, str], ...]
    behaviours: Applied


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the system says: `text`, or else `body` as JSON. `facts` go to the journal only, heard or not."""

    status: int = 200
    body: Json = None
    text: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, Json] = field(default_factory=dict)


class Handler(Protocol):
    """Free of HTTP and of waiting: its side effects happen inside one call, so a cut connection cannot split them."""

    def answer(self, call: Call) -> Answer:
        """Answer one request. An exception is a defect of the mock, journaled as such."""
        ...


@dataclass(frozen=True, kw_only=True)
class System:
    """A played system. `views` and `commands` are its own resources on the control port, by GET and by POST."""

    profile: Profile
    handler: Handler
    behaviours: tuple[BehaviourKind, ...] = ()
    views: Mapping[str, Callable[[], Json]] = field(default_factory=dict)
    commands: Mapping[str, Callable[[], Json]] = field(default_factory=dict)
