"""The target file (`province.toml`): system under test, its statement, and the extra information for testing (IXIT).

Secrets are named by environment variable and read when needed; none ever stands in the file or in the record.
"""

import math
import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import jsonschema

from harness.errors import Refused
from harness.exchange import Json
from harness.target import refuse_national
from specs.administrative_units import provinces
from specs.people import CENTURY, IdentityScheme
from specs.schema import load_schema

UPPER_TESTERS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "http": (("url",), ("token_env",)),
    "python": (("class", "url"), ("path", "settings")),
    "manual": ((), ("deadline_s",)),
}
"""By kind: what the table must hold, and what it may."""


@dataclass(frozen=True)
class Timers:
    """Seconds, as the supplier states them for this installation."""

    sync_within_s: float
    quiet_s: float
    read_timeout_s: float
    first_pause_s: float


@dataclass(frozen=True)
class UpperTesterAccess:
    """How to make the system under test act: kind and address, and what the kind wants besides.

    http: the variable that holds the token, if it wants one. python: the class, the folder of its package, what is
    handed to it (a name that ends in `_env` names the variable of a secret). manual: seconds for one act.
    """

    kind: str = "http"
    url: str = ""
    token_env: str | None = None
    implementation: str = ""
    folder: Path = Path()
    settings: Mapping[str, Json] = field(default_factory=dict)
    deadline_s: float = 600.0


@dataclass(frozen=True)
class MockAccess:
    """One national system: the profile it speaks, where the province reaches it, where the harness controls it.

    `accounts` are what the province signs in with there; a name that ends in `_env` names the variable of a secret.
    """

    system: str
    profile: str
    national: str
    control: str
    token_env: str
    accounts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ExtraInformation:
    """The IXIT: agency identifier, destination code, portal account, doors and timers.

    `inbound` is where other systems call the system under test, if anything may.
    """

    agency: str
    destination: str
    portal_username: str
    portal_password_env: str
    upper_tester: UpperTesterAccess
    timers: Timers
    inbound: str | None = None


@dataclass(frozen=True)
class LoadAccess:
    """What may be loaded: the variable of the token that confirms it, the province's code, its own figures by name."""

    token_env: str
    province: str
    volume: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Target:
    """Everything that the target file says."""

    path: Path
    sut: Mapping[str, Json]
    answers: Mapping[str, bool]
    access: ExtraInformation
    mocks: Mapping[str, MockAccess]
    people: IdentityScheme = CENTURY
    load: LoadAccess | None = None


def load_target(path: Path) -> Target:
    """Read and check a target file. Every trouble is one line that names the file and the place."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Refused(f"{path}: no such file; `lienthong init` writes one") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as exc:
        raise Refused(f"{path}: {' '.join(str(exc).split())}") from exc
    validator = jsonschema.Draft202012Validator(load_schema("province"))
    errors = sorted(validator.iter_errors(raw), key=lambda error: error.json_path)
    if errors:
        raise Refused(f"{path}: {_place(errors[0])}: {_reason(errors[0])}")
    for name, value in raw["access"]["timers"].items():
        if not math.isfinite(value):
            raise Refused(f"{path}: access.timers.{name}: {value} is no number of seconds")
    if raw["sut"].get("province") not in {None, *provinces()}:
        raise Refused(f"{path}: sut.province: {raw['sut']['province']!r} is none of the 34 (specs/codes/provinces.csv)")
    target = _read(path, raw)
    for place, url in _addresses(target):
        try:
            refuse_national(url)
        except Refused as exc:
            raise Refused(f"{path}: {place}: {exc}") from exc
    return target


def _place(error: jsonschema.ValidationError) -> str:
    return error.json_path.removeprefix("$").removeprefix(".") or "top level"


def _reason(error: jsonschema.ValidationError) -> str:
    """One line, without the value where a secret may stand in place of its variable's name."""
    if error.absolute_path and str(error.absolute_path[-1]).endswith("_env"):
        return "the name of an environment variable is wanted here, letters, digits and _; never the secret itself"
    return " ".join(error.message.split())


def _addresses(target: Target) -> Iterator[tuple[str, str]]:
    if target.access.upper_tester.url:
        yield "access.upper_tester.url", target.access.upper_tester.url
    if target.access.inbound:
        yield "access.inbound.url", target.access.inbound
    for system, mock in target.mocks.items():
        yield f"mocks.{system}.national", mock.national
        yield f"mocks.{system}.control", mock.control


def _read(path: Path, raw: Mapping[str, Json]) -> Target:
    access = raw["access"]
    information = ExtraInformation(
        agency=access["agency"],
        destination=access["destination"],
        portal_username=access["portal"]["username"],
        portal_password_env=access["portal"]["password_env"],
        upper_tester=_read_upper_tester(path, access["upper_tester"], raw["sut"]),
        timers=Timers(**{name: float(value) for name, value in access["timers"].items()}),
        inbound=access.get("inbound", {}).get("url"),
    )
    mocks = {system: MockAccess(system=system, **row) for system, row in raw["mocks"].items()}
    people = _read_people(path, raw.get("people"))
    load = LoadAccess(**raw["load"]) if "load" in raw else None
    return Target(path, raw["sut"], raw["statement"], information, mocks, people, load)


def _read_upper_tester(path: Path, row: Mapping[str, Json], sut: Mapping[str, Json]) -> UpperTesterAccess:
    """Refused where the table holds what its kind does not know, or lacks what it cannot do without."""
    kind = row.get("kind", "http")
    needed, known = UPPER_TESTERS[kind]
    for name in (*(name for name in needed if name not in row), *(row.keys() - {"kind", *needed, *known})):
        why = "is needed" if name in needed else "is not known"
        raise Refused(f"{path}: access.upper_tester: {name} {why} with kind {kind!r}")
    if kind == "manual" and "build" not in sut:
        raise Refused(f"{path}: sut: build is needed where a person acts: the system cannot be asked which build runs")
    return UpperTesterAccess(
        kind,
        row.get("url", ""),
        row.get("token_env"),
        row.get("class", ""),
        (path.parent / row.get("path", ".")).resolve(),
        row.get("settings", {}),
        float(row.get("deadline_s", UpperTesterAccess.deadline_s)),
    )


def _read_people(path: Path, row: Mapping[str, Json] | None) -> IdentityScheme:
    """The scheme of the synthetic people's identity numbers; Refused where its figures do not go together."""
    if row is None:
        return CENTURY
    try:
        return IdentityScheme(row["scheme"], row.get("first"), row.get("last"))
    except ValueError as exc:
        raise Refused(f"{path}: people: {exc}") from exc


def secret(variable: str, *, purpose: str) -> str:
    """The value of an environment variable; Refused with its name where it is not set."""
    value = os.environ.get(variable)
    if not value:
        raise Refused(f"environment variable {variable} ({purpose}) is not set")
    return value
