"""A proxy between any province and a national system that makes its messages wrong, one kind in one way.

It knows no province: what a message is, the system's profile says. What is kept back is answered as the first message
of its kind was that was no error, so that the sender takes it for sent.
"""

import asyncio
import random
import threading
from collections import defaultdict
from collections.abc import Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any, Final, TypeVar

import aiohttp
from aiohttp import web
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from specs.profile import Profile
from tests.selfcheck.mutation_fields import CHANGES, applicable, fields, read_body, write_body

PER_HOP: Final = {"connection", "content-length", "keep-alive", "transfer-encoding"}
WHOLE: Final = ("drop", "double", "reorder", "delay")
DELAY_S: Final = 6.0
"""Longer than what the installation promises (`sync_within_s`, 4 s)."""
STOP_WITHIN_S: Final = 10
LONGEST_S: Final = 60
LARGEST: Final = 2**26
T = TypeVar("T")


@dataclass(frozen=True)
class Mutant:
    """A kind of message and a way to make it wrong: a field with a change, or the whole message with one of WHOLE.

    A field is wrong in every message of the kind; a whole message in each second or third, as the seed has it.
    """

    system: str
    operation: str
    pointer: str
    change: str
    seed: int


@dataclass(frozen=True)
class Message:
    """A request as it came, and which operation it is by the profile ("" if none)."""

    operation: str
    method: str
    path: str
    headers: Mapping[str, str]
    raw: bytes

    @property
    def content_type(self) -> str:
        return self.headers.get("Content-Type", "")


@dataclass(frozen=True)
class Answer:
    """An answer as it came."""

    status: int
    headers: Mapping[str, str]
    raw: bytes

    def again(self) -> web.Response:
        """To be sent to whoever asked."""
        return web.Response(status=self.status, headers=self.headers, body=self.raw)


@dataclass
class Proxy:
    """What it met: `seen` are the fields of each operation with the changes that apply to them; `hits` were changed."""

    target: str
    profile: Profile
    mutant: Mutant | None
    seen: dict[str, dict[str, list[str]]] = field(default_factory=lambda: defaultdict(dict))
    hits: int = 0
    _first: dict[str, Answer] = field(default_factory=dict)
    _count: int = 0
    _held: list[Message] = field(default_factory=list)
    _late: set[asyncio.Task[Answer]] = field(default_factory=set)
    _client: aiohttp.ClientSession | None = None

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Pass a message on, or do to it what the mutant does. Either side's silence is passed on as silence."""
        message = await self._read(request)
        try:
            answer = await (self._wrong(message) if self._is_wrong(message) else self._right(message))
        except (aiohttp.ClientError, TimeoutError):
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        if answer.status < HTTPStatus.BAD_REQUEST:
            self._first.setdefault(message.operation, answer)
        return answer.again()

    async def _read(self, request: web.Request) -> Message:
        raw, kind = await request.read(), request.headers.get("Content-Type", "")
        tree = read_body(raw, kind)
        found = self.profile.match(request.method, request.path, tree)
        if found:
            known = self.seen[found.name]
            known.setdefault("", list(WHOLE))
            for pointer, value in fields(tree):
                changes = known.setdefault(pointer, [])
                changes += [name for name in applicable(value, kind) if name not in changes]
        headers = without_hop(request.headers)
        return Message(found.name if found else "", request.method, request.raw_path, headers, raw)

    def _is_wrong(self, message: Message) -> bool:
        if self.mutant is None or self.mutant.operation != message.operation:
            return False
        if self.mutant.pointer:
            return True
        rng = random.Random(self.mutant.seed)
        every = rng.choice([2, 3])
        self._count += 1
        return message.operation in self._first and self._count % every == rng.randrange(every)

    async def _right(self, message: Message) -> Answer:
        """Send it on, and after it what was held back for one of its kind."""
        answer = await self._send(message)
        if self.mutant and message.operation == self.mutant.operation:
            held, self._held = self._held, []
            for one in held:
                await self._send(one)
        return answer

    async def _wrong(self, message: Message) -> Answer:
        mutant = self.mutant
        match mutant.change if mutant else "":
            case "drop":
                pass
            case "double":
                self.hits += 1
                await self._send(message)
                return await self._send(message)
            case "reorder":
                self._held.append(message)
            case "delay":
                task = asyncio.get_running_loop().create_task(self._send_later(message))
                self._late.add(task)
                task.add_done_callback(self._late.discard)
            case change:
                return await self._send(self._changed(message, mutant.pointer if mutant else "", change))
        self.hits += 1
        return self._first[message.operation]

    def _changed(self, message: Message, pointer: str, change: str) -> Message:
        raw = write_body(message.raw, message.content_type, pointer, CHANGES[change])
        now, before = (read_body(body, message.content_type) for body in (raw, message.raw))
        self.hits += now != before
        return replace(message, raw=raw) if now != before else message

    async def _send_later(self, message: Message) -> Answer:
        await asyncio.sleep(DELAY_S)
        return await self._send(message)

    async def _send(self, message: Message) -> Answer:
        assert self._client is not None
        async with self._client.request(
            message.method,
            URL(f"{self.target}{message.path}", encoded=True),
            headers=message.headers,
            data=message.raw,
            allow_redirects=False,
            skip_auto_headers=["Content-Type", "User-Agent", "Accept", "Accept-Encoding"],
        ) as answer:
            return Answer(answer.status, without_hop(answer.headers), await answer.read())

    async def open(self) -> tuple[web.AppRunner, int]:
        """Listen on a free port of loopback; gives that port."""
        self._client = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=LONGEST_S),
            auto_decompress=False,
            connector=aiohttp.TCPConnector(limit=0),
            cookie_jar=aiohttp.DummyCookieJar(),
        )
        app = web.Application(client_max_size=LARGEST)
        app.router.add_route("*", "/{path:.*}", self.handle)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1, handler_cancellation=True)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return runner, int(runner.addresses[0][1])

    async def close(self, runner: web.AppRunner) -> None:
        """End whatever is under way."""
        for task in self._late:
            task.cancel()
        await runner.cleanup()
        if self._client is not None:
            await self._client.close()


def without_hop(headers: CIMultiDictProxy[str]) -> CIMultiDict[str]:
    """What concerns both ends, as it came."""
    return CIMultiDict((name, value) for name, value in headers.items() if name.lower() not in PER_HOP)


@contextmanager
def proxies(wanted: Sequence[Proxy]) -> Iterator[list[str]]:
    """Run them while the block lasts, in a thread of their own; gives the base URLs to call instead."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    def run(what: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(what, loop).result(timeout=STOP_WITHIN_S)

    opened = [(proxy, *run(proxy.open())) for proxy in wanted]
    try:
        yield [f"http://127.0.0.1:{port}" for _, _, port in opened]
    finally:
        for proxy, runner, _ in opened:
            run(proxy.close(runner))
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=STOP_WITHIN_S)
        loop.close()
