"""Asks the province who it is, before anything is opened, and says what is wrong where it does not tell."""

from datetime import datetime
from typing import Any

from harness.errors import HarnessError, Inconclusive, Refused
from harness.ixit import Target, secret
from harness.upper_tester import Version
from harness.upper_tester.opening import open_upper_tester


def who_answers(target: Target) -> Version:
    """Name, version, build and clock of the running province. Raises Refused with what to mend."""
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


def _check(url: str, version: Version) -> None:
    told: dict[str, Any] = {"name": version.name, "version": version.version, "build": version.build}
    for name, value in told.items():
        if not (isinstance(value, str) and value):
            raise Refused(_another(url, f"{name} is {value!r} and no text"))
    try:
        aware = version.clock is not None and datetime.fromisoformat(version.clock).tzinfo is not None
    except (TypeError, ValueError):
        aware = False
    if not aware:
        raise Refused(_another(url, f"clock {version.clock!r} is no instant with an offset"))


def _another(url: str, what: str) -> str:
    return f"what answers at {url} does not speak the contract upper-tester/1 ({what}): mend [access.upper_tester] url"
