"""Reads the requests of one connection: httptools (llhttp) parses, what is remembered need not be parsed again."""

from collections.abc import Callable
from datetime import datetime
from time import perf_counter
from typing import Final

import httptools

from mocks.wire.http11 import Fault, Head, Heads, Request, target_of
from mocks.wire.unpacking import NotUnpacked, TooLarge, unpacked

MOST_BYTES: Final = 32 * 1024 * 1024
MOST_HEAD: Final = 64 * 1024
ENDLESS: Final = 2 * MOST_BYTES  # how much of a message that is too large is read before the connection is given up
_END: Final = b"\r\n\r\n"
_VERSION: Final = "1.1"
_UNPLAIN: Final = ("transfer-encoding", "content-encoding", "expect", "upgrade")


class Reader:
    """The requests of one connection, in their order. It has `ended` after one that cannot be served or is the last.

    `wants_continue`: the sender waits for 100 Continue before it sends the body; whoever says so takes that back. The
    methods `on_…` are called by the parser.
    """

    def __init__(self, heads: Heads, *, clock: Callable[[], datetime]) -> None:
        self._heads = heads
        self._clock = clock
        self._parser = httptools.HttpRequestParser(self)
        self._done: list[Request] = []
        self._between = True
        self._raw: bytes | None = None
        self._url: bytes = b""
        self._fields: list[tuple[bytes, bytes]] = []
        self._request: Request | None = None
        self._body: list[bytes] = []
        self._size = 0
        self.ended = False
        self.wants_continue = False

    def read(self, data: bytes) -> list[Request]:
        """The requests that end with these bytes."""
        while data and self._between and not self.ended:
            end = data.find(_END) + len(_END)
            head = self._heads.find(data[:end])
            if head is None or len(data) < end + head.length:
                self._raw = data[:end] if end > len(_END) else None
                break
            self._done.append(Request(head, data[end : end + head.length], self._clock(), perf_counter()))
            self.ended = not head.keep_alive
            data = data[end + head.length :]
        if data and not self.ended:
            self._parse(data)
        done, self._done = self._done, []
        return done

    def cut(self) -> Request | None:
        """What was on its way when the sender hung up: a request whose head had come."""
        if self._request is not None:
            self._finish("cut")
        return self._done.pop() if self._done else None

    def _parse(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade as exc:
            self._go_on(data[exc.args[0] :])
            return
        except httptools.HttpParserError as exc:
            self._finish("not-http" if self._request is None else "unreadable", error=type(exc).__name__)
            return
        if self._request is None and not self._between:
            self._size += len(data)
            if self._size > MOST_HEAD:
                self._finish("not-http", error="HeadTooLong")

    def _go_on(self, rest: bytes) -> None:
        """Read on behind a head that offers another protocol, which is not taken up.

        The parser leaves the body of such a request unread. Another one reads it, as if it were that of a request
        whose head says nothing but how its body ends; `on_headers_complete` then keeps the head there is.
        """
        self._parser = httptools.HttpRequestParser(self)
        if self._request is not None and self._request.head is not None:
            told = self._request.head.headers
            chunked = "transfer-encoding" in told
            framing = (
                f"transfer-encoding: {told['transfer-encoding']}"
                if chunked
                else f"content-length: {told['content-length']}"
            )
            rest = f"POST / HTTP/1.1\r\n{framing}\r\n\r\n".encode() + rest
        self._parse(rest)

    def on_message_begin(self) -> None:
        """A request begins."""
        self._between = False
        self._url, self._fields, self._body, self._size = b"", [], [], 0

    def on_url(self, url: bytes) -> None:
        """A part of its target."""
        self._url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        """One header."""
        self._fields.append((name, value))

    def on_headers_complete(self) -> None:
        """The head has come."""
        if self._request is not None:
            return
        started, begun = self._clock(), perf_counter()
        try:
            path, query = target_of(self._url)
        except ValueError:
            raise httptools.HttpParserInvalidURLError("not ASCII") from None
        headers = _headers(self._fields)
        length, method = headers.get("content-length", "0"), self._parser.get_method()
        plain = length.isdecimal() and headers.keys().isdisjoint(_UNPLAIN) and self._is_whole(self._raw, method)
        head = Head(
            method=method.decode("ascii"),
            path=path,
            query=query,
            headers=headers,
            length=int(length) if length.isdecimal() else 0,
            encoding=headers.get("content-encoding", "").lower(),
            keep_alive=self._parser.should_keep_alive(),
            is_old=self._parser.get_http_version() != _VERSION,
            raw=self._raw if plain else None,
        )
        self._raw, self._size = None, 0
        self._request = Request(head, b"", started, begun)
        self.wants_continue = headers.get("expect", "").lower() == "100-continue"

    def _is_whole(self, raw: bytes | None, method: bytes) -> bool:
        """Whether these bytes are the head that was parsed: its first line, a line for each header, an empty one."""
        if raw is None or method == b"CONNECT":
            return False
        return raw.startswith(method + b" ") and raw.count(b"\r\n") == len(self._fields) + 2

    def on_body(self, data: bytes) -> None:
        """A part of the body. One that is too large is read on, but not kept: most senders listen only at its end."""
        self._size += len(data)
        if self._size <= MOST_BYTES:
            self._body.append(data)
        elif self._size > ENDLESS:
            self._finish("too-large")

    def on_message_complete(self) -> None:
        """The request has come to its end; one that offers another protocol only if it has no body."""
        head = self._request.head if self._request is not None else None
        if head is not None and self._parser.should_upgrade() and (head.length or "transfer-encoding" in head.headers):
            return
        self._finish("too-large" if self._size > MOST_BYTES else "")

    def _finish(self, fault: Fault, *, error: str = "") -> None:
        if self.ended:
            return
        request = self._request or Request(None, b"", self._clock(), perf_counter())
        if not fault and request.head is not None:
            try:
                request.body = unpacked(b"".join(self._body), request.head.encoding, most=MOST_BYTES)
            except NotUnpacked:
                fault, error = "unreadable", "NotUnpacked"
            except TooLarge:
                fault = "too-large"
        request.fault, request.error = fault, error
        self._done.append(request)
        self.ended = bool(fault) or request.head is None or not request.head.keep_alive
        self._request, self._between, self._body, self.wants_continue = None, True, [], False


def _headers(fields: list[tuple[bytes, bytes]]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for raw_name, raw_value in fields:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("utf-8", "replace")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers
