"""`province serve`: the reference province alone, until it is stopped."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from cli.counterparts import SECRET
from cli.faults import fault_named
from cli.listening import announce, parts_of, refused_by_the_machine
from harness.errors import Refused
from harness.ixit import secret
from harness.target import refuse_national
from mocks.province.options import Counterpart, ProvinceOptions
from mocks.province.serve import serve as serve_the_province


@dataclass(frozen=True)
class ProvinceServeOptions:
    """Options of `province serve`."""

    portal: str
    host: str
    port: int
    inbound_port: int
    connect: Path | None
    data: Path
    database: str | None
    database_password_env: str | None
    portal_user: str
    portal_password_env: str
    agency: str
    destination: str
    read_timeout_s: float
    first_pause_s: float
    max_pause_s: float
    token_env: str | None
    load_token_env: str | None
    fault: str | None
    json_only: bool


def serve_province(options: ProvinceServeOptions) -> None:
    """Run the reference province until SIGTERM or Ctrl-C."""
    refuse_national(options.portal)
    parts_of(options.portal)
    made = ProvinceOptions(
        host=options.host,
        port=options.port,
        inbound_port=options.inbound_port,
        counterparts=_counterparts(options.connect) if options.connect else {},
        data=options.data,
        database_url=_database_url(options.database, options.database_password_env),
        portal=options.portal,
        portal_user=options.portal_user,
        portal_password=secret(options.portal_password_env, purpose="password of the province at the portal"),
        agency=options.agency,
        destination=options.destination,
        read_timeout_s=options.read_timeout_s,
        first_pause_s=options.first_pause_s,
        max_pause_s=options.max_pause_s,
        token=secret(options.token_env, purpose="token of the upper tester") if options.token_env else None,
        load_token=secret(options.load_token_env, purpose="token that allows load") if options.load_token_env else None,
        fault=fault_named(options.fault),
    )
    with refused_by_the_machine(options.host, options.port):
        serve_the_province(made, ready=announce(options.json_only))


def _database_url(address: str | None, password_env: str | None) -> str | None:
    """The address of the database with its password; on a command line everybody on the machine could read that."""
    if address is None:
        return None
    try:
        url = make_url(address)
    except ArgumentError as exc:  # it may hold a password, so it is not repeated
        raise Refused("--database is no sqlite:///FILE and no postgresql://user@host/name") from exc
    if url.password is not None:
        raise Refused("--database holds a password: leave it out and name its variable with --database-password-env")
    if password_env:
        url = url.set(password=secret(password_env, purpose="password of the database"))
    return url.render_as_string(hide_password=False)


def _counterparts(file: Path) -> dict[str, Counterpart]:
    """The systems that a file of connections names: a table each with `url` and settings, all of them texts.

    A setting whose name ends in `_env` names the variable of a secret, and is called without that end.
    """
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as exc:
        raise Refused(f"{file}: {' '.join(str(exc).split())}") from exc
    return {name: _counterpart(f"{file}: {name}", table) for name, table in tables.items()}


def _counterpart(place: str, table: object) -> Counterpart:
    if not isinstance(table, dict) or not all(isinstance(value, str) for value in table.values()) or "url" not in table:
        raise Refused(f"{place}: a table with `url` and settings is wanted, all of them texts")
    refuse_national(table["url"])
    settings = {
        name.removesuffix(SECRET): secret(value, purpose=f"{place}.{name}") if name.endswith(SECRET) else value
        for name, value in table.items()
        if name != "url"
    }
    return Counterpart(table["url"], settings)
