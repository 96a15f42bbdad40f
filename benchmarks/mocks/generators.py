# ruff: noqa: INP001 - a script, or a part of one
"""The generators: wrk where it is installed, else one of our own. Closed loop, a bounded time, loopback only."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast
from urllib.parse import urlsplit

from corpus import CODE, HEADERS, PATH, REFUSED, Body

CONNECTIONS = 32
LUA = Path(__file__).with_name("push.lua")


@dataclass(frozen=True)
class Load:
    """What one run of a generator saw. `invalid`: requests sent whose body breaks the schema; times in ms."""

    accepted: int
    refused: int
    invalid: int
    seconds: float
    p50_ms: float
    p99_ms: float
    broken: int

    @property
    def rate(self) -> float:
        """Answers a second."""
        return (self.accepted + self.refused) / self.seconds

    @property
    def refused_as_sent(self) -> bool:
        """Whether what was refused are the invalid ones, but for the requests under way at the end."""
        return self.broken == 0 and abs(self.refused - self.invalid) <= CONNECTIONS


@contextmanager
def awake(core: int) -> Iterator[None]:
    """Keep a core from falling asleep while the context is open, by work that gives way to any other.

    A core that sleeps must be woken for every answer, which on a virtual machine costs the server up to 40 µs of its
    own time: a quick server would be measured by that, and not by what it does.
    """
    command = ["taskset", "-c", str(core), "chrt", "--idle", "0", sys.executable, "-c", "while True: pass"]
    with subprocess.Popen(command) as spinning:
        try:
            yield
        finally:
            spinning.kill()


def find_wrk() -> str | None:
    """The program wrk, if it is installed."""
    return shutil.which("wrk")


def drive_with_wrk(url: str, bodies: Sequence[Body], *, seconds: float, first: int, core: int) -> Load:
    """Keep CONNECTIONS connections busy from one thread of wrk, pinned to `core`."""
    with TemporaryDirectory() as folder:
        pushes = Path(folder) / "pushes.lua"
        pushes.write_text("return {\n" + ",\n".join(_lua(url, body) for body in bodies) + "}\n", encoding="utf-8")
        command = ["taskset", "-c", str(core), "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds:g}s", "--timeout", "10s"]
        environment = os.environ | {"PUSHES": str(pushes), "FIRST": str(first)}
        done = subprocess.run(
            [*command, "-s", str(LUA), url], env=environment, capture_output=True, text=True, check=True
        )
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("RESULT ")]
    return Load(**json.loads(line.removeprefix("RESULT ")))


def drive_with_our_own(
    url: str, bodies: Sequence[Body], *, seconds: float, first: int, core: int, count: int | None = None
) -> Load:
    """The same in a Python process of its own, pinned to `core`; it ends after `count` requests, if told."""
    told = {"url": url, "bodies": [[b.before.decode(), b.after.decode(), b.valid] for b in bodies]}
    command = ["taskset", "-c", str(core), sys.executable, __file__]
    options = json.dumps(told | {"seconds": seconds, "first": first, "count": count})
    done = subprocess.run(command, input=options, capture_output=True, text=True, check=True)
    return Load(**json.loads(done.stdout))


class Line(asyncio.Protocol):
    """One connection: sends the next push as soon as the answer to the last is whole."""

    def __init__(self, run: "Run") -> None:
        self._run = run
        self._got = b""
        self._sent = 0.0
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is one by its methods, not by its class
        self._next()

    def data_received(self, data: bytes) -> None:
        """Count a whole answer and go on."""
        self._got += data
        head, found, body = self._got.partition(b"\r\n\r\n")
        if not found or not _whole(head.lower(), body):
            return
        self._got = b""
        self._run.heard(head, body, time.perf_counter() - self._sent)
        self._next()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - the signature is asyncio's
        """A connection that ends before its time is broken."""
        self._run.lost(self)

    def _next(self) -> None:
        request = self._run.next()
        if self._transport is None or request is None:
            self._run.lost(self, broken=False)
            return
        self._sent = time.perf_counter()
        self._transport.write(request)


class Run:
    """One run of our own generator."""

    def __init__(self, url: str, bodies: Sequence[Body], *, seconds: float, first: int, count: int | None) -> None:
        self._requests = [(_head(url, body) + body.before, body.after, body.valid) for body in bodies]
        self._seconds, self._code = seconds, first
        self._last = None if count is None else first + count
        self._begun = time.perf_counter()
        self._accepted = self._refused = self._invalid = self._broken = 0
        self._took: list[float] = []
        self._open: set[Line] = set()
        self._done = asyncio.Event()

    async def drive(self, host: str, port: int) -> Load:
        """Keep the connections busy until the time is over and the last answers are in."""
        loop = asyncio.get_running_loop()
        for _ in range(CONNECTIONS):
            line = Line(self)
            self._open.add(line)
            await loop.create_connection(lambda line=line: line, host, port)  # type: ignore[misc]
        await asyncio.wait_for(self._done.wait(), self._seconds + 15)
        self._took.sort()
        p50, p99 = (round(self._took[int(len(self._took) * part)] * 1000, 3) for part in (0.5, 0.99))
        seconds = time.perf_counter() - self._begun
        return Load(self._accepted, self._refused, self._invalid, seconds, p50, p99, self._broken)

    def next(self) -> bytes | None:
        """The next request; None when the time is over, or there are enough."""
        if time.perf_counter() - self._begun >= self._seconds or self._code == self._last:
            return None
        self._code += 1
        before, after, valid = self._requests[self._code % len(self._requests)]
        self._invalid += not valid
        return before + (CODE % self._code).encode() + after

    def heard(self, head: bytes, body: bytes, took: float) -> None:
        """Count one answer."""
        accepted = b" 200 " in head[:20] and REFUSED.encode() not in body
        self._accepted += accepted
        self._refused += not accepted
        self._took.append(took)

    def lost(self, line: Line, *, broken: bool = True) -> None:
        """A connection has ended; the run ends with the last."""
        if line in self._open:
            self._open.discard(line)
            self._broken += broken
        if not self._open:
            self._done.set()


def _whole(head: bytes, body: bytes) -> bool:
    if b"transfer-encoding: chunked" in head:
        return body.endswith(b"0\r\n\r\n")
    _, found, rest = head.partition(b"content-length:")
    return not found or len(body) >= int(rest.partition(b"\r\n")[0])


def _head(url: str, body: Body) -> bytes:
    lines = [f"POST {PATH} HTTP/1.1", f"Host: {urlsplit(url).netloc}", f"Content-Length: {len(body.with_code(1))}"]
    return "\r\n".join([*lines, *(f"{name}: {value}" for name, value in HEADERS.items()), "", ""]).encode()


def _lua(url: str, body: Body) -> str:
    parts = ((_head(url, body) + body.before).decode(), body.after.decode())
    quoted = ", ".join(
        json.dumps(part, ensure_ascii=False) for part in parts
    )  # Lua reads the escapes of JSON as its own
    return f"{{{'true' if body.valid else 'false'}, {quoted}}}"


def main() -> None:
    """Our own generator as a process: options on standard input, the Load as JSON on standard output."""
    told = json.load(sys.stdin)
    bodies = [Body(before.encode(), after.encode(), valid) for before, after, valid in told["bodies"]]
    address = urlsplit(told["url"])

    async def drive() -> Load:
        run = Run(told["url"], bodies, seconds=told["seconds"], first=told["first"], count=told["count"])
        return await run.drive(str(address.hostname), int(address.port or 80))

    try:
        import uvloop  # noqa: PLC0415 - it may be missing
    except ImportError:
        loop_factory = None
    else:
        loop_factory = uvloop.new_event_loop
    with asyncio.Runner(loop_factory=loop_factory) as runner:
        json.dump(vars(runner.run(drive())), sys.stdout)


if __name__ == "__main__":
    main()
