"""The upper tester that a target file names, behind a recording door."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

import httpx

from harness.clock import Clock, SystemClock
from harness.exchange import Json
from harness.ixit import Target
from harness.pco import DrivingPco
from harness.transport import Append, RecordingTransport
from harness.trust import trust
from harness.upper_tester.contract import UpperTesterContract
from harness.upper_tester.http import HttpWay
from harness.upper_tester.manual import ManualWay
from harness.upper_tester.protocol import UpperTester
from harness.upper_tester.stimulus import StimulusLog
from harness.upper_tester.terminal import terminal_of_the_run
from harness.upper_tester.tester import ContractUpperTester
from harness.upper_tester.wish import Way

ACT_TIMEOUT_S = 30.0


@dataclass(frozen=True)
class _Log:
    """Where a door writes to: under which key it redacts, by which clock, numbered from the one that comes `after`."""

    key: bytes
    append: Append
    clock: Clock
    after: int

    def stimuli(self, kind: str) -> StimulusLog:
        return StimulusLog(kind, self.key, self.append, self.clock, self.after)


def open_upper_tester(
    target: Target, *, key: bytes, append: Append, clock: Clock | None = None, after: int = 0
) -> UpperTester:
    """Open it; what it records is numbered from the one that comes `after`.

    Raises HarnessError(CONFIG) where a class cannot be made, or a person is to act and has no terminal.
    """
    ways = {"http": _http, "python": _python, "manual": _manual}
    way = ways[target.access.upper_tester.kind]
    return ContractUpperTester(way(target, _Log(key, append, clock or SystemClock(), after)))


def _http(target: Target, log: _Log) -> Way:
    access = target.access.upper_tester
    inner = httpx.HTTPTransport(verify=trust(), trust_env=False)
    transport = RecordingTransport(
        inner, UpperTesterContract(), key=log.key, append=log.append, clock=log.clock, after=log.after
    )
    token = os.environ.get(access.token_env) if access.token_env else None
    return HttpWay(DrivingPco(access.url, transport, timeout_s=ACT_TIMEOUT_S, token=token))


def _python(target: Target, log: _Log) -> Way:
    from harness.proxy import RecordingProxy  # noqa: PLC0415 - its HTTP library costs every run 0.4 s
    from harness.upper_tester.python import PythonWay, make_system  # noqa: PLC0415 - as above

    access = target.access.upper_tester
    proxy = RecordingProxy(access.url, key=log.key, clock=log.clock, after=log.after)
    try:
        system = make_system(access, proxy.base)
    except BaseException:  # whatever it was is raised on: the proxy's thread must not outlive it
        proxy.close()
        raise
    return PythonWay(system, proxy, log.stimuli("python"), declared=_declared(target))


def _manual(target: Target, log: _Log) -> Way:
    return ManualWay(
        terminal_of_the_run(),
        log.stimuli("manual"),
        declared=_declared(target),
        deadline_s=target.access.upper_tester.deadline_s,
    )


def _declared(target: Target) -> Mapping[str, Json]:
    """Who acts, by the word of the target file, for a way that cannot ask the system itself."""
    sut = target.sut
    told = {"name": sut["name"], "version": sut["version"], "build": sut.get("build", "")}
    return {**told, "clock": None, "capabilities": []}
