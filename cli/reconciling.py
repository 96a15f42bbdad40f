"""`lienthong reconcile`, with imports left to the command that needs them."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from cli.arguments import Json

EXTRA = {"duckdb", "ibis", "openpyxl", "pyarrow", "python_calamine"}


def reconcile(
    sut: Annotated[Path | None, typer.Option(help="Target file with [reconcile].")] = None,
    infer: Annotated[
        str | None,
        typer.Option(help="Print a proposal of how this export is read, and stop: a file, postgresql or mariadb."),
    ] = None,
    shape: Annotated[str, typer.Option(help="What each row of it is; see specs/reconcile/shapes.toml.")] = "dossier",
    query: Annotated[str, typer.Option(help="With --infer: what a database is asked.")] = "",
    address_env: Annotated[str, typer.Option(help="With --infer: the variable that holds a server's address.")] = "",
    out: Annotated[Path | None, typer.Option(help="Folder for record, annex and lists; an empty or a new one.")] = None,
    policy: Annotated[str, typer.Option(help="Exit criteria: a name in specs/policies.")] = "bulk",
    engine: Annotated[Literal["duckdb", "spark"], typer.Option(help="Where the data are computed.")] = "duckdb",
    memory: Annotated[str, typer.Option(help="What the engine may hold before it spills.")] = "3GB",
    profile: Annotated[list[str] | None, typer.Option(help="A dated demand to ask for too: D-2020.")] = None,
    lang: Annotated[Literal["vi", "en"], typer.Option(help="Language of the terminal.")] = "vi",
    json_only: Json = False,
) -> None:
    """Hold the exports of [reconcile] against each other, and say what differs, why, and whose it is."""
    from harness.errors import Refused

    try:
        from cli.proposing import propose_mapping
        from cli.reconcile import ReconcileOptions, reconcile_exports
    except ModuleNotFoundError as exc:
        if exc.name not in EXTRA:
            raise
        raise Refused(f"reconcile needs the extra reconcile ({exc.name}): python3 scripts/bootstrap.py full") from exc

    if infer is not None:
        propose_mapping(infer, shape, query=query, address_env=address_env)
        return
    if sut is None:
        raise Refused("--sut is missing: the target file that declares the exports, or --infer FILE for a proposal")
    options = ReconcileOptions(sut, out, policy, engine, memory, tuple(profile or ()), lang, json_only)
    raise typer.Exit(reconcile_exports(options))
