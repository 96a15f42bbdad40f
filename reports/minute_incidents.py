"""The list of difficulties by kind and by the province's route, from the statements of `attest`, as a paper."""

from collections.abc import Mapping, Sequence

from harness.attested import table_id
from harness.record import SealedRecord
from reports.messages import Text, say
from reports.minute_paper import Paper, Part, Section, numbered, table
from reports.outside import Json, visible

PDF, DOCX = "incidents.pdf", "incidents.docx"
STEP = " > "
KINDS = (
    *("difficulty.technical", "difficulty.procedure", "difficulty.rights", "difficulty.exchange"),
    *("difficulty.system_error", "difficulty.slow", "difficulty.not_exchanged", "difficulty.unfit_procedure"),
)
"""Both open lists of document A (Vĩnh Long, 31/UBND-PVHCC): of those who run the systems, and of the departments."""


def incidents_of(record: SealedRecord, _result: Mapping[str, Json]) -> Paper:
    """The register of difficulties, counted by kind and by route, then case by case. Pure."""
    rows, routes = _rows(record, "incidents"), _rows(record, "routes")
    listed = {say(name).vi: say(name) for name in KINDS}
    kinds = {**listed, **{_kind(row): _named(_kind(row)) for row in rows if _kind(row) not in listed}}
    sut = record.run["sut"]
    of_kind = {name: [row for row in rows if _kind(row) == name] for name in kinds}
    sections = (
        Section(say("difficulty.by_kind"), (say("difficulty.open_lists"), *_by_kind(of_kind, kinds))),
        Section(say("difficulty.by_route"), _by_route(rows, routes)),
        *(
            Section(say("difficulty.each", kind=kinds[name]), _each(found, routes))
            for name, found in of_kind.items()
            if found
        ),
        Section(say("workbook.note"), (say("attest.word"), say("attest.replaced"))),
    )
    return Paper(
        number=say("difficulty.numbered"),
        title=say("difficulty.title"),
        subject=say("difficulty.subject", system=f"{visible(sut['name'])} {visible(sut['version'])}"),
        opening=(),
        sections=numbered(sections),
        closing=(),
        signatures=(say("difficulty.maker"), say("difficulty.head")),
        foot=say("minute.foot", run=visible(record.run["run_id"]), digest=visible(record.manifest["head"])),
        at=record.manifest["sealed"],
    )


def route_of(path: str, routes: Sequence[Mapping[str, Json]]) -> str:
    """The name of the first route that the path is the whole or the beginning of (as OPS-015 reads it); or nothing."""
    gone = path.split(STEP)
    return next((visible(row["route"]) for row in routes if row["path"].split(STEP)[: len(gone)] == gone), "")


def _rows(record: SealedRecord, name: str) -> list[Mapping[str, Json]]:
    return [row for made in record.data("attestation") if made["id"] == table_id(name) for row in made["rows"]]


def _kind(row: Mapping[str, Json]) -> str:
    return visible(row.get("kind") or "").strip().lower()


def _named(kind: str) -> Text:
    return Text(kind, kind) if kind else say("difficulty.no_kind")


def _counted(rows: Sequence[Mapping[str, Json]]) -> tuple[str, str, str]:
    settled = sum(bool(row.get("closed_on")) for row in rows)
    return str(len(rows)), str(settled), str(len(rows) - settled)


def _by_kind(of_kind: Mapping[str, Sequence[Mapping[str, Json]]], kinds: Mapping[str, Text]) -> tuple[Part, ...]:
    heads = ("difficulty.kind", "difficulty.total", "difficulty.settled", "difficulty.unsettled")
    rows = [(kinds[name], *_counted(found)) for name, found in of_kind.items()]
    whole = [row for found in of_kind.values() for row in found]
    return table(heads, (55, 15, 15, 15), [*rows, (say("matrix.total"), *_counted(whole))])


def _by_route(rows: Sequence[Mapping[str, Json]], routes: Sequence[Mapping[str, Json]]) -> tuple[Part, ...]:
    heads = ("difficulty.route", "difficulty.steps", "difficulty.total", "difficulty.settled", "difficulty.unsettled")
    laid: dict[str, tuple[Text | str, str]] = {
        visible(row["route"]): (visible(row["route"]), visible(row["path"])) for row in routes
    }
    laid[""] = (say("difficulty.no_route"), "")
    by_route = {name: [row for row in rows if route_of(row["path"], routes) == name] for name in laid}
    return table(heads, (28, 36, 12, 12, 12), [(*laid[name], *_counted(found)) for name, found in by_route.items()])


def _each(rows: Sequence[Mapping[str, Json]], routes: Sequence[Mapping[str, Json]]) -> tuple[Part, ...]:
    heads = (
        "difficulty.number",
        "attest.day",
        "difficulty.what",
        "difficulty.steps",
        "difficulty.route",
        "difficulty.settled",
    )
    return table(heads, (8, 14, 30, 24, 12, 12), [_one(row, routes) for row in rows])


def _one(row: Mapping[str, Json], routes: Sequence[Mapping[str, Json]]) -> tuple[Text | str, ...]:
    told = [visible(row.get(name) or "–") for name in ("number", "opened_on", "summary", "path", "closed_on")]
    return (*told[:4], route_of(row["path"], routes) or say("difficulty.no_route"), told[4])
