"""One try at delivering a push: sent, answered or not, held against the profile, journaled as `to-sut`."""

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any, Final, TypeAlias

import aiohttp
from yarl import URL

from mocks.core.behaviour import Applied
from mocks.core.inspection import Inspector
from mocks.core.system import Answer, Call
from mocks.ledger.exchange import Outcome, Writer
from mocks.ledger.journal import Journal
from mocks.post.address import AddressRefused, host_of, refuse_by_dns
from mocks.post.parcel import Push, push_settings
from mocks.wire.reading import Message, read_message
from specs.operation import Operation
from specs.profile import Profile

Json: TypeAlias = Any
MOST_BYTES: Final = 4 * 1024 * 1024
CONNECTIONS: Final = 32


class Carriage:
    """Carries pushes of one profile and writes down what came of it. `ca`: whom to trust beside the machine's own."""

    def __init__(self, profile: Profile, *, journal: Journal, writer: Writer, ca: Path | None = None) -> None:
        self._journal = journal
        self._writer = writer
        self._timeout = aiohttp.ClientTimeout(total=push_settings(profile)["timeout_s"])
        self._ca = ca
        self._session: aiohttp.ClientSession | None = None
        self._checked: set[str] = set()
        self._asked = Inspector(replace(profile, operations=profile.pushes))
        # An answer of the province is read as if it were the request of an operation: one way to hold against a schema.
        answers = tuple(_answer_of(push) for push in profile.pushes)
        self._answered = Inspector(replace(profile, operations=answers))
        self._answers = {answer.name: answer for answer in answers}

    def breaches(self, push: Push) -> tuple[Mapping[str, str], ...]:
        """How a push breaks its own profile."""
        message = read_message(push.headers, push.raw)
        operation, values = push.operation, push.path_values
        return self._asked.against_request(operation, message, push.raw, query=push.query, path_values=values)

    async def attempt(self, push: Push, applied: Applied) -> bool:
        """Send once and journal it; whether the province took it. Raises CancelledError, once that is journaled."""
        started, begun = datetime.now(UTC), perf_counter()
        push.tries += 1
        try:
            answer, raw = await self._send(push)
        except asyncio.CancelledError:
            self.note(push, applied, silence="cut", started=started)
            raise
        except AddressRefused as exc:
            self.note(push, applied, silence="refused", started=started, facts={"address_refused": str(exc)})
            return False
        except (aiohttp.ClientError, OSError, TimeoutError) as exc:
            self.note(push, applied, silence=_silence_of(exc), started=started)
            return False
        push.status = answer.status
        message = read_message({name.lower(): text for name, text in answer.headers.items()}, raw)
        elapsed = round((perf_counter() - begun) * 1000, 3)
        facts = _judged(push, answer.status, message)
        outcome = Outcome(answer=Answer(status=answer.status, facts=facts), sent=message, elapsed_ms=elapsed)
        self._write(push, applied, outcome, started=started, defects=self._defects(push, answer.status, message, raw))
        return bool(facts["accepted"])

    def note(
        self,
        push: Push,
        applied: Applied,
        *,
        silence: str,
        started: datetime | None = None,
        facts: Mapping[str, Json] | None = None,
    ) -> None:
        """Journal a push that was not answered, or not even sent."""
        told = _facts(push, accepted=False, reason=silence) | dict(facts or {})
        outcome = Outcome(answer=Answer(facts=told), silence=silence)
        self._write(push, applied, outcome, started=started or datetime.now(UTC), defects=())

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    async def _send(self, push: Push) -> tuple[aiohttp.ClientResponse, bytes]:
        host = host_of(push.url)
        if host not in self._checked:  # once each: asking DNS every time would slow the pushes down
            await asyncio.get_running_loop().run_in_executor(None, refuse_by_dns, host)
            self._checked.add(host)
        async with self._opened().request(
            push.operation.method,
            URL(push.url, encoded=True),
            data=push.raw or None,
            headers=push.headers,
            allow_redirects=False,
        ) as answer:
            return answer, await _read(answer)

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            context = ssl.create_default_context(cafile=self._ca) if self._ca else True
            self._session = aiohttp.ClientSession(
                timeout=self._timeout,
                trust_env=False,
                connector=aiohttp.TCPConnector(limit=CONNECTIONS, ssl=context),
                cookie_jar=aiohttp.DummyCookieJar(),
                skip_auto_headers=("User-Agent",),  # no counterpart of the province would call itself aiohttp
            )
        return self._session

    def _defects(self, push: Push, status: int, message: Message, raw: bytes) -> tuple[Mapping[str, str], ...]:
        """How the province's answer breaks the profile; nothing where the profile promises nothing of that status."""
        operation = self._answers[push.operation.name]
        if status != push.operation.status or not (operation.request_schema or operation.request_xsd):
            return ()
        return self._answered.against_request(operation, message, raw, query={}, path_values={})

    def _write(
        self,
        push: Push,
        applied: Applied,
        outcome: Outcome,
        *,
        started: datetime,
        defects: tuple[Mapping[str, str], ...],
    ) -> None:
        """Take a place in the journal only now: a province that lets us wait must not hold everything back."""
        message = read_message(push.headers, push.raw)
        call = Call(
            operation=push.operation,
            method=push.operation.method,
            path=push.path,
            path_values=push.path_values,
            query=push.query,
            headers=push.headers,
            body=message.body,
            raw=push.raw,
            readable=message.readable,
            defects=defects,
            behaviours=applied,
        )
        seq = self._journal.open()
        self._journal.settle(seq, self._writer.write(seq, started, message, call, outcome, direction="to-sut"))


def _answer_of(push: Operation) -> Operation:
    return replace(
        push,
        request_schema=push.response_schema,
        request_type=push.response_type,
        request_xsd=push.response_xsd,
        parameters=None,
    )


def _is_taken(operation: Operation, status: int) -> bool:
    return status == operation.status or 200 <= status < 300  # noqa: PLR2004 - the class of statuses of success


def _facts(push: Push, *, accepted: bool, reason: str) -> dict[str, Json]:
    told: dict[str, Json] = {"push": push.id, "try": push.tries, "accepted": accepted}
    return told if accepted else told | {"reason": reason}


def _judged(push: Push, status: int, message: Message) -> dict[str, Json]:
    """The facts of an answered try: by its status, and by what the system itself makes of it."""
    own: dict[str, Json] = {}
    taken = _is_taken(push.operation, status)
    try:
        if taken and push.judge is not None:
            own = dict(push.judge(status, message.body if message.readable else None))
    except Exception as exc:  # noqa: BLE001 - whatever broke is ours, and is journaled as such
        own = {"mock_error": type(exc).__name__}
    return _facts(push, accepted=bool(own.get("accepted", taken)), reason=f"status-{status}") | own


async def _read(answer: aiohttp.ClientResponse) -> bytes:
    """The body of an answer, at most MOST_BYTES of it."""
    parts: list[bytes] = []
    left = MOST_BYTES
    while left > 0 and (part := await answer.content.read(left)):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _silence_of(exc: Exception) -> str:
    """The kind of silence, in the words of `specs/schemas/exchange.json`."""
    if isinstance(exc, TimeoutError):
        return "timeout"
    return "refused" if isinstance(exc, aiohttp.ClientConnectorError | ConnectionRefusedError) else "reset"
