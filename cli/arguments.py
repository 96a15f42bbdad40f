"""Options that several commands take."""

from typing import Annotated

import typer

MOST_SEED = 2**53 - 1  # what every reader of JSON takes for the same number

Json = Annotated[bool, typer.Option("--json", help="JSON alone on stdout.")]
Seed = Annotated[int, typer.Option(min=0, max=MOST_SEED, help="Seed of names, order and timing of the test dossiers.")]
Host = Annotated[str, typer.Option(help="Address to listen on.")]
