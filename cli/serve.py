"""`mocks serve` and `province serve`: one part of the whole, alone, until it is stopped."""

import errno
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cli.faults import fault_named
from harness.errors import Refused
from harness.ixit import load_target, secret
from harness.target import refuse_national
from mocks.province.options import ProvinceOptions
from mocks.province.serve import serve as serve_the_province
from mocks.serve import PortInUse, ServeOptions, UnknownSystem
from mocks.serve import serve as serve_a_mock


@dataclass(frozen=True)
class MocksOptions:
    """Options of `mocks serve`; a target file replaces ports, account, profile and token name."""

    sut: Path | None
    system: str
    profile: str
    host: str
    national_port: int
    control_port: int
    username: str
    password_env: str
    token_env: str
    session_s: float
    strict: bool
    journal: Path | None
    json_only: bool


@dataclass(frozen=True)
class ProvinceServeOptions:
    """Options of `province serve`."""

    portal: str
    host: str
    port: int
    data: Path
    portal_user: str
    portal_password_env: str
    agency: str
    destination: str
    read_timeout_s: float
    first_pause_s: float
    max_pause_s: float
    token_env: str | None
    fault: str | None
    json_only: bool


def serve_mocks(options: MocksOptions) -> None:
    """Play the system until SIGTERM or Ctrl-C."""
    username, password_env, token_env = options.username, options.password_env, options.token_env
    profile, host = options.profile, options.host
    national_port, control_port = options.national_port, options.control_port
    if options.sut is not None:
        target = load_target(options.sut)
        row = target.mocks.get(options.system)
        if row is None:
            raise Refused(f"{options.sut}: there is no [mocks.{options.system}]")
        username, password_env = target.access.portal_username, target.access.portal_password_env
        token_env, profile = row.token_env, row.profile
        host, national_port = _listen_at(row.national)
        _, control_port = _listen_at(row.control)
    made = ServeOptions(
        token=secret(token_env, purpose="token of the control port"),
        username=username,
        password=secret(password_env, purpose="password of the province at the portal"),
        system=options.system,
        profile=profile,
        host=host,
        national_port=national_port,
        control_port=control_port,
        session_s=options.session_s,
        strict=options.strict,
        journal_file=options.journal,
    )
    with _refused_by_the_machine(host, control_port):
        serve_a_mock(made, ready=_say(options.json_only))


def serve_province(options: ProvinceServeOptions) -> None:
    """Run the reference province until SIGTERM or Ctrl-C."""
    refuse_national(options.portal)
    _parts_of(options.portal)
    made = ProvinceOptions(
        host=options.host,
        port=options.port,
        data=options.data,
        portal=options.portal,
        portal_user=options.portal_user,
        portal_password=secret(options.portal_password_env, purpose="password of the province at the portal"),
        agency=options.agency,
        destination=options.destination,
        read_timeout_s=options.read_timeout_s,
        first_pause_s=options.first_pause_s,
        max_pause_s=options.max_pause_s,
        token=secret(options.token_env, purpose="token of the upper tester") if options.token_env else None,
        fault=fault_named(options.fault),
    )
    with _refused_by_the_machine(options.host, options.port):
        serve_the_province(made, ready=_say(options.json_only))


@contextmanager
def _refused_by_the_machine(host: str, port: int) -> Iterator[None]:
    """An address, a folder or a file that the machine does not give is the operator's to mend."""
    try:
        yield
    except UnknownSystem as exc:
        raise Refused(str(exc)) from exc
    except OSError as exc:
        if isinstance(exc, PortInUse) or exc.errno == errno.EADDRINUSE:
            taken = getattr(exc, "port", port)
            raise Refused(f"port {taken} is in use: free it, or choose another one") from exc
        what = exc.filename or f"{host}:{port}"
        raise Refused(f"{what} cannot be used: {exc.strerror or exc}; choose another one") from exc


def _listen_at(url: str) -> tuple[str, int]:
    host, port = _parts_of(url)
    if port is None:
        raise Refused(f"{url!r} names no port to listen on: http://host:port is needed")
    return host, port


def _parts_of(url: str) -> tuple[str, int | None]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as exc:
        raise Refused(f"{url!r} is no address: {exc}") from exc
    if host is None or parts.scheme not in {"http", "https"}:
        raise Refused(f"{url!r} is no address: http://host:port is needed")
    return host, port


def _say(json_only: bool) -> Callable[[Mapping[str, Any]], None]:
    def ready(row: Mapping[str, Any]) -> None:
        if json_only:
            line = json.dumps(dict(row))
        else:
            line = " · ".join(f"{name} {value}" for name, value in row.items()) + "   (Ctrl-C stops it)"
        sys.stdout.write(line + "\n")
        sys.stdout.flush()

    return ready
