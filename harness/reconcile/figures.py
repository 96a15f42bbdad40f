"""Figures: the indicators recounted from the dossiers, held against what the province has published.

`dossiers` are the province's, `catalogue` its procedures, `report` the published figures by indicator and agency.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import ibis
import ibis.expr.types as ir

from harness.reconcile.indicators import Indicator, indicators
from harness.reconcile.question import Answer, Given, against, month, only, question, words

WHOLE: Final = "PROVINCE"
"""The agency of a figure of the whole province."""
ROUNDING: Final = 0.051
"""How far a published share may lie from the recount: half of the last digit, where one digit is printed."""
COUNTED: Final = ("RECEIVED", "FINISHED", "PAUSED", "STOPPED", "NOT-RECEIVED")
ACCEPTED: Final = ("2", "4", "5", "6", "7", "8", "9", "10")
FINISHED: Final = ("9", "10")
ENDED: Final = ("3", "7", "8", "9", "10")
ONLINE_LEVELS: Final = ("3", "4")

POPULATIONS: Final[Mapping[str, Callable[[ir.Table], ir.Value]]] = {
    "accepted": lambda rows: rows.status.isin(ACCEPTED),
    "finished": lambda rows: rows.status.isin(FINISHED),
    "paused": lambda rows: rows.status == "5",
    "stopped": lambda rows: rows.status.isin(("6", "8")),
    "not-received": lambda rows: rows.status.isin(("1", "3")),
    "finished-with-due-date": lambda rows: (
        rows.status.isin(FINISHED) & rows.due_at.notnull() & rows.finished_at.notnull()
    ),
    "on-time": lambda rows: rows.status.isin(FINISHED) & (rows.finished_at <= rows.due_at),
    "online": lambda rows: rows.status.isin(ACCEPTED) & (rows.channel == "2"),
    "both-channels": lambda rows: rows.status.isin(ACCEPTED) & rows.channel.isin(("1", "2")),
    "online-possible": lambda rows: (
        rows.status.isin(ACCEPTED) & rows.channel.isin(("1", "2")) & rows.level.isin(ONLINE_LEVELS)
    ),
    "digitised": lambda rows: rows.status.isin(ACCEPTED) & rows.papers_digitised,
    "reused": lambda rows: rows.status.isin(ACCEPTED) & rows.data_reused,
    "electronic": lambda rows: rows.status.isin(FINISHED) & rows.result_electronic,
    "charged": lambda rows: rows.status.isin(ACCEPTED) & rows.charges,
    "paid-online": lambda rows: rows.status.isin(ACCEPTED) & rows.charges & rows.paid_online,
}


def dossiers_with_procedures(given: Given) -> ir.Table:
    """The dossiers with what the catalogue says of their procedure: online level, and whether it charges."""
    dossiers = given["dossiers"]
    catalogue = given["catalogue"].select(procedure="code", level="level", charges="charges")
    return dossiers.left_join(catalogue.distinct(on="procedure"), "procedure").drop("procedure_right")


def recounted(given: Given) -> dict[str, dict[str, int]]:
    """How many dossiers of each agency, and of the whole province, are in each population: one pass over the data."""
    rows = dossiers_with_procedures(given)
    sizes = {name: of(rows).fill_null(False).sum().fill_null(0) for name, of in POPULATIONS.items()}
    by_agency = rows.group_by("agency").aggregate(**sizes).to_pyarrow().to_pylist()
    counts = {str(row.pop("agency")): {name: int(size) for name, size in row.items()} for row in by_agency}
    whole = {name: sum(sizes[name] for sizes in counts.values()) for name in POPULATIONS}
    return {**counts, WHOLE: whole}


def differing(given: Given, codes: tuple[str, ...]) -> Answer:
    """The published figures of these indicators that are not those of the recount."""
    counts, told = recounted(given), given["report"].filter(lambda rows: rows.indicator.isin(codes))
    found, notes, unlike = [], [], set[tuple[str, str]]()
    for row in told.order_by("indicator", "agency").to_pyarrow().to_pylist():
        indicator = indicators()[row["indicator"]]
        counted = indicator.value(counts.get(row["agency"], dict.fromkeys(POPULATIONS, 0)))
        if counted is None:
            notes.append(f"{indicator.code} of {row['agency']}: told {row['value']}, and nothing to take a share of")
        elif not _agree(indicator, counted, str(row["value"])):
            unlike.add((indicator.code, row["agency"]))
            detail = f"told {row['value']}, counted {counted:.10g}"
            found.append(
                {"cause": f"differs-{indicator.code.lower()}", "key": row["agency"], "detail": detail} | _whose(row)
            )
    return Answer(told, only(found), notes=tuple(notes), beside=_behind(given, unlike) if unlike else None)


def _behind(given: Given, figures: Iterable[tuple[str, str]]) -> ir.Table:
    """The dossiers behind these figures (indicator, agency): those of a number, and those that a share leaves out."""
    rows = dossiers_with_procedures(given)
    found = []
    for code, agency in sorted(figures):
        indicator = indicators()[code]
        inside = POPULATIONS[indicator.part](rows).fill_null(False)
        looked = POPULATIONS[indicator.base](rows).fill_null(False) & ~inside if indicator.base else inside
        own = rows.filter(looked if agency == WHOLE else looked & (rows.agency == agency))
        cause = f"{'outside' if indicator.base else 'inside'}-{code.lower()}"
        said = {"key": "code", "agency": "agency", "procedure": "procedure", "month": month(own.received_at)}
        found.append(against(own, cause, **said))
    return ibis.union(*found, distinct=True)


def _whose(row: Mapping[str, Any]) -> dict[str, Any]:
    return {} if row["agency"] == WHOLE else {"agency": row["agency"]}


def _agree(indicator: Indicator, counted: float, told: str) -> bool:
    """Whether a published value is the one counted; a share as far as its rounding goes, a number exactly."""
    try:
        value = float(told.strip().removesuffix("%").replace(",", "."))
    except ValueError:
        return False
    return abs(value - counted) <= (ROUNDING if indicator.base else 0)


@question("KPI-001", "dossiers", columns=("dossiers.due_at", "dossiers.finished_at"))
def everything_is_on_time(given: Given) -> Answer:
    """Every dossier is resolved on time or early, and none that is open is past its due date."""
    dossiers = given["dossiers"]
    due = dossiers.filter(dossiers.due_at.notnull(), dossiers.status.isin(ACCEPTED)).mutate(
        month=month(dossiers.due_at)
    )
    late = due.filter(due.status.isin(FINISHED), due.finished_at > due.due_at)
    overdue = due.filter(~due.status.isin(ENDED), due.due_at < ibis.literal(given.at))
    said = {"key": "code", "agency": "agency", "procedure": "procedure", "month": "month"}
    found = (
        against(late, "late", **said, detail=words("due ", late.due_at, ", finished ", late.finished_at)),
        against(overdue, "overdue", **said, detail=words("due ", overdue.due_at)),
    )
    return Answer(due, ibis.union(*found))


@question("KPI-002", "dossiers", "catalogue", "report")
def published_numbers_are_those_counted(given: Given) -> Answer:
    """The numbers of dossiers in the published report are those that the dossiers give."""
    return differing(given, COUNTED)


@question("KPI-003", "dossiers", "catalogue", "report", columns=("dossiers.due_at", "dossiers.finished_at"))
def published_punctuality_is_that_counted(given: Given) -> Answer:
    """The published share of dossiers resolved on time or early is the one that the dossiers give."""
    return differing(given, ("ON-TIME",))


@question(
    "KPI-004",
    "dossiers",
    "catalogue",
    "report",
    columns=("dossiers.channel", "dossiers.paid_online", "catalogue.level", "catalogue.charges"),
)
def published_online_shares_are_those_counted(given: Given) -> Answer:
    """The published shares of dossiers filed and paid online are those that the dossiers give."""
    return differing(given, ("ONLINE", "PAID-ONLINE"))


@question(
    "KPI-005",
    "dossiers",
    "catalogue",
    "report",
    columns=("dossiers.papers_digitised", "dossiers.data_reused", "dossiers.result_electronic"),
)
def published_digital_shares_are_those_counted(given: Given) -> Answer:
    """The published shares of papers digitised, data reused and electronic results are those that the dossiers give."""
    return differing(given, ("DIGITISED", "ELECTRONIC", "REUSED"))


@question("KPI-006", "dossiers", "agencies", columns=("agencies.resolves",))
def every_agency_uses_the_software(given: Given) -> Answer:
    """Every agency that resolves dossiers has dossiers in the one-stop software."""
    agencies, dossiers = given["agencies"], given["dossiers"]
    resolving = agencies.filter(agencies.resolves.fill_null(False)).select("code")
    silent = resolving.anti_join(dossiers, resolving.code == dossiers.agency)
    return Answer(resolving, against(silent, "no-dossier", key="code", agency="code"))


@question("KPI-007", "dossiers", "catalogue", "report", columns=("dossiers.channel",), profile="D-2020")
def the_targets_of_2020_are_met(given: Given) -> Answer:
    """In each agency at least 20% of the dossiers were filed online; a target without a base is kept as it was told."""
    counts = recounted(given)
    found = [
        {"cause": "below-target", "key": agency, "agency": agency, "detail": f"{value:.10g}%, at least {row.least:g}%"}
        for row in indicators().values()
        if row.profile == "D-2020" and row.base
        for agency, sizes in sorted(counts.items())
        if agency != WHOLE and (value := row.value(sizes)) is not None and value < row.least
    ]
    return Answer(given["dossiers"], only(found), notes=_never_computed(given))


def _never_computed(given: Given) -> tuple[str, ...]:
    """The published figures of indicators whose base no document says."""
    codes = [row.code for row in indicators().values() if not row.part]
    told = given["report"].filter(lambda rows: rows.indicator.isin(codes)).order_by("indicator", "agency")
    return tuple(
        f"{row['indicator']} of {row['agency']}: told {row['value']}; its base is not said, so it was not computed"
        for row in told.to_pyarrow().to_pylist()
    )
