"""Answers as bytes on the wire: whole ones, of which the connection may be kept. Broken ones: `misbehaviour.py`."""

import time
from collections.abc import Iterable
from email.utils import formatdate
from functools import lru_cache
from http import HTTPStatus
from typing import Any, Final, TypeAlias

import orjson

from mocks.core.system import Answer
from mocks.stage.misbehaviour import Rendered
from mocks.wire.http11 import Head

Json: TypeAlias = Any
SERVER: Final = "web"  # names no software, as no real counterpart would name ours
JSON_TYPE: Final = "application/json; charset=utf-8"
TEXT_TYPE: Final = "text/plain; charset=utf-8"
BINARY_TYPE: Final = "application/octet-stream"
_BODILESS: Final = (204, 304)
_USUAL: Final = 2  # headers: server and media type


def rendered(answer: Answer) -> Rendered:
    """An answer with the bytes of its body and all headers but those of framing."""
    body, media = b"", answer.media_type
    if answer.content is not None:
        body, media = answer.content, media or BINARY_TYPE
    elif answer.text is not None:
        body, media = answer.text.encode(), media or TEXT_TYPE
    elif answer.body is not None:
        body, media = orjson.dumps(answer.body), media or JSON_TYPE
    headers = {"Server": SERVER, "Content-Type": media} if media else {"Server": SERVER}
    return Rendered(
        status=answer.status, headers={**headers, **answer.headers} if answer.headers else headers, body=body
    )


def on_the_wire(answer: Rendered, head: Head | None, *, close: bool) -> bytes:
    """The whole answer to a request with that head. Raises ValueError for a header that holds a line break."""
    if len(answer.headers) <= _USUAL:
        start = _usual_start(answer.status, tuple(answer.headers.items()))
    else:
        start = _start(answer.status, answer.headers.items())
    length = b"" if answer.status in _BODILESS else b"Content-Length: %d\r\n" % len(answer.body)
    connection = b"Connection: close\r\n" if close else b"Connection: keep-alive\r\n" if head and head.is_old else b""
    whole = b"%bDate: %b\r\n%b%b\r\n" % (start, _date(int(time.time())), length, connection)
    return whole if not length or (head is not None and head.method == "HEAD") else whole + answer.body


@lru_cache(maxsize=256)
def _usual_start(status: int, headers: tuple[tuple[str, str], ...]) -> bytes:
    """As `_start`, remembered; only for server and media type, as other headers may hold somebody's secret."""
    return _start(status, headers)


def _start(status: int, headers: Iterable[tuple[str, str]]) -> bytes:
    lines = [f"HTTP/1.1 {status} {_phrase(status)}"]
    for name, text in headers:
        if any(sign in name + text for sign in "\r\n\0"):
            raise ValueError(f"the header {name!r} holds a line break")
        lines.append(f"{name}: {text}")
    return "\r\n".join([*lines, ""]).encode()


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


@lru_cache(maxsize=2)
def _date(second: int) -> bytes:
    return formatdate(second, usegmt=True).encode()
