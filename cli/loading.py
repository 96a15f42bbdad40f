"""`lienthong load` and `lienthong load-worker`, with imports left to the command that needs them."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from cli.arguments import MOST_SEED, Json


def load(
    scenario: Annotated[str, typer.Option(help="What is laid on: a name in specs/scenarios.")],
    sut: Annotated[
        Path | None, typer.Option(help="Target file with [load]; without it the reference province is started.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for record and reports; an empty or a new one.")] = None,
    seed: Annotated[
        int | None, typer.Option(min=0, max=MOST_SEED, help="The same, to make a run again; left out: a new one.")
    ] = None,
    policy: Annotated[str, typer.Option(help="Thresholds and exit criteria: a name in specs/policies.")] = "volume",
    times: Annotated[
        float,
        typer.Option(
            min=0.01, max=1000, help="So many times the load of the scenario; where a search for the capacity begins."
        ),
    ] = 1.0,
    within: Annotated[
        float | None,
        typer.Option(
            min=10, max=900, help="The scenario in so many seconds: hours and outages shorter, rates as they are."
        ),
    ] = None,
    generators: Annotated[int, typer.Option(min=1, max=64, help="Processes that generate.")] = 1,
    listen: Annotated[str, typer.Option(help="HOST:PORT for `load-worker` on other machines.")] = "",
    web_port: Annotated[int, typer.Option(min=0, max=65535, help="Port of locust's page here; 0: none.")] = 0,
    fault: Annotated[str | None, typer.Option(help="Of the reference province; see `faults`.")] = None,
    database: Annotated[str | None, typer.Option(help="Empty database for the reference province.")] = None,
    province: Annotated[
        str | None, typer.Option(help="Code of the province that the reference one is as large as.")
    ] = None,
    lang: Annotated[Literal["vi", "en"], typer.Option(help="Language of the terminal.")] = "vi",
    json_only: Json = False,
) -> None:
    """Lay expected dossiers on a province, recount them, and judge what it carries."""
    from cli.load import LoadOptions, load_system
    from cli.options import new_seed
    from load.runner import Generators

    options = LoadOptions(
        scenario=scenario,
        sut=sut,
        out=out,
        seed=new_seed() if seed is None else seed,
        policy=policy,
        times=times,
        within=within,
        generators=Generators(generators, listen, web_port=web_port),
        fault=fault,
        database=database,
        province=province,
        language=lang,
        json_only=json_only,
    )
    raise typer.Exit(load_system(options))


def load_worker(address: Annotated[str, typer.Argument(help="HOST:PORT where `load --listen` waits.")]) -> None:
    """Generate load for a `load --listen` on another machine, until its run is over."""
    from load.runner import work_for

    work_for(address)
