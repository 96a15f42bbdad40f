"""Propositions about single values: in a request's body, in its answer (`reply:`), in the facts (`facts:`)."""

import re
from collections.abc import Mapping, Sequence

from harness.checks.observation import Finding, check
from harness.checks.pattern import behind_a_fence, matches
from harness.errors import HarnessError, Inconclusive
from harness.exchange import Exchange, Json, reached
from harness.verdict import Code

SHOWN = 120


def shown(value: Json) -> str:
    """A value for one line of a report, long texts by their beginning and length."""
    if isinstance(value, str) and len(value) > SHOWN:
        return f"{value[:SHOWN]!r}… ({len(value)} characters, {len(value.encode())} bytes)"
    return repr(value)


def _refuse_silence(exchange: Exchange, pointer: str) -> None:
    """Nothing can be absent from a message that is not there or could not be read."""
    place = pointer.rpartition(":")[0]
    if place != "facts" and (exchange.reply if place == "reply" else exchange.body) is None:
        raise Inconclusive(Code.INSUFFICIENT_DATA, f"{exchange.id} holds no message in which {pointer} could be absent")


def _where(exchange: Exchange, pointer: str) -> str:
    return f"{exchange.operation or exchange.request['path']} {pointer}"


@check(version=1)
def field_is(exchanges: Sequence[Exchange], pointer: str, value: Json) -> Finding:
    """In every given exchange the value at `pointer` is there and is `value`, type included. null means absent."""
    expected = f"{_where(exchanges[0], pointer)} = {shown(value)}"
    for exchange in exchanges:
        if value is None:
            _refuse_silence(exchange, pointer)
        found = [item for item in reached(exchange, pointer) if item is not None]
        wanted = [] if value is None else [value]
        if [(type(item), item) for item in found] != [(type(item), item) for item in wanted]:
            return Finding(False, expected, f"{', '.join(map(shown, found)) or 'absent'} in {exchange.id}")
    return Finding(True, expected, f"so in {len(exchanges)} exchange(s)")


@check(version=1)
def values_are(exchanges: Sequence[Exchange], pointer: str, values: list[Json]) -> Finding:
    """The values at `pointer` (with `*`) over the given exchanges are exactly these, in any order, none twice."""
    for exchange in exchanges if not values else ():
        _refuse_silence(exchange, pointer)
    found = [value for exchange in exchanges for value in reached(exchange, pointer)]
    expected = f"{_where(exchanges[0], pointer)} = {{{', '.join(map(shown, values))}}}"
    as_told = sorted(map(repr, found)) == sorted(map(repr, values))
    return Finding(as_told, expected, f"{{{', '.join(map(shown, found))}}}")


@check(version=1)
def field_matches(exchanges: Sequence[Exchange], pointer: str, pattern: str) -> Finding:
    """In every given exchange there is a value at `pointer`, and each is a text that matches the whole pattern."""
    expected = f"{_where(exchanges[0], pointer)} ~ /{pattern}/"
    for exchange in exchanges:
        found = reached(exchange, pointer)
        wrong = [value for value in found if not isinstance(value, str) or not re.fullmatch(pattern, value)]
        if wrong or not found:
            return Finding(False, expected, f"{shown(wrong[0]) if wrong else 'absent'} in {exchange.id}")
    return Finding(True, expected, f"so in {len(exchanges)} exchange(s)")


@check(version=1)
def same_value(exchanges: Sequence[Exchange], pointers: list[str]) -> Finding:
    """What was put in at the first pointer of the first exchange came out at the second pointer of the second.

    Both stand redacted with one key, under which equal stays equal and a cut text differs.
    """
    source, target = exchanges
    told, arrived = reached(source, pointers[0]), reached(target, pointers[1])
    if len(told) != 1 or told[0] in (None, ""):
        raise Inconclusive(Code.INSUFFICIENT_DATA, f"nothing single was told at {pointers[0]} of {source.id}")
    expected = f"{_where(target, pointers[1])} = {shown(told[0])}"
    return Finding(arrived == told, expected, ", ".join(map(shown, arrived)) or "absent")


@check(version=1)
def headers_are(exchanges: Sequence[Exchange], headers: Mapping[str, str]) -> Finding:
    """Every given request carries each header, its value matching the pattern (case ignored)."""
    if not headers:
        raise HarnessError(Code.HARNESS, "no header to look for: that would hold on any request")
    expected = ", ".join(f"{name}: {pattern}" for name, pattern in headers.items())
    for exchange in exchanges:
        for name, pattern in headers.items():
            value = exchange.request["headers"].get(name)
            if value is None or not re.search(pattern, value, re.IGNORECASE):
                return Finding(False, expected, f"{name}: {value or 'absent'} in {exchange.id}")
    return Finding(True, expected, f"so in {len(exchanges)} exchange(s)")


@check(version=1)
def told_in_body_only(exchanges: Sequence[Exchange], fields: list[str]) -> Finding:
    """Every given request is a POST that carries the fields in its JSON body and nothing in its address."""
    expected = f"POST, body with {', '.join(fields)}, no query"
    for exchange in exchanges:
        request = exchange.request
        missing = [name for name in fields if not any(reached(exchange, f"/{name}"))]
        if request["method"] != "POST" or missing or request["query"]:
            observed = f"{request['method']}, missing {missing}, query with {sorted(request['query'])} in {exchange.id}"
            return Finding(False, expected, observed)
    return Finding(True, expected, f"so in {len(exchanges)} exchange(s)")


@check(version=1)
def no_value_like(
    exchanges: Sequence[Exchange], pointers: list[str], pattern: str, fence: Mapping[str, Json]
) -> Finding:
    """No text at any of the pointers matches the pattern (searched). Judged behind a fence only.

    The fence is looked at too, but it alone is not enough to look at.
    """
    behind_a_fence(exchanges, fence)
    expected = f"no value like /{pattern}/ at {', '.join(pointers)}"
    looked = 0
    for exchange in exchanges:
        for value in (str(value) for pointer in pointers for value in reached(exchange, pointer) if value is not None):
            looked += not matches(exchange, fence)
            if re.search(pattern, value):
                return Finding(False, expected, f"{shown(value)} in {exchange.id}")
    if not looked:
        raise Inconclusive(Code.NO_TRAFFIC, f"no value at {', '.join(pointers)} to look at")
    return Finding(True, expected, f"none among {looked} value(s)")
