"""`lienthong requirements`, with imports left to the command."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from cli.arguments import Json

Area = Annotated[str, typer.Option(help="Those of one area, such as ACC.")]
Method = Annotated[str, typer.Option(help="Those judged by test, examine, interview, load or reconcile.")]
GateClass = Annotated[str, typer.Option("--class", help="Those of one gate class, such as blocking.")]
Coverage = Annotated[bool, typer.Option("--coverage", help="Each demand of the documents with what answers it.")]
Markdown = Annotated[bool, typer.Option("--markdown", help="The coverage as a page of documentation.")]
Export = Annotated[Path | None, typer.Option(help="Write the texts to a workbook (XLSX) for those who own them.")]
Import = Annotated[Path | None, typer.Option("--import", help="Take the texts over from such a workbook.")]
Languages = Annotated[Literal["vi", "en"] | None, typer.Option(help="One language; both if it is not given.")]


def requirements(
    area: Area = "",
    method: Method = "",
    gate_class: GateClass = "",
    coverage: Coverage = False,
    markdown: Markdown = False,
    export: Export = None,
    taken: Import = None,
    lang: Languages = None,
    json_only: Json = False,
) -> None:
    """List the requirements with their source, cases and faults, or what covers the documents."""
    from cli.coverage_page import show_coverage
    from cli.listing import Wanted, list_requirements
    from cli.requirement_texts import export_texts, import_texts

    wanted = Wanted(area, method, gate_class, lang or "")
    if export is not None:
        export_texts(export, wanted)
    elif taken is not None:
        import_texts(taken)
    elif coverage or markdown:
        show_coverage(json_only=json_only, markdown=markdown, language=lang or "en")
    else:
        list_requirements(wanted, json_only=json_only)
