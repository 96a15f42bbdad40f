"""What a mock does to the wire itself: faults before the side effect, after it, and in the bytes of the answer.

It knows asyncio's transport and nothing of the HTTP library above it: what no library would send is rendered here as
raw HTTP/1.1, written in pieces, and the connection closed behind it. The door calls `before`, lets the system answer,
calls `after`, and hands what it has rendered to `mangle`. Which faults there are: `mocks/core/faults.py`.
"""

import asyncio
import math
import socket
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from email.utils import formatdate
from http import HTTPStatus
from itertools import pairwise
from typing import Any, Final, TypeAlias

from mocks.core.behaviour import MOST_S, Applied
from mocks.core.system import Answer

Json: TypeAlias = Any
RESET_AT_ONCE: Final = struct.pack("ii", 1, 0)  # SO_LINGER on, 0 s: closing sends RST instead of FIN
STRAY: Final = b"<"  # behind half a body of JSON or XML: no reader takes the two for a whole one
PIECE_S: Final = 0.1
MOST_PIECES: Final = 200


class Silenced(Exception):
    """No answer is to be given and the connection reset; `meant` has the facts of what took place, for the journal."""

    def __init__(self, meant: Answer) -> None:
        super().__init__("silenced by a behaviour")
        self.meant = meant


@dataclass(slots=True, kw_only=True)  # frozen, it would take thrice as long to make
class Rendered:
    """An answer as bytes, for the wire. `promised`: the Content-Length where it is not that of the body.

    `over_s`: seconds over which it is spread. `whole` False: what is sent cannot be read. `raw`: only the transport can
    send it so, through `begin` and `end`.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    promised: int | None = None
    over_s: float = 0.0
    whole: bool = True
    raw: bool = False
    facts: Mapping[str, Json] = field(default_factory=dict)


async def before(applied: Applied) -> Answer | None:
    """Carry out what comes before any side effect; gives what is answered instead of asking the system.

    Raises Silenced, and CancelledError where the sender leaves meanwhile.
    """
    if applied.idle:
        return None
    for name in ("outage", "reset"):
        if applied.take(name) is not None:
            raise Silenced(_told(name))
    if applied.take("hang") is not None:
        await asyncio.sleep(MOST_S)
        raise Silenced(_told("hang"))
    if (slow := applied.take("slow-first-byte")) is not None:
        await asyncio.sleep(slow["delay_s"])
    if (unavailable := applied.take("unavailable")) is not None:
        return replace(_told("unavailable"), status=unavailable["status"], text="Service Unavailable")
    return None


async def after(applied: Applied, answer: Answer) -> Answer:
    """Carry out what comes after the side effect, if any, and give the answer that is left.

    Raises Silenced, and CancelledError where the sender leaves meanwhile.
    """
    if applied.idle:
        return answer
    applied.take("clock-skew")  # the clock follows it by itself; here it is counted
    if applied.take("reset-after") is not None:
        raise Silenced(answer)
    if applied.take("hang-after") is not None:
        await asyncio.sleep(MOST_S)
        raise Silenced(answer)
    if (late := applied.take("answer-late")) is not None:
        await asyncio.sleep(late["delay_s"])
    if (lost := applied.take("answer-lost")) is not None:
        facts = {**answer.facts, "status_meant": answer.status}
        return replace(answer, status=lost["status"], body=None, content=None, text="Error", headers={}, facts=facts)
    return answer


def mangle(applied: Applied, rendered: Rendered) -> Rendered:
    """What the faults of the answer's bytes make of it; the same where none applies."""
    if applied.idle:
        return rendered
    if rendered.body and (wrong := applied.take("wrong-content-type")) is not None:
        others = {name: text for name, text in rendered.headers.items() if name.lower() != "content-type"}
        rendered = replace(rendered, headers=others | {"Content-Type": wrong["media_type"]})
    half, size = rendered.body[: (len(rendered.body) + 1) // 2], len(rendered.body)
    if size and applied.take("malformed") is not None:
        rendered = replace(rendered, body=half + STRAY, whole=False, facts={"body_meant": size})
    elif applied.take("truncated") is not None:
        kept = half if size > 1 else b""
        rendered = replace(
            rendered, body=kept, promised=max(size, 1), whole=False, raw=True, facts={"body_meant": size}
        )
    if (slow := applied.take("slow-drip")) is not None:
        rendered = replace(rendered, over_s=slow["delay_s"], raw=True)
    return rendered


async def begin(transport: asyncio.Transport | None, rendered: Rendered) -> bytes:
    """Write all but the last piece of a raw answer, in its time, and give the last one, for `end`.

    So the exchange can be journaled before its last byte is out. Writes nothing more once the sender has left.
    """
    whole = head_of(rendered) + rendered.body
    count = min(len(whole), MOST_PIECES, max(2, math.ceil(rendered.over_s / PIECE_S))) if rendered.over_s else 1
    ends = [len(whole) * number // count for number in range(count + 1)]
    pieces = [whole[start:end] for start, end in pairwise(ends)]
    for piece in pieces[:-1]:
        if transport is None or transport.is_closing():
            break
        transport.write(piece)
        await asyncio.sleep(rendered.over_s / (count - 1))
    return pieces[-1]


def end(transport: asyncio.Transport | None, last: bytes) -> None:
    """Write the last piece and close the connection behind it."""
    if transport is not None and not transport.is_closing():
        transport.write(last)
        transport.close()


def head_of(rendered: Rendered) -> bytes:
    """The status line and header of a raw answer. Raises ValueError for a header that holds a line break."""
    length = len(rendered.body) if rendered.promised is None else rendered.promised
    own = {"Content-Length": str(length), "Date": formatdate(usegmt=True), "Connection": "close"}
    lines = [f"HTTP/1.1 {rendered.status} {_phrase(rendered.status)}"]
    for name, text in {**rendered.headers, **own}.items():
        if any(sign in name + text for sign in "\r\n\0"):
            raise ValueError(f"the header {name!r} holds a line break")
        lines.append(f"{name}: {text}")
    return "\r\n".join([*lines, "", ""]).encode()


def reset(transport: asyncio.Transport | None) -> None:
    """Break the connection with a TCP reset."""
    if transport is not None:
        connection = transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_AT_ONCE)
        transport.abort()


def _told(name: str) -> Answer:
    return Answer(facts={"answered": name}, accepted=False, reason=name)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
