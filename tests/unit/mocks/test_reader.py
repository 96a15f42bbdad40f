"""Bytes made into requests: whole or in pieces, remembered or not, they are the same requests."""

import gzip
import zlib
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mocks.wire.reader
from mocks.wire.http11 import Heads, Request
from mocks.wire.reader import Reader

POST = b"POST /a?x=1&x=2&b= HTTP/1.1\r\nHost: x\r\nX-A: 1\r\nx-a: 2\r\nContent-Length: 5\r\n\r\nhello"
NEXT = b"GET /next HTTP/1.1\r\n\r\n"
UPGRADE = b"POST /u HTTP/1.1\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"


def read(*pieces: bytes, heads: Heads | None = None) -> tuple[list[Request], Reader]:
    reader = Reader(heads or Heads(), clock=lambda: datetime.now(UTC))
    return [request for piece in pieces for request in reader.read(piece)], reader


def told(requests: list[Request]) -> list[Any]:
    """What a request is, without when it came."""
    return [
        (one.head and (one.head.method, one.head.path, one.head.query, one.head.headers), one.body, one.fault)
        for one in requests
    ]


def test_a_request_is_read() -> None:
    ((head, body, fault),) = told(read(POST)[0])
    assert head == ("POST", "/a", {"x": ["1", "2"], "b": [""]}, {"host": "x", "x-a": "1, 2", "content-length": "5"})
    assert (body, fault) == (b"hello", "")


@given(cuts=st.lists(st.integers(0, 3 * len(POST) + len(NEXT)), max_size=6), is_known=st.booleans())
def test_it_does_not_matter_how_the_bytes_come(cuts: list[int], *, is_known: bool) -> None:
    heads = Heads()
    if is_known:
        (request,), _ = read(POST, heads=heads)
        assert request.head is not None
        heads.remember(request.head)
    whole = POST + POST + NEXT + POST
    ends = [0, *sorted(cut for cut in cuts if cut < len(whole)), len(whole)]
    pieces = [whole[start:end] for start, end in pairwise(ends)]
    requests, reader = read(*pieces, heads=heads)
    one = told(read(POST)[0])
    assert told(requests) == [*one, *one, *told(read(NEXT)[0]), *one]
    assert not reader.ended


@pytest.mark.parametrize(
    "raw",
    [
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Encoding: x\r\n\r\na",
        b"POST / HTTP/1.1\r\nContent-Length: 1\r\nExpect: 100-continue\r\n\r\na",
        b"CONNECT x:1 HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nX: " + b"y" * 5000 + b"\r\n\r\n",
        b"\r\n\r\n" + NEXT,
        UPGRADE + b"\r\n",
    ],
)
def test_a_head_that_does_not_say_all_is_never_remembered(raw: bytes) -> None:
    heads = Heads()
    (request, *_), _ = read(raw, heads=heads)
    assert request.head is not None
    heads.remember(request.head)
    assert heads.find(raw[: raw.index(b"\r\n\r\n") + 4]) is None


def test_only_so_many_heads_are_remembered() -> None:
    heads = Heads()
    for number in range(2000):
        raw = b"GET /%d HTTP/1.1\r\n\r\n" % number
        (request,), _ = read(raw, heads=heads)
        assert request.head is not None
        heads.remember(request.head)
        assert heads.find(raw) is request.head
    assert len(heads._by_bytes) <= 512


@pytest.mark.parametrize(
    "body", [b"Content-Length: 5\r\n\r\nhello", b"Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n"]
)
@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_an_offer_to_upgrade_is_not_taken_up_and_its_body_is_read(body: bytes, size: int) -> None:
    whole = UPGRADE + body + NEXT + UPGRADE + b"\r\n" + NEXT
    requests, _ = read(*(whole[start : start + size] for start in range(0, len(whole), size)))
    assert [(one.head and one.head.path, one.body, one.fault) for one in requests] == [
        ("/u", b"hello", ""),
        ("/next", b"", ""),
        ("/u", b"", ""),
        ("/next", b"", ""),
    ]


@pytest.mark.parametrize(
    "raw",
    [
        "GET /Đỗ HTTP/1.1\r\n\r\n".encode(),
        b"BREW / HTTP/1.1\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"POST / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
        b"POST / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nhello!",
        b"POST / HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
        b"GET / HTTP/1.1\r\nX-A : 1\r\n\r\n",
        b"GET / HTTP/1.1\r\nX-A: a\nX-B: c\r\n\r\n",
        b"GET / HTTP/1.1\r\nX: " + b"y" * 70_000,
        b"GET /" + b"y" * 70_000,
    ],
)
def test_what_is_no_http_ends_the_connection(raw: bytes) -> None:
    requests, reader = read(raw, NEXT)
    assert [(one.head, one.body, one.fault) for one in requests] == [(None, b"", "not-http")]
    assert requests[0].error
    assert reader.ended


