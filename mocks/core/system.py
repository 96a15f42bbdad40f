"""What a played system is made of: a handler that turns a Call into an Answer, and what it is given to do so."""

import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

from mocks.core.behaviour import Applied, BehaviourKind
from mocks.core.clock import Clock
from mocks.state.store import Store
from specs.operation import Operation
from specs.people import CENTURY, IdentityScheme
from specs.profile import Profile

Json: TypeAlias = Any


@dataclass(slots=True, kw_only=True)  # frozen, it would take thrice as long to make, and one is made for every request
class Call:
    """One request as a handler sees it; nobody changes it.

    `operation` is None where the profile knows no such request; `path_values` are the values of the `{names}` in its
    path. `body` is what the media type makes of the bytes (JSON, a form, the parts of a multipart, XML as a tree of
    dicts); `readable` is False where they were not what the media type says, and then `body` is None. `defects` are
    breaches of the profile, by JSON Pointer. `certificate` is the client's, if it showed one (subject by field name).
    """

    operation: Operation | None
    method: str
    path: str
    path_values: Mapping[str, str]
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    body: Json
    raw: bytes
    readable: bool
    defects: tuple[Mapping[str, str], ...]
    behaviours: Applied
    lax: bool = False
    """Told to accept anything (behaviour `accepts-anything`): neither defects nor credentials count."""
    certificate: Mapping[str, str] | None = None


@dataclass(slots=True, kw_only=True)  # as Call
class Answer:
    """What the system says: `content`, or else `text`, or else `body` as JSON; nothing where all are None.

    `accepted` False is a refusal with a `reason` (a short word in kebab case): nothing may have changed then. `facts`
    go to the journal only, heard or not.
    """

    status: int = 200
    body: Json = None
    text: str | None = None
    content: bytes | None = None
    media_type: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, Json] = field(default_factory=dict)
    accepted: bool = True
    reason: str | None = None


class Handler(Protocol):
    """Free of HTTP and of waiting: its side effects happen inside one call, so a cut connection cannot split them.

    It may give an awaitable where the system itself must ask another one; what it changes, it changes after that.
    """

    def answer(self, call: Call) -> Answer | Awaitable[Answer]:
        """Answer one request. An exception is a defect of the mock, journaled as such."""
        ...


class CommandRefused(ValueError):
    """A command of the control port that cannot be carried out; the text says why in one sentence."""


@dataclass(frozen=True, kw_only=True)
class View:
    """Something that the control port shows by GET; `usage` says what it is."""

    usage: str
    show: Callable[[], Json]


@dataclass(frozen=True, kw_only=True)
class Command:
    """Something that the control port does by POST. `schema` is the JSON Schema of the arguments that `run` gets.

    `run` raises CommandRefused where it cannot be done.
    """

    usage: str
    run: Callable[[Json], Json]
    schema: Mapping[str, Json] = field(default_factory=lambda: {"type": "object", "maxProperties": 0})


@dataclass(frozen=True, kw_only=True)
class System:
    """A played system, with what is its own on the control port and in the way of behaviours."""

    profile: Profile
    handler: Handler
    behaviours: tuple[BehaviourKind, ...] = ()
    views: Mapping[str, View] = field(default_factory=dict)
    commands: Mapping[str, Command] = field(default_factory=dict)


Judge: TypeAlias = Callable[[int, Json], Mapping[str, Json]]
"""What looks at an answer of the province whose HTTP status is one of success: (status, body as it was read, or None)
-> facts for the journal. `"accepted"` False among them says that the province did not take it, `"reason"` says why."""


class Courier(Protocol):
    """Carries what a national system calls at the province; every try is journaled as `to-sut`."""

    def applied(self, operation: str) -> Applied:
        """The behaviours that a push about to be made meets: a system takes its own from it and hands it to `push`."""
        ...

    def push(
        self,
        operation: str,
        *,
        body: Json = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        path_values: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        to: str | None = None,
        order: str = "",
        applied: Applied | None = None,
        judge: Judge | None = None,
    ) -> str:
        """Queue a push of the profile and return its id. `body` is sent as the operation's media type says.

        XML and what is no JSON, form or multipart comes as `content`. `query` goes behind the path of the profile.
        `to` is an absolute address where the message itself names one, else the province's base address and the path
        of the profile. `applied`: what the system has taken its own behaviours from; they are journaled with the first
        try. `judge` looks at answers; what the province did not take is tried again. Pushes of one non-empty
        `order` are delivered one after the other. Raises CommandRefused where nobody has told the province's address
        and `to` is None.
        """
        ...


@dataclass(frozen=True, kw_only=True)
class Site:
    """What a system is made with.

    `lenient`: breaches of the profile are noted and the request accepted where sense can be made of it; else they are
    refused. `base` is the system's own base URL, `others` those of all systems played beside it, by system. `accounts`
    is what the province signs in with. `session_s`: life of sessions and tokens in seconds. `people`: how the identity
    numbers of synthetic people are made.
    """

    profile: Profile
    store: Store
    clock: Clock
    courier: Courier
    base: str
    accounts: Mapping[str, str]
    others: Mapping[str, str] = field(default_factory=dict)
    seed: int = 0
    lenient: bool = False
    session_s: float = 1800.0
    people: IdentityScheme = CENTURY

    def rng(self, purpose: str) -> random.Random:
        """Randomness of its own for each purpose, the same for the same seed."""
        return random.Random(f"{self.seed}/{self.profile.system}/{purpose}")
