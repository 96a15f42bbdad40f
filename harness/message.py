"""What a door keeps of a message: parsed, redacted, and in values that any reader of the record can hold."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

import httpx

from harness.exchange import EXACT, Json
from specs.redaction import redact, redact_headers, redact_text

TEXT_KEPT = 4096
UNREADABLE: Mapping[str, Json] = {"type": "string", "x-personal-data": "text"}
"""Broken JSON can be cut anywhere, so no mark finds its fields any more: all of it counts as personal."""

CLOSED: Mapping[str, Json] = {"x-personal-data": "text"}
"""The schema of a message of which nothing is known: all of it counts as personal."""
CLOSED_TEXT: Mapping[str, Json] = {"x-personal-data": "file"}
CLOSED_HEADERS: Mapping[str, Json] = {"additionalProperties": {"x-personal-data": "secret"}}
PLAIN_HEADERS = frozenset(
    {"accept", "accept-encoding", "accept-language", "cache-control", "connection", "content-encoding"}
    | {"content-length", "content-type", "date", "host", "server", "transfer-encoding", "user-agent", "vary"}
)
"""Headers of a closed message that say nothing of anybody, and bear no key."""
PLAIN_STEP = re.compile(r"[0-9A-Za-z._~-]{0,64}")


@dataclass(frozen=True)
class Kept:
    """`content` is body, text and size as an exchange holds them, `hidden` how many values were replaced."""

    content: Mapping[str, Json]
    facts: Mapping[str, Json]
    hidden: int


def kept_of(message: httpx.Request | httpx.Response, schema: Mapping[str, Json], key: bytes) -> Kept:
    """Body or text of a message that was read whole, redacted by the marks of `schema` and by patterns.

    JSON is JSON whatever its content type says; what claims to be JSON and is not becomes text of which only the
    length and the classes of its characters are kept.
    """
    content = message.content
    nothing: dict[str, Json] = {"body": None, "text": None, "size": len(content)}
    if not content:
        return Kept(nothing, {}, 0)
    try:
        value = json.loads(content, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        text = content.decode("utf-8", errors="replace")
        if schema is CLOSED:
            found = redact(text, CLOSED_TEXT, key)
            return Kept({**nothing, "text": found.value}, {}, found.count)
        claims = "json" in message.headers.get("content-type", "").lower() or text.lstrip()[:1] in {"{", "["}
        found = redact(text, UNREADABLE, key) if claims else redact_text(text, key)
        return Kept({**nothing, "text": str(found.value)[:TEXT_KEPT]}, {}, found.count)
    found = redact(storable(value), schema, key)
    return Kept({**nothing, "body": found.value}, found.facts, found.count)


def kept_headers(headers: Mapping[str, str], schema: Mapping[str, Json], key: bytes) -> Kept:
    """Headers; those of a closed message whole only where they say nothing of anybody."""
    if schema is not CLOSED:
        found = redact_headers(headers, key)
        return Kept(found.value, {}, found.count)
    plain = {name: value for name, value in headers.items() if name.lower() in PLAIN_HEADERS}
    found = redact({name: value for name, value in headers.items() if name not in plain}, CLOSED_HEADERS, key)
    return Kept({**plain, **found.value}, {}, found.count)


def kept_address(url: httpx.URL, schema: Mapping[str, Json], key: bytes) -> Kept:
    """`path` and `query` of an address; of a closed message only those steps of the path that are plain words.

    `x-query` of the schema marks the parameters of the query.
    """
    closed = CLOSED if schema is CLOSED else None
    query = redact({name: url.params.get_list(name) for name in url.params}, closed or schema.get("x-query"), key)
    path = redact_text(url.path, key)
    steps = [redact(step, None if PLAIN_STEP.fullmatch(step) else closed, key) for step in path.value.split("/")]
    hidden = query.count + path.count + sum(step.count for step in steps)
    return Kept({"path": "/".join(step.value for step in steps), "query": query.value}, {}, hidden)


def storable(value: Json) -> Json:
    """The value as RFC 8785 can write it, so that nothing a system sends can keep its exchange off the record.

    Integers beyond 2^53 become the nearest number, infinities become text, half a surrogate pair becomes U+FFFD.
    """
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    if isinstance(value, int):
        return _nearest(value)
    if isinstance(value, float):
        return value if abs(value) < float("inf") else repr(value)
    if isinstance(value, list):
        return [storable(item) for item in value]
    if isinstance(value, Mapping):
        return {storable(name): storable(item) for name, item in value.items()}
    return value


def _nearest(value: int) -> Json:
    if abs(value) < EXACT:
        return value
    try:
        return float(value)
    except OverflowError:
        return f"{value.bit_length()} bits"


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")
