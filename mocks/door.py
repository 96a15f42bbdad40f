"""The door of a mock: every request of the national port is journaled here, and answered or met with silence."""

import asyncio
import socket
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from time import perf_counter
from typing import Any, TypeAlias

import jsonschema_rs
import orjson
from aiohttp import web

from mocks.behaviour import Applied, Behaviours
from mocks.exchange import Outcome, Writer
from mocks.journal import Journal
from mocks.redactor import Message
from mocks.system import Answer, Call, System

Json: TypeAlias = Any
MOST_DEFECTS = 100
JSON_TYPE = "application/json; charset=utf-8"
TEXT_TYPE = "text/plain; charset=utf-8"
SERVER = "web"  # aiohttp would name itself, which no real counterpart does
RESET_AT_ONCE = struct.pack("ii", 1, 0)  # SO_LINGER on, 0 s: closing sends RST instead of FIN


def now() -> datetime:
    """The instant, UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Visit:
    """One request while it is at the door. `seq` is its place in the journal, taken once it has arrived whole."""

    started: datetime
    begun: float
    seq: int
    message: Message
    call: Call


class Door:
    """Turns requests into exchanges and the handler's Answers into responses; one a mock."""

    def __init__(
        self,
        system: System,
        *,
        journal: Journal,
        behaviours: Behaviours,
        writer: Writer,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._system = system
        self._journal = journal
        self._behaviours = behaviours
        self._writer = writer
        self._clock = clock
        self._validators = {
            operation.name: jsonschema_rs.Draft202012Validator(operation.request_schema, mask="the value")
            for operation in system.profile.operations
        }

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request. A sender that hangs up is journaled as `cut`; a defect of the mock as status 500."""
        started, begun = self._clock(), perf_counter()
        try:
            raw = await request.read()
        except (web.HTTPRequestEntityTooLarge, web.RequestPayloadError) as exc:
            visit = self._visit(request, b"", started=started, begun=begun)
            told = exc.status if isinstance(exc, web.HTTPRequestEntityTooLarge) else 400
            return self._answered(visit, Answer(status=told, text="", facts={"answered": "unreadable"}))
        except (asyncio.CancelledError, ConnectionError):
            self._settle(self._visit(request, b"", started=started, begun=begun), Outcome(answer=None, silence="cut"))
            raise
        return await self._attend(request, self._visit(request, raw, started=started, begun=begun))

    def unreadable(self, error: BaseException | None) -> web.Response:
        """Journal and answer what is not even HTTP; only the kind of error is kept, as its text quotes what came."""
        facts = {"answered": "unreadable", "http_error": type(error).__name__}
        seq = self._journal.open()
        self._journal.settle(seq, self._writer.write_blank(seq, self._clock(), facts, status=400))
        return web.Response(status=400, text="Bad Request", headers={"Server": SERVER})

    async def _attend(self, request: web.BaseRequest, visit: Visit) -> web.StreamResponse:
        answer: Answer | None = None
        try:
            if visit.call.behaviours.take("reset") is not None:
                return self._reset(request, visit)
            answer = self._decide(visit.call)
            if (late := visit.call.behaviours.take("answer-late")) is not None:
                await asyncio.sleep(late["delay_s"])
        except asyncio.CancelledError:
            self._settle(visit, Outcome(answer=answer, silence="cut"))
            raise
        except Exception as exc:  # whatever broke is ours: journaled as such, then raised on
            broken = Answer(status=500, text="", facts={"mock_error": type(exc).__name__})
            self._answered(visit, broken)
            raise
        if request.transport is None or request.transport.is_closing():
            self._settle(visit, Outcome(answer=answer, silence="cut"))
            return web.Response()
        return self._answered(visit, answer)

    def _decide(self, call: Call) -> Answer:
        if (unavailable := call.behaviours.take("unavailable")) is not None:
            return Answer(status=unavailable["status"], text="Service Unavailable", facts={"answered": "unavailable"})
        return self._system.handler.answer(call)

    def _reset(self, request: web.BaseRequest, visit: Visit) -> web.StreamResponse:
        """Break the connection with a TCP reset: nothing was done and nothing is answered."""
        self._settle(visit, Outcome(answer=Answer(facts={"answered": "reset"}), silence="reset"))
        transport = request.transport
        if transport is not None:
            connection = transport.get_extra_info("socket")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_AT_ONCE)
            transport.abort()
        return web.Response()

    def _visit(self, request: web.BaseRequest, raw: bytes, *, started: datetime, begun: float) -> Visit:
        message = _read_message(request.headers, raw)
        operation = self._system.profile.match(request.method, request.path, message.body)
        call = Call(
            operation=operation,
            method=request.method,
            path=_readable(request.path),
            query={_readable(name): list(map(_readable, request.query.getall(name))) for name in request.query},
            headers=message.headers,
            body=message.body,
            is_json=message.is_json,
            defects=self._defects(operation.name, message) if operation else (),
            behaviours=Applied(self._behaviours, operation.name if operation else None),
        )
        return Visit(started, begun, self._journal.open(), message, call)

    def _defects(self, operation: str, message: Message) -> tuple[Mapping[str, str], ...]:
        """Breaches of the request schema; their texts never quote a value."""
        if not message.is_json:
            return ()
        try:
            errors = list(islice(self._validators[operation].iter_errors(message.body), MOST_DEFECTS))
        except ValueError:  # the validator's own limit: 255 levels
            return ({"pointer": "", "rule": "depth", "message": "the body is nested too deeply to be validated"},)
        return tuple(
            {"pointer": _pointer(error.instance_path), "rule": str(error.kind.name), "message": error.message}
            for error in errors
        )

    def _answered(self, visit: Visit, answer: Answer) -> web.Response:
        body = orjson.dumps(answer.body) if answer.text is None else answer.text.encode()
        headers = {"Content-Type": JSON_TYPE if answer.text is None else TEXT_TYPE} | dict(answer.headers)
        lowered = {name.lower(): value for name, value in headers.items()}
        is_json = answer.text is None
        sent = Message(headers=lowered, size=len(body), is_json=is_json, body=answer.body, text=answer.text)
        elapsed = round((perf_counter() - visit.begun) * 1000, 3)
        self._settle(visit, Outcome(answer=answer, sent=sent, elapsed_ms=elapsed))
        return web.Response(status=answer.status, body=body, headers={"Server": SERVER} | headers)

    def _settle(self, visit: Visit, outcome: Outcome) -> None:
        """Fill the place of the visit, whatever happens: an empty place would hold the whole journal back."""
        try:
            exchange = self._writer.write(visit.seq, visit.started, visit.message, visit.call, outcome)
            self._journal.settle(visit.seq, exchange)
        except Exception as exc:  # whatever broke is ours: journaled as such, then raised on
            facts = {"mock_error": type(exc).__name__}
            blank = self._writer.write_blank(visit.seq, visit.started, facts, status=500)
            self._journal.settle(visit.seq, blank)
            raise


def _read_message(headers: Mapping[str, str], raw: bytes) -> Message:
    lowered: dict[str, str] = {}
    for name, value in headers.items():
        key, text = name.lower(), _readable(value)
        lowered[key] = f"{lowered[key]}, {text}" if key in lowered else text
    try:
        return Message(headers=lowered, size=len(raw), is_json=True, body=orjson.loads(raw))
    except orjson.JSONDecodeError:
        return Message(headers=lowered, size=len(raw), text=raw.decode(errors="replace"))


def _readable(text: str) -> str:
    """Text whose bytes were no UTF-8 (aiohttp keeps them as surrogates) with U+FFFD in their place."""
    return text if text.isascii() else text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _pointer(path: list[str | int]) -> str:
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)
