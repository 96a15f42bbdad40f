"""Asks the province who it is, before anything is opened, and says what is wrong where it does not tell."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cli.processes import environment
from harness.errors import HarnessError, Inconclusive, Refused
from harness.ixit import Target, secret
from harness.upper_tester import Outbox, Version
from harness.upper_tester.opening import open_upper_tester

ASK_WITHIN_S = 60
STDIN, STDERR = 0, 2


def who_answers(target: Target) -> Version:
    """Name, version, build and clock of the running province. Raises Refused with what to mend.

    Where a person acts the target file alone says who it is; where a class does, a process of its own asks.
    """
    kinds = {"http": _asked_over_http, "python": _asked_of_the_class, "manual": _declared}
    return kinds[target.access.upper_tester.kind](target)


def what_waits(target: Target) -> Outbox:
    """What the province says that it has not sent yet. Raises Ending or Refused where it does not say."""
    if target.access.upper_tester.kind == "python":
        told = _asked_apart(target)["outbox"]
        if "trouble" in told:
            raise Refused(told["trouble"])
        return Outbox(**told)
    tester = open_upper_tester(target, key=b"not recorded", append=lambda _kind, _data: None)
    try:
        return tester.outbox()
    finally:
        tester.close()


def refuse_without_terminal(target: Target) -> None:
    """Raise Refused where a person is to act and neither reads nor types here."""
    if target.access.upper_tester.kind == "manual" and not (os.isatty(STDIN) and os.isatty(STDERR)):
        raise Refused(
            f'{target.path}: [access.upper_tester] kind "manual" asks a person, and there is no terminal '
            "(stdin and stderr): run it by hand and not in a pipeline"
        )


def _declared(target: Target) -> Version:
    refuse_without_terminal(target)
    return Version(target.sut["name"], target.sut["version"], target.sut["build"], None, frozenset())


def _asked_over_http(target: Target) -> Version:
    access = target.access.upper_tester
    if access.token_env:
        secret(access.token_env, purpose="token of the upper tester")
    tester = open_upper_tester(target, key=b"not recorded", append=lambda _kind, _data: None)
    try:
        version = tester.version()
    except (Inconclusive, HarnessError) as exc:
        raise Refused(
            f"the province's upper tester does not answer at {access.url} ({exc}): start the province, "
            f"or mend [access.upper_tester] url; `lienthong doctor --sut {target.path}` says more"
        ) from exc
    except (KeyError, TypeError) as exc:  # an answer of another shape
        raise Refused(_another(access.url, repr(exc))) from exc
    finally:
        tester.close()
    _check(access.url, version)
    return version


def _asked_of_the_class(target: Target) -> Version:
    access = target.access.upper_tester
    told = _asked_apart(target)["version"]
    if "trouble" in told:
        raise Refused(f"the upper tester {access.implementation} does not say who acts: {told['trouble']}")
    version = Version(**{**told, "capabilities": frozenset(told["capabilities"])})
    if not version.build:
        raise Refused(f"{target.path}: sut: build is needed, for {access.implementation} does not tell it")
    _check(access.implementation, version)
    return version


def _asked_apart(target: Target) -> Mapping[str, Any]:
    """The answers of the class. It is imported in a process of its own, never in the command's."""
    command = [sys.executable, "-P", "-m", "cli.asked_apart", str(target.path)]
    try:
        done = subprocess.run(
            command,
            env=environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=ASK_WITHIN_S,
            check=True,
        )
        answers: Mapping[str, Any] = json.loads(done.stdout.splitlines()[-1])
    except subprocess.TimeoutExpired as exc:
        raise Refused(f"the upper tester of {target.path} said nothing within {ASK_WITHIN_S} s") from exc
    except (subprocess.CalledProcessError, ValueError, IndexError) as exc:
        last = (getattr(exc, "stderr", "") or repr(exc)).strip().splitlines()[-1]
        raise Refused(f"the upper tester of {target.path} broke: {last}") from exc
    return answers


def _check(place: str, version: Version) -> None:
    told: dict[str, Any] = {"name": version.name, "version": version.version, "build": version.build}
    for name, value in told.items():
        if not (isinstance(value, str) and value):
            raise Refused(_another(place, f"{name} is {value!r} and no text"))
    if version.clock is None:
        return
    try:
        aware = datetime.fromisoformat(version.clock).tzinfo is not None
    except (TypeError, ValueError):
        aware = False
    if not aware:
        raise Refused(_another(place, f"clock {version.clock!r} is no instant with an offset"))


def _another(place: str, what: str) -> str:
    return f"what answers at {place} does not speak the contract upper-tester/1 ({what}): mend [access.upper_tester]"
