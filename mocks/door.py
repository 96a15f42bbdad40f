"""The door of a mock: every request of the national port is journaled here, and answered or met with silence."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from time import perf_counter
from typing import Any, TypeAlias

import orjson
from aiohttp import web

from mocks.behaviour import Applied, Behaviours
from mocks.exchange import Outcome, Writer
from mocks.inspection import Inspector
from mocks.journal import Journal
from mocks.reading import Message, read_message
from mocks.store import Store
from mocks.system import Answer, Call, System
from mocks.wire import reset

Json: TypeAlias = Any
JSON_TYPE = "application/json; charset=utf-8"
TEXT_TYPE = "text/plain; charset=utf-8"
SERVER = "web"  # aiohttp would name itself, which no real counterpart does


def now() -> datetime:
    """The instant, UTC."""
    return datetime.now(UTC)


class MockBroken(Exception):
    """The mock did what no system may: its answer breaks its own profile, or a refusal changed its state."""


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
        store: Store,
        journal: Journal,
        behaviours: Behaviours,
        writer: Writer,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._system = system
        self._store = store
        self._journal = journal
        self._behaviours = behaviours
        self._writer = writer
        self._clock = clock
        self._inspector = Inspector(system.profile)

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request. A sender that hangs up is journaled as `cut`; a defect of the mock as status 500."""
        started, begun = self._clock(), perf_counter()
        try:
            raw = await request.read()
        except (web.HTTPRequestEntityTooLarge, web.RequestPayloadError) as exc:
            visit = self._visit(request, b"", started=started, begun=begun)
            told = exc.status if isinstance(exc, web.HTTPRequestEntityTooLarge) else 400
            unreadable = Answer(status=told, accepted=False, reason="unreadable", facts={"answered": "unreadable"})
            return self._answered(visit, unreadable)
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
                self._settle(visit, Outcome(answer=Answer(facts={"answered": "reset"}), silence="reset"))
                reset(request.transport)
                return web.Response()
            answer = await self._decide(visit.call)
            if (late := visit.call.behaviours.take("answer-late")) is not None:
                await asyncio.sleep(late["delay_s"])
        except asyncio.CancelledError:
            self._settle(visit, Outcome(answer=answer, silence="cut"))
            raise
        except Exception as exc:  # whatever broke is ours: journaled as such, then raised on
            broken = Answer(status=500, facts={"mock_error": type(exc).__name__})
            self._answered(visit, broken)
            raise
        if request.transport is None or request.transport.is_closing():
            self._settle(visit, Outcome(answer=answer, silence="cut"))
            return web.Response()
        return self._answered(visit, answer)

    async def _decide(self, call: Call) -> Answer:
        if (unavailable := call.behaviours.take("unavailable")) is not None:
            told = {"answered": "unavailable"}
            return Answer(status=unavailable["status"], text="Service Unavailable", facts=told, accepted=False)
        before = self._store.changes
        answer = self._system.handler.answer(call)
        waited = isinstance(answer, Awaitable)
        if isinstance(answer, Awaitable):
            answer = await answer
        if not (answer.accepted or waited) and self._store.changes != before:
            raise MockBroken(f"a refusal ({answer.reason}) changed the state")
        if (wrong := self._inspector.against_answer(call.operation, answer)) is not None:
            raise MockBroken(f"an answer breaks its profile: {wrong}")
        told = {"accepted": answer.accepted} | ({} if answer.accepted else {"reason": answer.reason})
        return replace(answer, facts=told | dict(answer.facts))

    def _visit(self, request: web.BaseRequest, raw: bytes, *, started: datetime, begun: float) -> Visit:
        message = read_message(_headers(request), raw)
        operation = self._system.profile.match(request.method, request.path, message.body)
        path = _readable(request.path)
        values = (operation.path_values(path) if operation else None) or {}
        query = {_readable(name): list(map(_readable, request.query.getall(name))) for name in request.query}
        behaviours = Applied(self._behaviours, operation.name if operation else None)
        lax = operation is not None and behaviours.take("accepts-anything") is not None
        defects = self._inspector.against_request(operation, message, raw, query=query, path_values=values)
        call = Call(
            operation=operation,
            method=request.method,
            path=path,
            path_values=values,
            query=query,
            headers=message.headers,
            body=message.body,
            raw=raw,
            readable=message.readable,
            defects=() if lax else defects,
            behaviours=behaviours,
            lax=lax,
            certificate=_certificate(request.transport),
        )
        return Visit(started, begun, self._journal.open(), message, call)

    def _answered(self, visit: Visit, answer: Answer) -> web.Response:
        body, media = _rendered(answer)
        headers = ({"Content-Type": media} if media else {}) | dict(answer.headers)
        lowered = {name.lower(): value for name, value in headers.items()}
        is_json = answer.body is not None and answer.text is None and answer.content is None
        sent = Message(headers=lowered, size=len(body), readable=is_json, body=answer.body, text=answer.text)
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


def _rendered(answer: Answer) -> tuple[bytes, str | None]:
    """The bytes of an answer and their media type."""
    if answer.content is not None:
        return answer.content, answer.media_type or "application/octet-stream"
    if answer.text is not None:
        return answer.text.encode(), answer.media_type or TEXT_TYPE
    if answer.body is not None:
        return orjson.dumps(answer.body), answer.media_type or JSON_TYPE
    return b"", answer.media_type


def _headers(request: web.BaseRequest) -> dict[str, str]:
    lowered: dict[str, str] = {}
    for name, value in request.headers.items():
        key, text = name.lower(), _readable(value)
        lowered[key] = f"{lowered[key]}, {text}" if key in lowered else text
    return lowered


def _readable(text: str) -> str:
    """Text whose bytes were no UTF-8 (aiohttp keeps them as surrogates) with U+FFFD in their place."""
    return text if text.isascii() else text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _certificate(transport: asyncio.BaseTransport | None) -> Mapping[str, str] | None:
    """The subject of the certificate that the client showed; None without one."""
    shown = transport.get_extra_info("peercert") if transport is not None else None
    return {name: value for part in shown.get("subject", ()) for name, value in part} if shown else None
