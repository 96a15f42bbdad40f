"""The commands that serve until they are stopped: `mocks serve` and `province serve`."""

from pathlib import Path
from typing import Annotated

import typer

from cli.arguments import Host, Json, Seed

mocks_app = typer.Typer(help="The national side, alone.", rich_markup_mode=None)
province_app = typer.Typer(help="The reference province, alone.", rich_markup_mode=None)


@mocks_app.command("serve")
def mocks_serve(
    sut: Annotated[
        Path | None, typer.Option("--sut", help="Take systems, addresses, accounts and token name from a target file.")
    ] = None,
    system: Annotated[
        list[str] | None, typer.Option(help="System to play, or NAME=PROFILE; may be repeated; all if it is not given.")
    ] = None,
    host: Host = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65000, help="Control port; the systems' ports follow it; 0: free ones.")
    ] = 18100,
    token_env: Annotated[
        str, typer.Option(help="Variable with the control token; one is made up where it is not set.")
    ] = "LIENTHONG_CONTROL_TOKEN",
    seed: Seed = 1,
    session_s: Annotated[float, typer.Option(help="Life of a session or token in seconds.")] = 1800.0,
    lenient: Annotated[
        bool, typer.Option(help="Note breaches of a profile and accept, as a readiness run wants it.")
    ] = False,
    state: Annotated[Path | None, typer.Option(help="Folder in which state and journal outlive the process.")] = None,
    overlay: Annotated[
        Path | None, typer.Option("--specs", help="Folder whose interfaces/<system>/<profile>/ replace ours.")
    ] = None,
    province: Annotated[str | None, typer.Option(help="Address of the province, for what the systems push.")] = None,
    province_ca: Annotated[Path | None, typer.Option(help="Certificates to trust at the province (PEM).")] = None,
    tls: Annotated[bool, typer.Option(help="HTTPS on the national ports, with certificates made at start.")] = False,
    name: Annotated[list[str] | None, typer.Option(help="A further name in the certificate; may be repeated.")] = None,
    mutual_tls: Annotated[bool, typer.Option(help="The same, and only for clients that show our certificate.")] = False,
    json_only: Json = False,
) -> None:
    """Play national systems until stopped; integrators may point a province at them for weeks."""
    from cli.serve_mocks import MocksOptions, serve_mocks

    serve_mocks(
        MocksOptions(
            sut=sut,
            systems=tuple(system or ()),
            host=host,
            port=port,
            token_env=token_env,
            seed=seed,
            session_s=session_s,
            lenient=lenient,
            state=state,
            overlay=overlay,
            province=province,
            province_ca=province_ca,
            names=tuple(name or ()),
            tls=tls,
            mutual_tls=mutual_tls,
            json_only=json_only,
        )
    )


@province_app.command("serve")
def province_serve(
    portal: Annotated[str, typer.Option(help="Address of the national portal.")],
    host: Host = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port of the upper tester; 0: a free one.")] = 18090,
    inbound_port: Annotated[int, typer.Option(min=0, max=65535, help="Port on which other systems call it.")] = 18091,
    connect: Annotated[Path | None, typer.Option(help="File that names the systems beside the portal (TOML).")] = None,
    data: Annotated[Path, typer.Option(help="Folder of its database.")] = Path("province-data"),
    database: Annotated[str | None, typer.Option(help="Another database: postgresql://user@host/name.")] = None,
    database_password_env: Annotated[str | None, typer.Option(help="Variable with its password.")] = None,
    portal_user: Annotated[str, typer.Option(help="Account at the portal.")] = "province",
    portal_password_env: Annotated[str, typer.Option(help="Variable with its password.")] = "LIENTHONG_PORTAL_PASSWORD",
    agency: Annotated[str, typer.Option(help="Agency identifier (madonvi).")] = "H56.14",
    destination: Annotated[str, typer.Option(help="Destination code (dstcode).")] = "VN:GOV:000.00.00.G22:dvcqg",
    read_timeout_s: Annotated[float, typer.Option(help="Seconds to wait for an answer.")] = 6.0,
    first_pause_s: Annotated[float, typer.Option(help="Seconds before the first retry.")] = 1.0,
    max_pause_s: Annotated[float, typer.Option(help="Longest pause between retries, seconds.")] = 300.0,
    token_env: Annotated[str | None, typer.Option(help="Variable with the upper tester's token.")] = None,
    load_token_env: Annotated[str | None, typer.Option(help="Variable with the token that allows load.")] = None,
    fault: Annotated[str | None, typer.Option(help="Misbehave as this fault says; see `faults`.")] = None,
    json_only: Json = False,
) -> None:
    """Run the reference province until stopped."""
    from cli.serve_province import ProvinceServeOptions, serve_province

    serve_province(
        ProvinceServeOptions(
            portal=portal,
            host=host,
            port=port,
            inbound_port=inbound_port,
            connect=connect,
            data=data,
            database=database,
            database_password_env=database_password_env,
            portal_user=portal_user,
            portal_password_env=portal_password_env,
            agency=agency,
            destination=destination,
            read_timeout_s=read_timeout_s,
            first_pause_s=first_pause_s,
            max_pause_s=max_pause_s,
            token_env=token_env,
            load_token_env=load_token_env,
            fault=fault,
            json_only=json_only,
        )
    )
