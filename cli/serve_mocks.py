"""`mocks serve`: the national side alone, until it is stopped."""

from dataclasses import dataclass
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
        host, national_port = listen_at(row.national)
        _, control_port = listen_at(row.control)
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
    try:
        with refused_by_the_machine(host, control_port):
            serve_a_mock(made, ready=announce(options.json_only))
    except UnknownSystem as exc:
        raise Refused(str(exc)) from exc
