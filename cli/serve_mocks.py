"""`mocks serve`: the national side alone, until it is stopped."""

from dataclasses import dataclass, replace
from pathlib import Path

from cli.listening import announce, listen_at, refused_by_the_machine
from harness.errors import Refused
from harness.ixit import load_target, secret
from mocks.serve import ServeOptions, UnknownSystem
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


def serve_mocks(options: MocksOptions) -> None:
    """Play the system until SIGTERM or Ctrl-C."""
    options = _as_the_target_says(options, options.sut) if options.sut else options
    made = ServeOptions(
        token=secret(options.token_env, purpose="token of the control port"),
        username=options.username,
        password=secret(options.password_env, purpose="password of the province at the portal"),
        system=options.system,
        profile=options.profile,
        host=options.host,
        national_port=options.national_port,
        control_port=options.control_port,
        session_s=options.session_s,
        strict=options.strict,
        journal_file=options.journal,
    )
    try:
        with refused_by_the_machine(options.host, options.control_port):
            serve_a_mock(made, ready=announce(options.json_only))
    except UnknownSystem as exc:
        raise Refused(str(exc)) from exc


def _as_the_target_says(options: MocksOptions, sut: Path) -> MocksOptions:
    """Ports, account, profile and token name from the target file."""
    target = load_target(sut)
    row = target.mocks.get(options.system)
    if row is None:
        raise Refused(f"{sut}: there is no [mocks.{options.system}]")
    host, national_port = listen_at(row.national)
    return replace(
        options,
        profile=row.profile,
        host=host,
        national_port=national_port,
        control_port=listen_at(row.control)[1],
        username=target.access.portal_username,
        password_env=target.access.portal_password_env,
        token_env=row.token_env,
    )
