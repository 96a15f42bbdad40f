"""Requests of HTTP/1.1 as the door gets them, and the memory of heads that clients send again and again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal, TypeAlias
from urllib.parse import parse_qsl, unquote, urlsplit

_REMEMBERED: Final = 512
_LONGEST: Final = 4096

Fault: TypeAlias = Literal["", "not-http", "unreadable", "too-large", "cut", "broken"]
"""Why a request cannot be served; "": it can. The body of an unreadable one is not what its head says; the mock itself
broke on a broken one. After any of them the connection ends."""


@dataclass(slots=True)
class Head:
    """The head of a request, header names in lower case; of one that came twice, the values stand side by side.

    `length` is that of the body as it was sent; `encoding` how it was packed. `raw` are its bytes where nothing but
    `length` says where its message ends, so that it may be remembered; else, and afterwards, None. `known` is what
    others have found out about it (its route, how it looks once it is redacted) and is remembered with it.
    """

    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    length: int
    encoding: str
    keep_alive: bool
    is_old: bool
    raw: bytes | None = None
    known: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Request:
    """A request that has come to its end, well or badly. `head` None: it had none; `error`: the kind of error."""

    head: Head | None
    body: bytes
    started: datetime
    begun: float
    fault: Fault = ""
    error: str = ""


class Heads:
    """The heads that are remembered at one door."""

    def __init__(self) -> None:
        self._by_bytes: dict[bytes, Head] = {}

    def find(self, raw: bytes) -> Head | None:
        """The head of those bytes, if it is remembered."""
        return self._by_bytes.get(raw)

    def remember(self, head: Head) -> None:
        """Remember a head, if its framing allows it, and once. Only for heads in which nothing was redacted."""
        raw, head.raw = head.raw, None
        if raw is not None and len(raw) <= _LONGEST:
            if len(self._by_bytes) >= _REMEMBERED:
                self._by_bytes.clear()
            self._by_bytes[raw] = head


def target_of(raw: bytes) -> tuple[str, dict[str, list[str]]]:
    """Path and query of a request target, decoded; bytes that are no UTF-8 become U+FFFD. Raises UnicodeDecodeError."""
    target = raw.decode("ascii")
    if not target.startswith("/"):
        told = urlsplit(target)
        rooted = told.path if told.path.startswith("/") else "/"
        target = "*" if target == "*" else rooted + (f"?{told.query}" if told.query else "")
    path, _, query = target.partition("?")
    found: dict[str, list[str]] = {}
    for name, value in parse_qsl(query, keep_blank_values=True, errors="replace") if query else ():
        found.setdefault(name, []).append(value)
    return unquote(path, errors="replace") if "%" in path else path, found
