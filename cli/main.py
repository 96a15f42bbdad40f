"""`lienthong`: every command, with imports left to the command that needs them, so that `--help` answers at once."""

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

app = typer.Typer(
    name="lienthong",
    help="Test harness: may a province's system for administrative procedures go live?",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
mocks_app = typer.Typer(help="The national side, alone.", rich_markup_mode=None)
province_app = typer.Typer(help="The reference province, alone.", rich_markup_mode=None)
app.add_typer(mocks_app, name="mocks")
app.add_typer(province_app, name="province")

REFUSED, INTERRUPTED = 2, 130
MOST_SEED = 2**53 - 1  # what every reader of JSON takes for the same number

Json = Annotated[bool, typer.Option("--json", help="JSON alone on stdout.")]
Out = Annotated[Path | None, typer.Option(help="Folder for record and reports; one that holds anything is refused.")]
Seed = Annotated[int, typer.Option(min=0, max=MOST_SEED, help="Seed of names, order and timing of the test dossiers.")]
FreshSeed = Annotated[
    int | None,
    typer.Option(min=0, max=MOST_SEED, help="The same, to make a run again; a new one each time if it is not given."),
]
Language = Annotated[Literal["vi", "en"], typer.Option(help="Language of the terminal.")]
Sut = Annotated[Path, typer.Option("--sut", help="Target file, made by `lienthong init`.")]
Host = Annotated[str, typer.Option(help="Address to listen on.")]
Select = Annotated[
    list[str] | None, typer.Option(help="Requirement, area or case; * allowed; makes the run diagnostic.")
]


@app.command()
def demo(
    fault: Annotated[str | None, typer.Option(help="Name of a fault of the reference province; see `faults`.")] = None,
    database: Annotated[str | None, typer.Option(help="Empty database for the province: postgresql://….")] = None,
    out: Out = None,
    seed: Seed = 1,
    lang: Language = "vi",
    json_only: Json = False,
) -> None:
    """Start the national side and the reference province, and judge it end to end."""
    from cli.demo import run_demo

    code = run_demo(fault=fault, database=database, out=out, seed=seed, language=lang, json_only=json_only)
    raise typer.Exit(code)


@app.command()
def run(
    sut: Sut,
    out: Out = None,
    seed: FreshSeed = None,
    policy: Annotated[str, typer.Option(help="Exit criteria: a name in specs/policies.")] = "first-light",
    select: Select = None,
    keyword: Annotated[str, typer.Option("--keyword", "-k", help="Cases by expression; makes it diagnostic.")] = "",
    deselect: Annotated[list[str] | None, typer.Option(help="Leave a case out; makes the run diagnostic.")] = None,
    fail_fast: Annotated[
        bool, typer.Option("--fail-fast", "-x", help="Stop at the first failure; diagnostic.")
    ] = False,
    diagnostic: Annotated[bool, typer.Option(help="Say that this run is to decide nothing.")] = False,
    plan: Annotated[bool, typer.Option("--plan", help="List cases, calls, minutes and data, and do nothing.")] = False,
    lang: Language = "vi",
    json_only: Json = False,
) -> None:
    """Judge a province that is already running. Starts the national side where it does not run yet."""
    from cli.options import RunOptions, new_seed
    from cli.run import run_target, show_plan

    options = RunOptions(
        sut=sut,
        out=out,
        seed=new_seed() if seed is None else seed,
        policy=policy,
        select=tuple(select or ()),
        keyword=keyword,
        deselect=tuple(deselect or ()),
        fail_fast=fail_fast,
        diagnostic=diagnostic,
        language=lang,
        json_only=json_only,
    )
    raise typer.Exit(show_plan(options) if plan else run_target(options))


@app.command()
def init(path: Annotated[Path, typer.Argument(help="Target file to write.")] = Path("province.toml")) -> None:
    """Write a commented target file, and print what to configure in the province."""
    from cli.init import write_target

    write_target(path)


@app.command()
def doctor(sut: Sut, json_only: Json = False) -> None:
    """Say what does not reach, match or agree: addresses, clock, TLS, credentials. No verdict."""
    from cli.doctor import examine

    raise typer.Exit(examine(sut, json_only=json_only))


@app.command()
def faults(json_only: Json = False) -> None:
    """List the named faults of the reference province and what each breaks."""
    from cli.listing import list_faults

    list_faults(json_only=json_only)


@app.command()
def requirements(json_only: Json = False) -> None:
    """List the requirements with their source, cases and faults."""
    from cli.listing import list_requirements

    list_requirements(json_only=json_only)


@app.command()
def rejudge(
    record: Annotated[Path, typer.Argument(help="Folder of a sealed record.")], json_only: Json = False
) -> None:
    """Make every judgement of a record again, offline, and compare byte for byte."""
    from cli.rejudge import rejudge_record

    raise typer.Exit(rejudge_record(record, json_only=json_only))


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
            fault=fault,
            json_only=json_only,
        )
    )


def main() -> None:
    """Run a command; input that cannot be used is one line on stderr and exit 2."""
    from cli.refusal import refusal_of

    try:
        code = app(prog_name="lienthong", standalone_mode=False)
    except KeyboardInterrupt:  # before a record was opened, or a part that was stopped while it started
        code = INTERRUPTED
    except Exception as exc:  # the edge of the program: what is not a refusal is raised again
        line = refusal_of(exc)
        if line is None:
            raise
        if "--json" in sys.argv:
            sys.stdout.write(line.as_json())
        sys.stderr.write(f"lienthong: {line.text}\n")
        code = REFUSED
    if code == INTERRUPTED:
        sys.stderr.write("lienthong: stopped before a record was opened\n")
    sys.exit(code)


if __name__ == "__main__":
    main()
