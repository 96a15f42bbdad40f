"""`province serve`: the reference province alone, until it is stopped."""

from dataclasses import dataclass
from pathlib import Path

from cli.faults import fault_named
from cli.listening import announce, parts_of, refused_by_the_machine
from harness.ixit import secret
from harness.target import refuse_national
from mocks.province.options import ProvinceOptions
from mocks.province.serve import serve as serve_the_province


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


def serve_province(options: ProvinceServeOptions) -> None:
    """Run the reference province until SIGTERM or Ctrl-C."""
    refuse_national(options.portal)
    parts_of(options.portal)
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
    with refused_by_the_machine(options.host, options.port):
        serve_the_province(made, ready=announce(options.json_only))
