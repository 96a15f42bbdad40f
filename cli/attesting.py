"""`lienthong attest`, with imports left to the command."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from cli.arguments import Json


def attest(
    workbook: Annotated[Path | None, typer.Option(help="Filled workbook (XLSX) to judge.")] = None,
    sut: Annotated[Path | None, typer.Option(help="Target file of the system that the workbook speaks of.")] = None,
    template: Annotated[Path | None, typer.Option(help="Write the empty form to this file, and judge nothing.")] = None,
    sample: Annotated[bool, typer.Option("--sample", help="With --template: filled with synthetic rows.")] = False,
    out: Annotated[Path | None, typer.Option(help="Folder for the record; an empty or a new one.")] = None,
    policy: Annotated[str, typer.Option(help="Exit criteria: a name in specs/policies.")] = "operations",
    lang: Annotated[Literal["vi", "en"], typer.Option(help="Language of the terminal.")] = "vi",
    json_only: Json = False,
) -> None:
    """Judge what the persons in charge state of operations (area OPS), from a workbook; or write its form."""
    from cli.attest import AttestOptions, attest_workbook, write_template
    from harness.errors import Refused

    if template is not None and workbook is None:
        write_template(template, sut=sut, sample=sample)
        return
    if template is not None or workbook is None or sut is None:
        raise Refused("attest takes --workbook FILE with --sut FILE to judge, or --template FILE to write the form")
    raise typer.Exit(attest_workbook(AttestOptions(sut, workbook, out, policy, lang, json_only)))
