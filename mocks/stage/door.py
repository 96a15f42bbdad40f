"""The door of a mock: every request of the national port is journaled here, and answered or met with silence."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from time import perf_counter
from types import MappingProxyType
from typing import Any, TypeAlias

from mocks.core.behaviour import Behaviours
from mocks.core.inspection import Inspector
from mocks.core.system import Answer, Call, System
from mocks.ledger.exchange import Outcome, Writer
from mocks.ledger.journal import Journal
from mocks.stage.desk import Desk
from mocks.stage.line import Line, Pending, log_broken
from mocks.stage.misbehaviour import Rendered, Silenced, after, before, begin, end, mangle, reset
from mocks.stage.rendering import on_the_wire, rendered
from mocks.state.store import Store
from mocks.wire.http11 import Head, Heads, Request
from mocks.wire.reading import Message

Json: TypeAlias = Any
UNREADABLE = {"unreadable": 400, "too-large": 413}
NO_FACTS: Mapping[str, Json] = MappingProxyType({})
ACCEPTED: Mapping[str, Json] = MappingProxyType({"accepted": True})


def now() -> datetime:
    """The instant, UTC."""
    return datetime.now(UTC)


class MockBroken(Exception):
    """The mock did what no system may: its answer breaks its own profile, or a refusal changed its state."""


@dataclass(slots=True)
class Visit:
    """One request while it is at the door. `seq` is its place in the journal, taken once it has arrived whole."""

    request: Request
    head: Head
    line: Line
    seq: int
    message: Message
    call: Call


class Door:
    """Turns requests into exchanges and the handler's Answers into bytes; one a mock.

    `system` may be changed for one made anew. `heads` are those that its lines need not parse again.
    """

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
        self.system = system
        self.heads = Heads()
        self.clock = clock
        self._store = store
        self._journal = journal
        self._behaviours = behaviours
        self._writer = writer
        self._inspector = Inspector(system.profile)
        self._desk = Desk(system.profile, behaviours=behaviours, inspector=self._inspector)

    def attend(self, request: Request, line: Line) -> Pending | None:
        """Answer a request; None where that is done, else what is left to be waited for.

        A sender that hangs up is journaled as `cut`; a defect of the mock as status 500.
        """
        visit: Visit | None = None
        try:
            if request.head is None:
                self._answer_no_http(request, line)
                return None
            visit = self._visit(request, request.head, line)
            if request.fault:
                self._answer_fault(visit)
                return None
            if not self._behaviours.idle:
                return self._attend(visit)
            changes = self._store.changes
            answer = self.system.handler.answer(visit.call)
            if isinstance(answer, Answer):
                told = self._held(visit.call, answer, changes=changes)
                self._deliver(visit, answer, rendered(answer), facts=told)
                return None
            return self._attend(visit, asked=answer)
        except Exception as exc:  # noqa: BLE001 - whatever broke is ours: journaled and logged as such
            self._break(visit, request, line, error=exc)
        return None

    async def _attend(self, visit: Visit, *, asked: Awaitable[Answer] | None = None) -> None:
        """Answer where something must be waited for: a behaviour, or a system that asks another (`asked`)."""
        applied, answer = visit.call.behaviours, None
        try:
            answer = None if asked else await before(applied)
            if served := answer is None:
                answer = await self._decide(visit.call, asked)
                answer = await after(applied, answer)
            told = mangle(applied, rendered(answer)) if served else rendered(answer)
            last = await begin(visit.line.transport, told) if told.raw else None
            self._deliver(visit, answer, told, last=last)
        except Silenced as exc:
            self._settle(visit, Outcome(answer=exc.meant, silence="reset"))
            reset(visit.line.transport)
        except asyncio.CancelledError:
            self._settle(visit, Outcome(answer=answer, silence="cut"))
            raise
        except Exception as exc:  # noqa: BLE001 - as in attend
            self._break(visit, visit.request, visit.line, error=exc)

    async def _decide(self, call: Call, asked: Awaitable[Answer] | None) -> Answer:
        changes = self._store.changes
        answer = asked or self.system.handler.answer(call)
        known = isinstance(answer, Answer)
        given = answer if isinstance(answer, Answer) else await answer
        told = self._held(call, given, changes=changes if known else None)
        return replace(given, facts={**told, **given.facts})

    def _held(self, call: Call, answer: Answer, *, changes: int | None) -> Mapping[str, Json]:
        """The facts of an answer, once it is held against the rules of the house.

        `changes`: those of the store before it, where only this answer can have made any.
        """
        if not answer.accepted and changes is not None and self._store.changes != changes:
            raise MockBroken(f"a refusal ({answer.reason}) changed the state")
        if (wrong := self._inspector.against_answer(call.operation, answer)) is not None:
            raise MockBroken(f"an answer breaks its profile: {wrong}")
        return ACCEPTED if answer.accepted else {"accepted": False, "reason": answer.reason}

    def _visit(self, request: Request, head: Head, line: Line) -> Visit:
        call, message = self._desk.call(request, head, certificate=line.certificate)
        return Visit(request, head, line, self._journal.open(), message, call)

    def _deliver(
        self,
        visit: Visit,
        answer: Answer,
        told: Rendered,
        *,
        facts: Mapping[str, Json] = NO_FACTS,
        last: bytes | None = None,
    ) -> None:
        """Journal the answer, with more `facts`, then send it: before its last byte is out, the exchange can be read.

        `last`: the last piece of an answer that only the transport can send, and has begun to.
        """
        if visit.line.is_closing:
            self._settle(visit, Outcome(answer=answer, told=facts, silence="cut"))
            return
        close = not visit.head.keep_alive or bool(visit.request.fault)
        whole = b"" if told.raw else on_the_wire(told, visit.head, close=close)
        headers = {name.lower(): value for name, value in told.headers.items() if name != "Server"}
        is_json = told.whole and answer.body is not None and answer.text is None and answer.content is None
        body, text = (answer.body, answer.text) if told.whole else (None, None)
        sent = Message(headers=headers, size=len(told.body), readable=is_json, body=body, text=text)
        if told.facts:
            answer = replace(answer, facts={**answer.facts, **told.facts})
        elapsed = round((perf_counter() - visit.request.begun) * 1000, 3)
        if not self._settle(visit, Outcome(answer=answer, told=facts, sent=sent, elapsed_ms=elapsed)):
            visit.line.send(_apology(visit.head), close=True)
        elif last is not None:
            end(visit.line.transport, last)
        else:
            visit.line.send(whole, close=close)

    def _settle(self, visit: Visit, outcome: Outcome) -> bool:
        """Fill the place of the visit, whatever happens: an empty place would hold the whole journal back.

        False where the exchange could not be written; then it is journaled that the mock broke.
        """
        try:
            self._journal.settle(
                visit.seq, self._writer.write(visit.seq, visit.request.started, visit.message, visit.call, outcome)
            )
        except Exception as exc:  # noqa: BLE001 - as in attend
            self._settle_blank(visit.seq, visit.request, facts={"mock_error": type(exc).__name__}, status=500)
            log_broken(exc)
            return False
        if visit.head.raw is not None and self._writer.is_plain(visit.message):
            self.heads.remember(visit.head)
        return True

    def _settle_blank(self, seq: int, request: Request, *, facts: Mapping[str, Json], status: int) -> None:
        self._journal.settle(seq, self._writer.write_blank(seq, request.started, facts, status=status))

    def _answer_no_http(self, request: Request, line: Line) -> None:
        """Journal and answer what is not even HTTP; only the kind of error is kept, as its text quotes what came."""
        facts = {"answered": "unreadable", "http_error": request.error}
        self._settle_blank(self._journal.open(), request, facts=facts, status=400)
        line.send(on_the_wire(rendered(Answer(status=400, text="Bad Request")), None, close=True), close=True)

    def _answer_fault(self, visit: Visit) -> None:
        """Answer a request whose body cannot be read, or journal one whose sender has hung up."""
        if visit.request.fault == "cut":
            self._settle(visit, Outcome(answer=None, silence="cut"))
            return
        status = UNREADABLE[visit.request.fault]
        answer = Answer(status=status, accepted=False, reason="unreadable", facts={"answered": "unreadable"})
        self._deliver(visit, answer, rendered(answer))

    def _break(self, visit: Visit | None, request: Request, line: Line, *, error: Exception) -> None:
        """Journal and log that the mock itself broke, and answer 500."""
        log_broken(error)
        facts = {"mock_error": type(error).__name__}
        if visit is None:
            line.send(_apology(request.head), close=True)
            if not isinstance(error, sqlite3.Error):  # else the journal itself is what broke
                self._settle_blank(self._journal.open(), request, facts=facts, status=500)
            return
        visit.request.fault = "broken"
        answer = Answer(status=500, text="Internal Server Error", facts=facts)
        self._deliver(visit, answer, rendered(answer))


def _apology(head: Head | None) -> bytes:
    return on_the_wire(rendered(Answer(status=500, text="Internal Server Error")), head, close=True)