@pytest.mark.parametrize(
    "raw",
    [
        b"POST /b HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"POST /b HTTP/1.1\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
        b"POST /b HTTP/1.1\r\nContent-Encoding: gzip\r\nContent-Length: 20\r\n\r\n"
        + gzip.compress(b"x" * 99, mtime=0)[:20],
    ],
)
def test_a_body_that_is_none_leaves_the_head(raw: bytes) -> None:
    requests, reader = read(raw, NEXT)
    assert [(one.head and one.head.path, one.body, one.fault) for one in requests] == [("/b", b"", "unreadable")]
    assert reader.ended


def test_packed_bodies_are_unpacked() -> None:
    raw = zlib.compressobj(wbits=-15)
    bare = raw.compress(b"hello") + raw.flush()
    for encoding, packed in (
        ("gzip", gzip.compress(b"hello", mtime=0)),
        ("X-GZIP", gzip.compress(b"hello", mtime=0)),
        ("deflate", zlib.compress(b"hello")),
        ("deflate", bare),
        ("br", b"hello"),
    ):
        head = f"POST / HTTP/1.1\r\nContent-Encoding: {encoding}\r\nContent-Length: {len(packed)}\r\n\r\n"
        assert [one.body for one in read(head.encode() + packed)[0]] == [b"hello"]


def test_a_body_that_is_too_large_is_read_but_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mocks.wire.reader, "MOST_BYTES", 100)
    monkeypatch.setattr(mocks.wire.reader, "ENDLESS", 200)
    packed = gzip.compress(b"x" * 1000, mtime=0)
    for raw in (
        b"POST / HTTP/1.1\r\nContent-Length: 150\r\n\r\n" + b"x" * 150,
        b"POST / HTTP/1.1\r\nContent-Length: 1000\r\n\r\n" + b"x" * 201,
        b"POST / HTTP/1.1\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed) + packed,
    ):
        requests, reader = read(raw)
        assert [(one.body, one.fault) for one in requests] == [(b"", "too-large")]
        assert reader.ended


@pytest.mark.parametrize(
    "raw", [b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n", b"GET / HTTP/1.0\r\n\r\n", b"GET /\r\n\r\n"]
)
def test_nothing_is_read_behind_the_last_request(raw: bytes) -> None:
    heads = Heads()
    for _ in range(2):
        requests, reader = read(raw + NEXT, NEXT, heads=heads)
        (request,) = requests
        assert request.head is not None
        assert (request.head.keep_alive, reader.ended) == (False, True)
        heads.remember(request.head)


def test_a_request_that_is_cut_has_its_head() -> None:
    for pieces, path in (((POST[:-2],), "/a"), ((POST, POST[:-1]), "/a"), ((POST, POST[:20]), None), ((POST,), None)):
        _, reader = read(*pieces)
        request = reader.cut()
        assert (request and request.head and request.head.path) == path
        assert request is None or (request.fault, request.body) == ("cut", b"")


def test_who_waits_to_be_told_to_go_on() -> None:
    head = b"POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"
    _, reader = read(head)
    assert reader.wants_continue
    assert [one.body for one in reader.read(b"ab")] == [b"ab"]
    assert not read(head + b"ab")[1].wants_continue


@pytest.mark.parametrize(
    ("target", "path", "query"),
    [
        ("/a%20b/%C4%91", "/a b/đ", {}),
        ("/a%FF", "/a\ufffd", {}),
        ("*", "*", {}),
        ("http://h:1/p?q=1", "/p", {"q": ["1"]}),
        ("http://h:1", "/", {}),
        ("/?q=%FF&%C4%91=a+b&x", "/", {"q": ["\ufffd"], "đ": ["a b"], "x": [""]}),
        ("//x/y", "//x/y", {}),
    ],
)
def test_targets(target: str, path: str, query: dict[str, list[str]]) -> None:
    (request,), _ = read(f"OPTIONS {target} HTTP/1.1\r\n\r\n".encode())
    assert request.head is not None
    assert (request.head.path, request.head.query) == (path, query)
