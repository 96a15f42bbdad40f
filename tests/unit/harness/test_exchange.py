"""Pointers into messages, and the exchange itself."""

from typing import Any

import pytest

from harness.exchange import reached, read_exchange, values_at
from tests.unit.harness.evidence import MORNING, make_exchange

BODY = {"data": [{"a/b": 1, "c~d": 2, "n": None}, {"n": 4}], "*": "star", "": "empty"}


@pytest.mark.parametrize(
    ("pointer", "values"),
    [
        ("", [BODY]),
        ("/", ["empty"]),
        ("/data/0/a~1b", [1]),
        ("/data/0/c~0d", [2]),
        ("/data/*/n", [None, 4]),
        ("/data/1/n", [4]),
        ("/data/2/n", []),
        ("/data/-1", []),
        ("/data/n", []),
        ("/*", ["star"]),
        ("/data/*/*", []),
        ("/nothing/*/n", []),
        ("/data/*/n/x", []),
    ],
)
def test_values_at(pointer: str, values: list[Any]) -> None:
    assert list(values_at(BODY, pointer)) == values


def test_places() -> None:
    exchange = make_exchange(1, body={"a": 1}, reply={"a": 2}, facts={"a": 3})

    assert [reached(exchange, f"{place}/a") for place in ("", "reply:", "facts:")] == [[1], [2], [3]]
    with pytest.raises(KeyError):
        reached(exchange, "header:/a")


def test_silence_has_no_reply_and_no_status() -> None:
    exchange = make_exchange(0, silence="reset")

    assert (exchange.reply, exchange.status, exchange.ended) == (None, None, MORNING)
    assert reached(exchange, "reply:/a") == []


def test_what_is_no_exchange_is_refused() -> None:
    raw = dict(make_exchange(1).raw)
    del raw["facts"]

    with pytest.raises(KeyError, match="facts"):
        read_exchange(raw)
