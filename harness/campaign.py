"""What a running campaign offers to its cases: doors, clock, the target's own figures, and the one way to wait."""

import os
import random
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import TypeVar

from harness.browser import WebDoor, open_web_door
from harness.clock import Clock, SystemClock, Wait, wait_until
from harness.errors import HarnessError, Inconclusive
from harness.exchange import Json
from harness.ixit import ExtraInformation, MockAccess, Target
from harness.pco import ObservingPco
from harness.statement import ConformanceStatement
from harness.transport import Append
from harness.upper_tester import UpperTester, Version
from harness.upper_tester.opening import open_upper_tester
from harness.verdict import Code
from specs.people import CENTURY, IdentityScheme
from specs.placeholders import placeholder

T = TypeVar("T")


@dataclass
class Campaign:
    """One run's doors and figures. `rng` is seeded: names, order and timing of test dossiers come from it.

    `people` is the scheme of identity numbers that the target file asks for, `time_budget_s` how long the policy lets
    one case wait for time to pass. `web` is the door for browsers, None where the target file tells no address for it.
    `key` is that under which all doors redact.
    """

    access: ExtraInformation
    statement: ConformanceStatement
    upper_tester: UpperTester
    pcos: Mapping[str, ObservingPco]
    profiles: Mapping[str, str]
    append: Append
    rng: random.Random
    clock: Clock = field(default_factory=SystemClock)
    people: IdentityScheme = CENTURY
    time_budget_s: float = 0.0
    web: WebDoor | None = None
    key: bytes = field(default=b"", repr=False)

    def as_kept(self, value: str, mark: str) -> str:
        """A personal value of class `mark` as the doors keep it: only so may a check be told what to look for."""
        return placeholder(value, mark, self.key)

    def wait_until(self, condition: Callable[[float], T | None], *, within: float, reason: str) -> T:
        """Wait on the record. Raises Inconclusive(TIMEOUT)."""
        return wait_until(condition, within=within, clock=self.clock, reason=reason, log=self._log)

    def wait_at_most(self, condition: Callable[[float], T | None], *, within: float, reason: str) -> T | None:
        """Wait on the record, and go on without an answer when time is up: a check then judges what was seen."""
        try:
            return self.wait_until(condition, within=within, reason=reason)
        except Inconclusive as exc:
            if exc.code is not Code.TIMEOUT:
                raise
            return None

    def quiescence(self) -> None:
        """Wait until no system was called for `quiet_s` seconds, counted from the last call that any of them got."""
        quiet = self.access.timers.quiet_s
        within = self.access.timers.sync_within_s + 2 * quiet + self.access.timers.read_timeout_s
        since = self.clock.monotonic()

        def silent(_left: float) -> bool | None:
            nonlocal since
            for pco in self.pcos.values():
                rest = quiet - (self.clock.monotonic() - since)
                if pco.read(wait=max(min(rest, 1.0), 0.0)):
                    since = self.clock.monotonic()
            return True if self.clock.monotonic() - since >= quiet else None

        self.wait_until(silent, within=within, reason=f"no call for {quiet:g} s (quiescence)")

    def close(self) -> None:
        """Close every door."""
        self.upper_tester.close()
        for pco in self.pcos.values():
            pco.close()
        if self.web is not None:
            self.web.close()

    def _log(self, wait: Wait) -> None:
        self.append("wait", asdict(wait))


def open_campaign(
    target: Target,
    statement: ConformanceStatement,
    *,
    seed: int | str,
    append: Append,
    clock: Clock | None = None,
    after: int = 0,
) -> Campaign:
    """Open the doors that the target file names; what the mocks, which must be running, saw before is left aside.

    What its own doors record is numbered from the one that comes `after`.
    """
    clock = clock or SystemClock()
    pcos: dict[str, ObservingPco] = {}
    keys: dict[str, bytes] = {}
    for system, mock in target.mocks.items():
        pcos[system], keys[system] = _open_mock(mock, append)
    key, *others = set(keys.values())
    if others:
        told = f"the mocks {', '.join(keys)} redact under different keys: play them in one process"
        raise HarnessError(Code.CONFIG, told)
    access = target.access
    tester = open_upper_tester(target, key=key, append=append, clock=clock, after=after)
    web = open_web_door(target, key=key, append=append, clock=clock, after=after)
    profiles = {system: mock.profile for system, mock in target.mocks.items()}
    return Campaign(
        access, statement, tester, pcos, profiles, append, random.Random(seed), clock, target.people, web=web, key=key
    )


def _open_mock(mock: MockAccess, append: Append) -> tuple[ObservingPco, bytes]:
    """The door of one mock, and its redaction key. A mock of something else would judge by other rules: refused."""
    pco = ObservingPco(mock.control, token=os.environ.get(mock.token_env, ""), append=append)
    identity = pco.identity()
    try:
        found, key = (identity["system"], identity["profile"]), bytes.fromhex(identity["redaction_key"])
        pco.start_now()
    except (KeyError, TypeError, ValueError) as exc:
        raise HarnessError(Code.MOCK, f"{mock.control} does not say who it is: {exc!r}") from exc
    if found != (mock.system, mock.profile):
        raise HarnessError(Code.CONFIG, f"{mock.control} plays {found}, not {(mock.system, mock.profile)}")
    return pco, key


def identity_of(version: Version) -> dict[str, Json]:
    """What must not change while a run lasts."""
    return {"name": version.name, "version": version.version, "build": version.build}
