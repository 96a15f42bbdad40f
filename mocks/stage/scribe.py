"""The scribe at the door: journals what comes of each visit, then sends it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from time import perf_counter
from typing import Any, Final, TypeAlias

from mocks.core.system import Answer
from mocks.ledger.exchange import Outcome, Writer
from mocks.ledger.journal import Journal
from mocks.stage.line import Line, log_broken
from mocks.stage.misbehaviour import Rendered, end
from mocks.stage.rendering import on_the_wire, rendered
from mocks.stage.visit import Reply
from mocks.state.lasting_json import lasting_json
from mocks.wire.http11 import Heads, Request
from mocks.wire.reading import Message

Json: TypeAlias = Any
BROKEN_TEXT: Final = "Internal Server Error"


class Scribe:
    """Writes for one mock. `heads` are those that need not be parsed again: they are remembered here."""

    def __init__(self, journal: Journal, writer: Writer, *, heads: Heads) -> None:
        self._journal = journal
        self._writer = writer
        self._heads = heads

    def deliver(self, replies: Sequence[Reply]) -> None:
        """Journal replies, then send them: before the last byte of one is out, its exchange can be read.

        All are written before any is sent, so that the same code runs over and over: half of what one costs is
        getting code and tables into the processor's cache.
        """
        for reply in replies:
            self._write(reply)
        for reply in replies:
            self._journal.settle(reply.visit.seq, reply.journaled)
            if reply.silence is None:
                self._send(reply)

    def break_off(self, reply: Reply, error: Exception) -> Reply:
        """The reply of a mock that broke itself: logged, and answered with 500."""
        log_broken(error)
        facts = {"mock_error": type(error).__name__}
        answer = Answer(status=500, text=BROKEN_TEXT, facts=facts)
        reply.visit.request.fault = "broken"
        return Reply(reply.visit, answer, rendered(answer))

    def refuse(self, request: Request, line: Line, *, status: int, text: str, facts: Mapping[str, Json]) -> None:
        """Journal and answer what never became a visit, with nothing but facts to be told of it."""
        seq = self._journal.open()
        self._journal.settle(seq, lasting_json(self._writer.write_blank(seq, request.started, facts, status=status)))
        self.apologise(request, line, status=status, text=text)

    def apologise(self, request: Request, line: Line, *, status: int, text: str) -> None:
        """Answer with a bare status, and close."""
        answer = rendered(Answer(status=status, text=text))
        line.send(on_the_wire(answer, request.head, close=True), close=True)

    def _write(self, reply: Reply) -> None:
        """Write exchange and bytes of a reply; where that cannot be done, what it says is that the mock broke."""
        try:
            self._try_to_write(reply)
        except Exception as exc:  # noqa: BLE001 - whatever broke is ours: journaled and logged as such
            broken = self.break_off(reply, exc)
            try:
                self._try_to_write(broken)
            except Exception as worse:  # noqa: BLE001 - the same, and then not even the request can be told
                log_broken(worse)
                visit, facts = reply.visit, {"mock_error": type(exc).__name__}
                blank = self._writer.write_blank(visit.seq, visit.request.started, facts, status=500)
                broken.journaled = lasting_json(blank)
            reply.journaled, reply.wire, reply.close, reply.last = broken.journaled, broken.wire, True, None

    def _try_to_write(self, reply: Reply) -> None:
        visit, told = reply.visit, reply.told
        if told is None or visit.line.is_closing:
            reply.silence = reply.silence or "cut"
            outcome = Outcome(answer=reply.answer, told=reply.facts, silence=reply.silence)
        else:
            reply.close = not visit.head.keep_alive or bool(visit.request.fault)
            if not told.raw:
                reply.wire = on_the_wire(told, visit.head, close=reply.close)
            outcome = self._outcome(reply, told)
        exchange = self._writer.write(visit.seq, visit.request.started, visit.message, visit.call, outcome)
        reply.journaled = lasting_json(exchange)
        if visit.head.raw is not None and self._writer.is_plain(visit.message):
            self._heads.remember(visit.head)

    def _outcome(self, reply: Reply, told: Rendered) -> Outcome:
        answer = reply.answer or Answer()
        headers = {name.lower(): value for name, value in told.headers.items() if name != "Server"}
        is_json = told.whole and answer.body is not None and answer.text is None and answer.content is None
        body, text = (answer.body, answer.text) if told.whole else (None, None)
        raw = told.body if is_json else b""
        sent = Message(headers=headers, size=len(told.body), readable=is_json, body=body, text=text, raw=raw)
        if told.facts:
            answer = replace(answer, facts={**answer.facts, **told.facts})
        elapsed = int((perf_counter() - reply.visit.request.begun) * 1e6) / 1000
        return Outcome(answer=answer, told=reply.facts, sent=sent, elapsed_ms=elapsed)

    def _send(self, reply: Reply) -> None:
        line = reply.visit.line
        if reply.last is not None:
            end(line.transport, reply.last)
        elif reply.wire:
            line.send(reply.wire, close=reply.close)
        else:
            self.apologise(reply.visit.request, line, status=500, text=BROKEN_TEXT)
