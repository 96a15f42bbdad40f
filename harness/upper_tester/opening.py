"""The upper tester that a target file names, behind a recording door."""

import os

import httpx

from harness.clock import Clock, SystemClock
from harness.ixit import Target
from harness.pco import DrivingPco
from harness.transport import Append, RecordingTransport
from harness.upper_tester.contract import UpperTesterContract
from harness.upper_tester.http import HttpWay
from harness.upper_tester.protocol import UpperTester
from harness.upper_tester.tester import ContractUpperTester

ACT_TIMEOUT_S = 30.0


def open_upper_tester(target: Target, *, key: bytes, append: Append, clock: Clock | None = None) -> UpperTester:
    """Open it."""
    access = target.access.upper_tester
    transport = RecordingTransport(
        httpx.HTTPTransport(trust_env=False),
        UpperTesterContract(),
        key=key,
        append=append,
        clock=clock or SystemClock(),
    )
    token = os.environ.get(access.token_env) if access.token_env else None
    return ContractUpperTester(HttpWay(DrivingPco(access.url, transport, timeout_s=ACT_TIMEOUT_S, token=token)))
