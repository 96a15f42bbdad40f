"""Sessions: valid for a fixed time, ended by command, told apart when they are not valid."""

import random
from collections.abc import Callable
from typing import Any

import pytest

from mocks.core import clock as clocks
from mocks.core.sessions import Sessions


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Stopped(clocks.Clock):
    """A clock whose monotonic reading is set by hand."""

    reading = 0.0

    def monotonic(self) -> float:
        return self.reading


def test_a_session_ends_when_its_time_is_over_however_much_it_is_used() -> None:
    clock = Clock()
    sessions = Sessions(life_s=30, clock=clock, rng=random.Random(1))
    token = sessions.open()
    clock.now = 29.9
    assert sessions.state(token) == "valid"
    clock.now = 30.0
    assert sessions.state(token) == "expired"


def test_expiry_by_command_counts_the_valid_ones_only() -> None:
    clock = Clock()
    sessions = Sessions(life_s=30, clock=clock, rng=random.Random(1))
    sessions.open()
    clock.now = 30.0
    tokens = [sessions.open(), sessions.open()]
    assert sessions.expire_all() == 2
    assert [sessions.state(token) for token in tokens] == ["expired", "expired"]
    assert sessions.expire_all() == 0


@pytest.mark.parametrize(
    ("token", "state"), [("x", "unknown"), ("", "absent"), (None, "absent"), (7, "absent"), (["x"], "absent")]
)
def test_a_token_that_was_never_given(token: Any, state: str) -> None:
    assert Sessions(life_s=30, clock=Clock(), rng=random.Random(1)).state(token) == state


def test_one_seed_gives_the_same_tokens() -> None:
    tokens = [Sessions(life_s=1, clock=Clock(), rng=random.Random(7)).open() for _ in range(2)]
    assert len(set(tokens)) == 1


@pytest.mark.parametrize(
    ("session", "fact"), [("not-a-session", "unknown"), ("", "absent"), (None, "absent"), (..., "absent")]
)
def test_a_call_without_a_valid_session_is_refused(signed_in: Any, session: Any, fact: str) -> None:
    answer = signed_in.call("LayDanhSachTTHC", session=session).json()
    assert (answer["error_code"], answer["result"]) == ("-2", None)
    facts = signed_in.journal()[-1]["facts"]
    assert (facts["session"], facts["answered"]) == (fact, "expired")


def test_sessions_end_by_command_and_a_new_one_works(signed_in: Any, dossier: Any) -> None:
    assert signed_in.control.post("/control/1/sessions/expire").json() == {"expired": 1}
    assert signed_in.push(dossier).json()["error_code"] == "-2"
    assert signed_in.journal()[-1]["facts"]["session"] == "expired"
    assert signed_in.dossiers() == []
    signed_in.login()
    assert signed_in.push(dossier).json()["error_code"] == "0"


def test_a_session_ends_by_itself(start: Callable[..., Any]) -> None:
    clock = Stopped()
    portal = start(session_s=60, make_clock=lambda: clock)
    portal.login()
    assert portal.call("LayDanhMucCoQuan").json()["error_code"] == "0"
    clock.reading = 60.0
    assert portal.call("LayDanhMucCoQuan").json()["error_code"] == "-2"


def test_a_valid_session_is_taken_for_expired_where_told(signed_in: Any, dossier: Any) -> None:
    signed_in.behave("expired-session", times=1)
    assert signed_in.push(dossier).json()["error_code"] == "-2"
    assert (signed_in.last()["facts"]["session"], signed_in.dossiers()) == ("expired", [])
    assert signed_in.push(dossier).json()["error_code"] == "0"
    assert signed_in.hits() == {"expired-session": 1}


def test_a_second_sign_in_leaves_the_first_session_alone(signed_in: Any) -> None:
    first = signed_in.session
    signed_in.login()
    assert signed_in.session != first
    assert signed_in.call("LayDanhMucCoQuan", session=first).json()["error_code"] == "0"
