"""`lienthong`: every command, with imports left to the command that needs them, so that `--help` answers at once."""

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from cli.arguments import MOST_SEED, Json, Seed
from cli.attesting import attest
from cli.evidence import evidence_app
from cli.loading import load, load_worker
from cli.reconciling import reconcile
from cli.requirements import requirements
from cli.serving import mocks_app, province_app

app = typer.Typer(
    name="lienthong",
    help="Test harness: may a province's system for administrative procedures go live?",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(mocks_app, name="mocks")
app.add_typer(province_app, name="province")
app.command()(requirements)
app.command()(attest)
app.command()(load)
app.command("load-worker")(load_worker)
app.command()(reconcile)
app.add_typer(evidence_app)

REFUSED, INTERRUPTED = 2, 130

Out = Annotated[Path | None, typer.Option(help="Folder for record and reports; one that holds anything is refused.")]
FreshSeed = Annotated[
    int | None,
    typer.Option(min=0, max=MOST_SEED, help="The same, to make a run again; a new one each time if it is not given."),
]
Language = Annotated[Literal["vi", "en"], typer.Option(help="Language of the terminal.")]
Sut = Annotated[Path, typer.Option("--sut", help="Target file, made by `lienthong init`.")]
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
    resume: Annotated[
        bool, typer.Option(help="Go on with the run that was killed in --out, by the same options.")
    ] = False,
    repeat: Annotated[int, typer.Option(min=1, max=99, help="Play every case so often; a FAIL in any stands.")] = 1,
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
    from cli.resume import resume_target
    from cli.run import run_target, show_plan

    options = RunOptions(
        sut=sut,
        out=out,
        seed=new_seed() if seed is None else seed,
        repeat=repeat,
        resume=resume,
        policy=policy,
        select=tuple(select or ()),
        keyword=keyword,
        deselect=tuple(deselect or ()),
        fail_fast=fail_fast,
        diagnostic=diagnostic,
        language=lang,
        json_only=json_only,
    )
    if plan:
        raise typer.Exit(show_plan(options))
    raise typer.Exit(resume_target(options) if resume else run_target(options))


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
def rejudge(
    record: Annotated[Path, typer.Argument(help="Folder of a sealed record.")], json_only: Json = False
) -> None:
    """Make every judgement of a record again, offline, and compare byte for byte."""
    from cli.rejudge import rejudge_record

    raise typer.Exit(rejudge_record(record, json_only=json_only))


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
