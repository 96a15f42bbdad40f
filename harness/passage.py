"""Letting hours pass: compressed where the system's clock can be set, else for real up to the policy's budget."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta

from harness.campaign import Campaign
from harness.errors import HarnessError, Inconclusive
from harness.marks import PASSAGE
from harness.pco import ObservingPco
from harness.verdict import Code

CAPABILITY = "clock"
LOOK_S = 1.0


@contextmanager
def hours_pass(campaign: Campaign, hours: float, *, reason: str, rate: float | None = None) -> Iterator[None]:
    """Let so many hours pass, then run the block; afterwards every clock is set back.

    With the capability `clock` the province's clock and those of the mocks jump; with a `rate` the province's runs so
    much faster until the hours are over, for what only a running clock does (a nightly job). Judgements on what is seen
    in the block say that time was compressed. Without the capability the hours pass for real where the policy's budget
    lets them, and else this raises Inconclusive(PRECONDITION): whether the rule is kept was not seen.
    """
    if CAPABILITY in campaign.upper_tester.version().capabilities:
        with _compressed(campaign, hours, reason, rate=rate, mocks=campaign.pcos.values()):
            yield
    elif hours * 3600 <= campaign.time_budget_s:
        _wait(campaign, hours * 3600, reason)
        yield
    else:
        offer = f"the system's clock cannot be set, and the policy lets {campaign.time_budget_s / 3600:g} h pass"
        raise Inconclusive(Code.PRECONDITION, f"needs {hours:g} hours ({reason}): {offer}")


@contextmanager
def moment_is(campaign: Campaign, moment: datetime, *, reason: str) -> Iterator[None]:
    """Run the block as if it were `moment` (aware) in the province, for what hangs on the calendar; then set it back.

    The mocks keep their time. Judgements on what is seen in the block say that time was compressed. Raises
    Inconclusive(PRECONDITION) where the system's clock cannot be set.
    """
    if CAPABILITY not in campaign.upper_tester.version().capabilities:
        raise Inconclusive(Code.PRECONDITION, f"needs {moment:%d/%m/%Y %H:%M} on the system's clock ({reason})")
    hours = (moment - campaign.upper_tester.clock().now) / timedelta(hours=1)
    with _compressed(campaign, hours, reason, mocks=()):
        yield


@contextmanager
def _compressed(
    campaign: Campaign, hours: float, reason: str, *, rate: float | None = None, mocks: Iterable[ObservingPco]
) -> Iterator[None]:
    told = {"hours": round(hours, 2), "reason": reason, "rate": rate}
    _read_all(campaign)
    campaign.append(PASSAGE, {"state": "begins", **told})
    try:
        with ExitStack() as clocks:
            clocks.enter_context(_province(campaign, hours, rate))
            for pco in mocks:
                clocks.enter_context(_mock(pco, hours))
            yield
            _read_all(campaign)
    finally:
        campaign.append(PASSAGE, {"state": "ends", **told})


@contextmanager
def _province(campaign: Campaign, hours: float, rate: float | None) -> Iterator[None]:
    tester = campaign.upper_tester
    ahead = tester.clock().now - campaign.clock.now()
    later = timedelta(hours=hours)
    try:
        if rate is None:
            tester.set_clock(campaign.clock.now() + ahead + later)
        else:
            given = tester.set_clock(campaign.clock.now() + ahead, rate=rate)
            if given.rate != rate:
                raise Inconclusive(Code.PRECONDITION, f"the system's clock runs at {given.rate:g}, not at {rate:g}")
            _wait(campaign, hours * 3600 / rate, f"{hours:g} h at rate {rate:g}")
            tester.set_clock(campaign.clock.now() + ahead + later, rate=1.0)
        yield
    finally:
        tester.set_clock(campaign.clock.now() + ahead, rate=None if rate is None else 1.0)


@contextmanager
def _mock(pco: ObservingPco, hours: float) -> Iterator[None]:
    """The clock of one mock, ahead inside the block."""
    skew = {"name": "clock-skew", "arguments": {"seconds": hours * 3600}}
    armed = pco.command("POST", "/behaviours", skew)
    if "id" not in armed:
        raise HarnessError(Code.MOCK, f"the mock's clock cannot be set: {armed}")
    try:
        yield
    finally:
        pco.command("DELETE", f"/behaviours/{armed['id']}")


def _wait(campaign: Campaign, seconds: float, reason: str) -> None:
    """Real time, on the record; what the mocks see meanwhile is read, so that no journal runs over."""
    end = campaign.clock.monotonic() + seconds

    def over(_left: float) -> bool | None:
        for pco in campaign.pcos.values():
            left = max(end - campaign.clock.monotonic(), 0.0)
            pco.read(wait=min(left, LOOK_S))
        return True if campaign.clock.monotonic() >= end else None

    campaign.wait_until(over, within=seconds + LOOK_S, reason=reason)


def _read_all(campaign: Campaign) -> None:
    for pco in campaign.pcos.values():
        pco.read()
