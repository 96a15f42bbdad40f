"""A plan is refused whole or sent whole; calls of one key stay together."""

from dataclasses import replace

import pytest

from harness.errors import Refused
from load.plan import Call, Limits, Plan, read_part

URL = "http://127.0.0.1:1/x"


def plan_of(*calls: Call, span_s: float = 10) -> Plan:
    return Plan("a", 1, span_s, calls)


def test_calls_stand_in_the_order_of_their_instants() -> None:
    plan = plan_of(Call(3, "b", "GET", URL), Call(1, "a", "GET", URL))
    assert [call.kind for call in plan.calls] == ["a", "b"]


@pytest.mark.parametrize(
    "calls",
    [
        pytest.param((), id="none"),
        pytest.param((Call(11, "a", "GET", URL),), id="after the end"),
        pytest.param((Call(-1, "a", "GET", URL),), id="before the beginning"),
        pytest.param((Call(1, "a", "GET", "/x"),), id="no address"),
        pytest.param((Call(1, "a", "GET", "file:///x"),), id="not http"),
    ],
)
def test_what_cannot_be_sent_is_refused(calls: tuple[Call, ...]) -> None:
    with pytest.raises(Refused):
        plan_of(*calls)


def test_more_calls_or_seconds_than_allowed_are_refused() -> None:
    calls = [Call(1, "a", "GET", URL)] * 3
    with pytest.raises(Refused, match="3 calls, and 2"):
        Plan("a", 1, 10, calls, Limits(calls=2))
    with pytest.raises(Refused, match="10 s, and 9 s"):
        Plan("a", 1, 10, calls, Limits(seconds=9))


def test_the_digest_knows_everything_but_the_headers() -> None:
    call = Call(1, "a", "POST", URL, {"Authorization": "one"}, "body", "k")
    digest = plan_of(call).digest
    assert plan_of(replace(call, headers={"Authorization": "two"})).digest == digest
    others = [replace(call, at_s=2), replace(call, body="b"), replace(call, key="l"), replace(call, keep={"a": "/a"})]
    assert len({digest, *(plan_of(other).digest for other in others)}) == 5


def test_parts_share_every_call_out_once_and_keep_keys_together() -> None:
    calls = [Call(i / 10, "a", "GET", URL, key=f"k{i % 7}" if i % 3 else "") for i in range(100)]
    plan = plan_of(*calls)
    parts = plan.parts(3)
    assert sorted(place for part in parts for place in part) == list(range(100))
    homes = {(plan.calls[place].key, number) for number, part in enumerate(parts) for place in part}
    assert len({key for key, _ in homes if key}) == len([home for home in homes if home[0]])
    assert all(len(part) > 20 for part in parts)


def test_a_part_is_read_as_it_was_written() -> None:
    call = Call(1.5, "a", "POST", URL, {"X": "ă"}, "đ", "k", (201, 409), {"dossier": "/dossier"})
    plan = Plan("a", 1, 10, [call], Limits(in_flight=7), ca="PEM")
    part = read_part(list(plan.lines([0])))
    assert (part.calls, part.limits, part.span_s, part.ca) == ([(0, call)], Limits(in_flight=7), 10, "PEM")
