"""`mocks serve`: the national side alone, until it is stopped."""

import json
import os
import secrets
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

from cli.listening import listen_at, refused_by_the_machine
from harness.errors import Refused
from harness.ixit import MockAccess, Target, load_target, secret
from mocks.post.address import AddressRefused
from mocks.registry import ENTRIES, UnknownSystem, entry
from mocks.stage.played import Terms, Wish
from mocks.stage.serve import serve
from mocks.stage.server import Placement, Running
from specs.errors import SpecError
from specs.people import CENTURY

TOKEN_BYTES = 24


@dataclass(frozen=True)
class MocksOptions:
    """Options of `mocks serve`; a target file replaces systems, addresses and accounts.

    `systems`: names, or NAME=PROFILE; all where it is empty. `port`: of the control port, the systems' own follow it in
    the order of the registry; 0: free ones.
    """

    sut: Path | None
    systems: Sequence[str]
    host: str
    port: int
    token_env: str
    seed: int
    session_s: float
    lenient: bool
    state: Path | None
    overlay: Path | None
    province: str | None
    province_ca: Path | None
    names: Sequence[str]
    tls: bool
    mutual_tls: bool
    json_only: bool


def serve_mocks(options: MocksOptions) -> None:
    """Play the systems until SIGTERM or Ctrl-C."""
    target = load_target(options.sut) if options.sut else None
    wishes, placement = _from_target(options, target) if target else _from_options(options)
    terms = Terms(
        seed=options.seed,
        lenient=options.lenient,
        session_s=options.session_s,
        province=options.province,
        province_ca=options.province_ca,
        state=options.state,
        overlay=_folder(options.overlay),
        people=target.people if target else CENTURY,
    )
    try:
        with refused_by_the_machine(placement.host, placement.control_port):
            serve(wishes, terms, placement, ready=_announce(options, placement))
    except (UnknownSystem, SpecError, AddressRefused) as exc:
        raise Refused(str(exc)) from exc


def _from_options(options: MocksOptions) -> tuple[list[Wish], Placement]:
    wanted = dict(_named(word) for word in options.systems) or {row.system: "" for row in ENTRIES}
    places = [row.system for row in ENTRIES]
    wishes = [
        Wish(
            system=system,
            profile=profile,
            national_port=options.port and options.port + 1 + places.index(entry_of(system)),
            prefix=f"/{system}",
        )
        for system, profile in wanted.items()
    ]
    token = os.environ.get(options.token_env) or secrets.token_urlsafe(TOKEN_BYTES)
    return wishes, _placement(options, token=token, host=options.host, port=options.port)


def _named(word: str) -> tuple[str, str]:
    system, _, profile = word.partition("=")
    return system, profile


def entry_of(system: str) -> str:
    """The system's name, if somebody plays it; Refused with the known ones."""
    try:
        return entry(system).system
    except UnknownSystem as exc:
        raise Refused(str(exc)) from exc


def _from_target(options: MocksOptions, target: Target) -> tuple[list[Wish], Placement]:
    """Systems, addresses, accounts and the token's name as the target file has them; `systems` are chosen from it."""
    sut = target.path
    chosen = {system for system, _ in map(_named, options.systems)} or set(target.mocks)
    if missing := sorted(chosen - set(target.mocks)):
        raise Refused(f"{sut}: there is no [mocks.{missing[0]}]")
    rows = [row for system, row in target.mocks.items() if system in chosen]
    controls = {listen_at(row.control) for row in rows}
    tokens = {row.token_env for row in rows}
    if len(controls) > 1 or len(tokens) > 1:
        raise Refused(
            f"{sut}: the systems have several control ports or tokens; choose with --system, one after another"
        )
    host, port = controls.pop()
    token = secret(tokens.pop(), purpose="token of the control port")
    wishes = [
        Wish(
            system=entry_of(row.system),
            profile=row.profile,
            national_port=listen_at(row.national)[1],
            prefix=urlsplit(row.control).path.rstrip("/"),
            accounts=_accounts(target, row),
        )
        for row in rows
    ]
    return wishes, _placement(options, token=token, host=host, port=port)


def _placement(options: MocksOptions, *, token: str, host: str, port: int) -> Placement:
    return Placement(
        token=token,
        host=host,
        control_port=port,
        tls=options.tls or options.mutual_tls,
        client_certificates=options.mutual_tls,
        names=tuple(options.names),
    )


def _accounts(target: Target, row: MockAccess) -> Mapping[str, str]:
    """What the province signs in with at that system; the portal's stands in [access.portal]."""
    if row.system == "dvcqg":
        access = target.access
        password = secret(access.portal_password_env, purpose="password of the province at the portal")
        return {"username": access.portal_username, "password": password}
    return {
        name.removesuffix("_env"): secret(value, purpose=f"account of the province at {row.system}")
        if name.endswith("_env")
        else value
        for name, value in row.accounts.items()
    }


def _folder(overlay: Path | None) -> Path | None:
    """The overlay, if it holds what one looks for there. Refused else: a mistyped folder would change nothing."""
    if overlay is not None and not (overlay / "interfaces").is_dir():
        raise Refused(f"{overlay} holds no folder interfaces/: profiles stand in interfaces/<system>/<profile>/")
    return overlay


def _announce(options: MocksOptions, placement: Placement) -> Callable[[Sequence[Running]], None]:
    """Says where the systems listen and what the province signs in with, as a table or as one line of JSON."""

    def ready(systems: Sequence[Running]) -> None:
        page = systems[0].control.removesuffix(urlsplit(systems[0].control).path)
        told = {"control": page, "systems": [asdict(row) for row in systems]}
        if options.json_only:
            sys.stdout.write(json.dumps(told, default=str) + "\n")
        else:
            made_up = None if options.sut or os.environ.get(options.token_env) else placement.token
            sys.stdout.write(_table(systems, page=page, token=made_up, token_env=options.token_env))
        sys.stdout.flush()

    return ready


def _table(systems: Sequence[Running], *, page: str, token: str | None, token_env: str) -> str:
    rows: list[tuple[str, ...]] = [("system", "profile", "address for the province", "test credentials")]
    rows += [
        (row.system, row.profile, row.national, " ".join(f"{name}={value}" for name, value in row.accounts.items()))
        for row in systems
    ]
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    lines = ["  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    secret_of = f"token {token} (made up; set {token_env} to choose it)" if token else f"token in {token_env}"
    return "\n".join([*lines, f"control and live page {page} · {secret_of}   (Ctrl-C stops all)", ""])
