"""The door of a mock: every request of the national port is journaled here, and answered or met with silence.

What has arrived when the event loop comes round is attended to together, a stage at a time: all are read and held
against the profile, then all are answered, in their order, then all are journaled and sent.
"""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from mocks.core.behaviour import Behaviours
from mocks.core.inspection import Inspector
from mocks.core.system import Answer, Call, System
from mocks.ledger.exchange import Writer
from mocks.ledger.journal import Journal
from mocks.stage.desk import Desk
from mocks.stage.line import Line, log_broken
from mocks.stage.misbehaviour import Silenced, after, before, begin, mangle, reset
from mocks.stage.rendering import rendered
from mocks.stage.scribe import BROKEN_TEXT, Scribe
from mocks.stage.visit import Reply, Visit
from mocks.state.store import Store
from mocks.wire.http11 import Heads, Request

Json: TypeAlias = Any
UNREADABLE: Final = {"unreadable": 400, "too-large": 413}
MOST_AT_ONCE: Final = 32  # more than that would drive each other out of the processor's cache
ACCEPTED: Final[Mapping[str, Json]] = MappingProxyType({"accepted": True})


def now() -> datetime:
    """The instant, UTC."""
    return datetime.now(UTC)


class MockBroken(Exception):
    """The mock did what no system may: its answer breaks its own profile, or a refusal changed its state."""


class Door:
    """Turns requests into exchanges and the handler's Answers into bytes; one a mock, for one event loop.

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
        self._inspector = Inspector(system.profile)
        self._desk = Desk(system.profile, behaviours=behaviours, inspector=self._inspector)
        self._scribe = Scribe(journal, writer, heads=self.heads)
        self._arrived: list[tuple[Request, Line]] = []
        self._is_called = False

    def attend(self, request: Request, line: Line) -> None:
        """Take a request, to be answered when the loop comes round; then `line` is set free for its next one.

        A sender that hangs up is journaled as `cut`; a defect of the mock as status 500.
        """
        self._arrived.append((request, line))
        if not self._is_called:
            self._is_called = True
            asyncio.get_running_loop().call_soon(self.serve)

    def serve(self) -> None:
        """Attend to all that has arrived."""
        self._is_called = False
        while self._arrived:
            arrived, self._arrived = self._arrived[:MOST_AT_ONCE], self._arrived[MOST_AT_ONCE:]
            visits = [visit for request, line in arrived if (visit := self._received(request, line)) is not None]
            replies = [reply for visit in visits if (reply := self._answered(visit)) is not None]
            self._scribe.deliver(replies)
            for _, line in arrived:
                line.set_free()

    def _received(self, request: Request, line: Line) -> Visit | None:
        """The visit that a request is; None where nothing is left to be done, or it goes its own way in a task."""
        try:
            if request.head is None:
                facts = {"answered": "unreadable", "http_error": request.error}
                self._scribe.refuse(request, line, status=400, text="Bad Request", facts=facts)
                return None
            call, message = self._desk.call(request, request.head, certificate=line.certificate)
            visit = Visit(request, request.head, line, self._journal.open(), message, call)
        except sqlite3.Error as exc:  # the journal itself is what broke: there is nowhere to write it down
            log_broken(exc)
            self._scribe.apologise(request, line, status=500, text=BROKEN_TEXT)
            return None
        except Exception as exc:  # noqa: BLE001 - whatever broke is ours: journaled and logged as such
            log_broken(exc)
            facts = {"mock_error": type(exc).__name__}
            self._scribe.refuse(request, line, status=500, text=BROKEN_TEXT, facts=facts)
            return None
        if not request.fault and not self._behaviours.idle:
            line.wait_for(self._attend(visit))
            return None
        return visit

    def _answered(self, visit: Visit) -> Reply | None:
        """The reply to a visit; None where the system must ask another one first."""
        if visit.request.fault:
            return _reply_to_fault(visit)
        changes = self._store.changes
        try:
            answer = self.system.handler.answer(visit.call)
            if isinstance(answer, Answer):
                told = rendered(answer)
                return Reply(visit, answer, told, self._held(visit.call, answer, told.body, changes=changes))
        except Exception as exc:  # noqa: BLE001 - as in _received
            return self._scribe.break_off(Reply(visit, None), exc)
        visit.line.wait_for(self._attend(visit, asked=answer))
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
            reply = Reply(visit, answer, told, last=last)
        except Silenced as exc:
            self._scribe.deliver([Reply(visit, exc.meant, silence="reset")])
            reset(visit.line.transport)
            return
        except asyncio.CancelledError:
            self._scribe.deliver([Reply(visit, answer, silence="cut")])
            raise
        except Exception as exc:  # noqa: BLE001 - as in _received
            reply = self._scribe.break_off(Reply(visit, answer), exc)
        self._scribe.deliver([reply])

    async def _decide(self, call: Call, asked: Awaitable[Answer] | None) -> Answer:
        changes = self._store.changes
        answer = asked or self.system.handler.answer(call)
        known = isinstance(answer, Answer)
        given = answer if isinstance(answer, Answer) else await answer
        told = self._held(call, given, rendered(given).body, changes=changes if known else None)
        return replace(given, facts={**told, **given.facts})

    def _held(self, call: Call, answer: Answer, raw: bytes, *, changes: int | None) -> Mapping[str, Json]:
        """The facts of an answer, once it is held against the rules of the house.

        `changes`: those of the store before it, where only this answer can have made any.
        """
        if not answer.accepted and changes is not None and self._store.changes != changes:
            raise MockBroken(f"a refusal ({answer.reason}) changed the state")
        if (wrong := self._inspector.against_answer(call.operation, answer, raw)) is not None:
            raise MockBroken(f"an answer breaks its profile: {wrong}")
        return ACCEPTED if answer.accepted else {"accepted": False, "reason": answer.reason}


def _reply_to_fault(visit: Visit) -> Reply:
    """The reply to a request whose body cannot be read, or whose sender has hung up."""
    if visit.request.fault == "cut":
        return Reply(visit, None, silence="cut")
    status = UNREADABLE[visit.request.fault]
    answer = Answer(status=status, accepted=False, reason="unreadable", facts={"answered": "unreadable"})
    return Reply(visit, answer, rendered(answer))
