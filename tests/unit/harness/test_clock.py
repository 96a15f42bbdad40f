"""The one way to wait, on a clock that the test moves."""

import pytest

from harness.clock import SystemClock, Wait, wait_until
from harness.errors import Inconclusive
from harness.verdict import Code
from tests.unit.harness.evidence import FakeClock


def test_a_wait_that_is_met_is_logged() -> None:
    clock, log, asked = FakeClock(), list[Wait](), list[float]()

    def third(left: float) -> str | None:
        asked.append(left)
        return "there" if len(asked) == 3 else None

    assert wait_until(third, within=1.0, clock=clock, reason="it arrives", log=log.append, every=0.25) == "there"
    assert log == [Wait("it arrives", 1.0, 0.5, met=True)]
    assert asked == [1.0, 0.75, 0.5]


def test_false_and_zero_are_answers() -> None:
    assert wait_until(lambda _: False, within=0, clock=FakeClock(), reason="x", log=lambda _: None) is False


def test_a_timeout_is_inconclusive_and_logged() -> None:
    clock, log = FakeClock(), list[Wait]()

    with pytest.raises(Inconclusive, match="in vain: it arrives") as caught:
        wait_until(lambda _: None, within=0.12, clock=clock, reason="it arrives", log=log.append, every=0.05)

    assert caught.value.code is Code.TIMEOUT
    assert log == [Wait("it arrives", 0.12, 0.12, met=False)]
    assert clock.slept == pytest.approx([0.05, 0.05, 0.02])


def test_it_is_asked_a_last_time_when_time_is_up() -> None:
    asked = list[float]()

    with pytest.raises(Inconclusive):
        wait_until(asked.append, within=0.05, clock=FakeClock(), reason="x", log=lambda _: None)

    assert asked[-1] == 0.0


def test_the_machines_clock_is_aware() -> None:
    clock = SystemClock()
    before = clock.monotonic()
    clock.sleep(0)

    assert clock.now().tzinfo is not None
    assert clock.monotonic() >= before
