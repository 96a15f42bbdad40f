"""A request while it is at the door, and what is given back to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from mocks.core.system import Answer, Call
from mocks.stage.line import Line
from mocks.stage.misbehaviour import Rendered
from mocks.wire.http11 import Head, Request
from mocks.wire.reading import Message

Json: TypeAlias = Any


@dataclass(slots=True)
class Visit:
    """One request. `seq` is its place in the journal, taken once it has arrived whole."""

    request: Request
    head: Head
    line: Line
    seq: int
    message: Message
    call: Call


@dataclass(slots=True)
class Reply:
    """What comes of a visit: an answer as `told`, or a `silence` whatever the answer was.

    `facts` come before those of the answer. `last` is the last piece of an answer that only the transport can send and
    has begun to. `journaled` and `wire` are written by the scribe: the exchange as JSON, and what is sent.
    """

    visit: Visit
    answer: Answer | None
    told: Rendered | None = None
    facts: Mapping[str, Json] = field(default_factory=dict)
    silence: str | None = None
    last: bytes | None = None
    journaled: bytes = b""
    wire: bytes = b""
    close: bool = False
