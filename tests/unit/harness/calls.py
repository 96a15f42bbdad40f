"""Calls as the checks see them: a push, a look-up, what a person was shown."""

from typing import Any

from harness.exchange import Exchange
from tests.unit.harness.evidence import make_exchange


def push(seq: int, code: str = "a", **more: Any) -> Exchange:
    return make_exchange(seq, "Push", body={"code": code, **more}, reply={"error_code": "0"})


def look(seq: int, code: str = "a", **more: Any) -> Exchange:
    return make_exchange(seq, "Look", body={"code": code, **more}, reply={})


def told(seq: int, **reply: Any) -> Exchange:
    return make_exchange(seq, "view", reply=reply, door="upper-tester")


def act(**body: Any) -> Exchange:
    return make_exchange(1, "accept", body=body, reply={}, door="upper-tester")


def attempts(*starts: float) -> list[Exchange]:
    return [make_exchange(n, "Push", body={"code": "a"}, at_s=at, took_ms=0) for n, at in enumerate(starts, 1)]


def shown(*dossiers: str, status: int = 200) -> Exchange:
    return make_exchange(1, "own", reply={"dossiers": list(dossiers)}, status=status, door="web-door")
