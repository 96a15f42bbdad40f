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
from aiohttp import ClientError, web

from mocks.behaviour import Applied, Behaviours
from mocks.journal import Journal
from mocks.redactor import Message, Redactor
from mocks.system import Answer, Call, System

Json: TypeAlias = Any
MOST_DEFECTS = 100
MOST_BYTES = 32 * 1024 * 1024
JSON_TYPE = "application/json; charset=utf-8"
TEXT_TYPE = "text/plain; charset=utf-8"
RESET_AT_ONCE = struct.pack("ii", 1, 0)  # SO_LINGER on, 0 s: close() sends RST instead of FIN


def now() -> datetime:
    """The instant, UTC."""
    return datetime.now(UTC)


@dataclass
class Visit:
    """One request while it is at the door. `seq` is its place in the journal, taken once it has arrived whole."""

    started: datetime
    begun: float
    seq: int
    message: Message
    call: Call


class Door:
    """Turns requests into Exchanges and the handler's Answers into responses; one a mock."""

    def __init__(
        self,
        system: System,
        *,
        journal: Journal,
        behaviours: Behaviours,
        redactor: Redactor,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._system = system
        self._journal = journal
        self._behaviours = behaviours
        self._redactor = redactor
        self._clock = clock
        self._validators = {
            operation.name: jsonschema_rs.Draft202012Validator(operation.request_schema, mask="the value")
            for operation in system.profile.operations
        }

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one request. A sender that hangs up is journaled as `cut`; a defect of the mock as status 500."""
        started, begun = self._clock(), perf_counter()
        try:
            raw = await request.read()
        except web.HTTPRequestEntityTooLarge:
            visit = self._visit(request, b"", started=started, begun=begun)
            return self._answered(visit, Answer(status=413, text="Request Entity Too Large"))
        except (asyncio.CancelledError, ClientError, ConnectionError):
            self._settle(self._visit(request, b"", started=started, begun=begun), None, silence="cut")
            raise
        visit = self._visit(request, raw, started=started, begun=begun)
        return await self._attend(request, visit)

    async def _attend(self, request: web.Request, visit: Visit) -> web.StreamResponse:
        answer: Answer | None = None
        try:
            if visit.call.behaviours.take("reset") is not None:
                return self._reset(request, visit)
            answer = self._decide(visit.call)
            if (late := visit.call.behaviours.take("answer-late")) is not None:
                await asyncio.sleep(late["delay_s"])
        except asyncio.CancelledError:
            self._settle(visit, answer, silence="cut")
            raise
        except Exception as exc:  # whatever broke is ours: journaled as such, then raised on
            self._settle(visit, Answer(status=500, facts={"mock_error": f"{type(exc).__name__}: see the mock's log"}))
            raise
        if request.transport is None or request.transport.is_closing():
            self._settle(visit, answer, silence="cut")
            return web.Response(status=499)
        return self._answered(visit, answer)

    def _decide(self, call: Call) -> Answer:
        if (unavailable := call.behaviours.take("unavailable")) is not None:
            return Answer(status=unavailable["status"], text="Service Unavailable", facts={"answered": "unavailable"})
        return self._system.handler.answer(call)

    def _reset(self, request: web.Request, visit: Visit) -> web.StreamResponse:
        """Break the connection with a TCP reset: nothing was done and nothing is answered."""
        self._settle(visit, Answer(facts={"answered": "reset"}), silence="reset")
        transport = request.transport
        if transport is not None:
            connection = transport.get_extra_info("socket")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_AT_ONCE)
            transport.abort()
        return web.Response(status=499)

    def _visit(self, request: web.Request, raw: bytes, *, started: datetime, begun: float) -> Visit:
        message = _read_message(request.headers, raw)
        profile = self._system.profile
        operation = profile.match(request.method, request.path, message.body)
        call = Call(
            operation=operation,
            method=request.method,
            path=request.path,
            query={name: request.query.getall(name) for name in request.query},
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
        errors = self._validators[operation].iter_errors(message.body)
        return tuple(
            {"pointer": _pointer(error.instance_path), "rule": str(error.kind.name), "message": error.message}
            for error in islice(errors, MOST_DEFECTS)
        )

    def _answered(self, visit: Visit, answer: Answer) -> web.Response:
        body = (answer.text or "").encode() if answer.text is not None else orjson.dumps(answer.body)
        headers = {"Content-Type": TEXT_TYPE if answer.text is not None else JSON_TYPE} | dict(answer.headers)
        lowered = {name.lower(): value for name, value in headers.items()}
        message = Message(
            headers=lowered, size=len(body), is_json=answer.text is None, body=answer.body, text=answer.text
        )
        self._settle(visit, answer, message=message)
        return web.Response(status=answer.status, body=body, headers=headers)

    def _settle(
        self, visit: Visit, answer: Answer | None, *, message: Message | None = None, silence: str | None = None
    ) -> None:
        """Write the exchange into its place. `message` None with no silence: the answer had no body."""
        self._journal.settle(visit.seq, self._exchange(visit, answer, message=message, silence=silence))

    def _exchange(
        self, visit: Visit, answer: Answer | None, *, message: Message | None, silence: str | None
    ) -> dict[str, Json]:
        call, profile = visit.call, self._system.profile
        request, count, identities = self._redactor.request(
            visit.message, method=call.method, path=call.path, query=call.query, operation=call.operation
        )
        response = None
        if answer is not None and silence is None:
            heard = message or Message(headers={}, size=0)
            response, more = self._redactor.response(heard, status=answer.status, operation=call.operation)
            count += more
        return {
            "id": f"{profile.system}-{visit.seq:06d}",
            "seq": visit.seq,
            "system": profile.system,
            "profile": profile.name,
            "direction": "from-sut",
            "operation": call.operation.name if call.operation else None,
            "started": visit.started.isoformat(timespec="microseconds").replace("+00:00", "Z"),
            "elapsed_ms": None if silence else round((perf_counter() - visit.begun) * 1000, 3),
            "request": request,
            "response": response,
            "silence": silence,
            "facts": {"identity": identities} | dict(answer.facts if answer else {}),
            "defects": list(call.defects),
            "behaviour": call.behaviours.names,
            "redacted": count,
        }


def _read_message(headers: Mapping[str, str], raw: bytes) -> Message:
    lowered: dict[str, str] = {}
    for name, value in headers.items():
        lowered[name.lower()] = f"{lowered[name.lower()]}, {value}" if name.lower() in lowered else value
    try:
        return Message(headers=lowered, size=len(raw), is_json=True, body=orjson.loads(raw))
    except orjson.JSONDecodeError:
        return Message(headers=lowered, size=len(raw), text=raw.decode(errors="replace"))


def _pointer(path: list[str | int]) -> str:
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)
