"""Propositions about answers: how a request was answered, and what stands anywhere in what came back."""

import json
import re
from collections.abc import Sequence
from http import HTTPStatus

from harness.checks.fields import shown
from harness.checks.observation import Finding, check
from harness.checks.pattern import same
from harness.errors import Inconclusive
from harness.exchange import Exchange, Json, reached
from harness.verdict import Code


@check(version=1)
def status_is(exchanges: Sequence[Exchange], statuses: list[int]) -> Finding:
    """Every given request was answered with one of these statuses."""
    expected = f"answered {' or '.join(map(str, statuses))}"
    for exchange in exchanges:
        if exchange.status is None:
            raise Inconclusive(Code.TIMEOUT, f"{exchange.id} was not answered")
        if exchange.status not in statuses:
            return Finding(False, expected, f"{exchange.status} in {exchange.id}")
    return Finding(True, expected, f"so in {len(exchanges)} exchange(s)")


@check(version=1)
def value_is_among(exchanges: Sequence[Exchange], pointer: str, value: Json) -> Finding:
    """In every given exchange the value is among those at `pointer` (with `*`)."""
    expected = f"{shown(value)} at {pointer}"
    for exchange in exchanges:
        found = reached(exchange, pointer)
        if not any(same(value, one) for one in found):
            return Finding(False, expected, f"{', '.join(map(shown, found[:4])) or 'nothing'} in {exchange.id}")
    return Finding(True, expected, f"so in {len(exchanges)} exchange(s)")


@check(version=1)
def value_is_not_among(exchanges: Sequence[Exchange], pointer: str, value: Json) -> Finding:
    """In none of the given exchanges is the value among those at `pointer` (with `*`), where there are others."""
    expected = f"no {shown(value)} at {pointer}"
    for exchange in exchanges:
        if not reached(exchange, pointer):
            raise Inconclusive(Code.INSUFFICIENT_DATA, f"{exchange.id} shows nothing at {pointer}")
        if any(same(value, one) for one in reached(exchange, pointer)):
            return Finding(False, expected, f"it stands in {exchange.id}")
    return Finding(True, expected, f"so in {len(exchanges)} exchange(s)")


@check(version=1)
def no_text_like(exchanges: Sequence[Exchange], pattern: str) -> Finding:
    """In none of the given answers, each given with 200 and with something in it, is a text like the pattern."""
    expected = f"no text like /{pattern}/ in the answer"
    for exchange in exchanges:
        answer = exchange.response or {}
        text = answer.get("text") or (json.dumps(answer["body"], ensure_ascii=False) if answer.get("body") else "")
        if exchange.status != HTTPStatus.OK or not text:
            raise Inconclusive(
                Code.INSUFFICIENT_DATA, f"{exchange.id} was answered {exchange.status}, and shows nothing"
            )
        if found := re.search(pattern, text):
            return Finding(False, expected, f"{len(found[0])} such characters in {exchange.id}")
    return Finding(True, expected, f"none in {len(exchanges)} answer(s)")
