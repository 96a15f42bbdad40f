"""The figures of a run as OpenMetrics text, for whoever keeps figures over time."""

import re
from collections import Counter
from collections.abc import Mapping

from harness.record import SealedRecord
from reports import RENDERER
from reports.items import ANSWER_AREA, ANSWER_OUTCOMES, VERDICT_OUTCOMES, items_of
from reports.load_metrics import requirement_family
from reports.openmetrics import Family, Sample, exposition
from reports.outside import Json
from reports.tally import ANSWER, Tally, told_by
from reports.totals import STATUSES
from reports.view import read_report


def render(record: SealedRecord, readiness: Mapping[str, Json]) -> str:
    """The exposition. Pure: the same record and readiness give the same bytes."""
    report = read_report(record, readiness)
    outcomes = Counter(item.outcome for item in items_of(report) if item.area != ANSWER_AREA)
    answer, sut = report.decision.answer, report.run.sut
    who = {"sut": sut.name, "version": sut.version, "build": sut.digest, "policy": report.run.policy.name}
    who |= {"harness": report.run.harness.whole, "rendered_by": RENDERER}
    answers = [Sample({"answer": name}, int(name == answer)) for name in ANSWER_OUTCOMES]
    statuses = [Sample({"status": status}, report.totals[status]) for status in STATUSES]
    blocking = [Sample({"status": status}, report.blocking_totals[status]) for status in STATUSES]
    items = [Sample({"outcome": name}, outcomes[name]) for name in VERDICT_OUTCOMES]
    exchanges = [Sample({}, report.proof.exchanges_total)]
    return exposition(
        [
            Family("lienthong_run", "info", "Who was judged, by what.", [Sample(who, 1, "_info")]),
            Family("lienthong_answer", "gauge", "1 for the answer of the run.", answers),
            Family("lienthong_exit_code", "gauge", "Exit code of the run.", [Sample({}, report.decision.exit_code)]),
            Family("lienthong_requirements", "gauge", "Requirements by status.", statuses),
            Family("lienthong_blocking_requirements", "gauge", "Those on which the answer hangs, by status.", blocking),
            Family("lienthong_items", "gauge", "Case runs and what stands for them, by outcome.", items),
            Family("lienthong_exchanges", "gauge", "Recorded exchanges.", exchanges),
            requirement_family(readiness),
        ]
    )


def tally(text: str) -> Tally:
    """What the exposition counts."""
    found = re.findall(r'^lienthong_(requirements|items|answer)\{\w+="(\w+)"\} (\d+)$', text, re.MULTILINE)
    figures = {(family, name): int(figure) for family, name, figure in found}
    (answer,) = [name for (family, name), figure in figures.items() if family == "answer" and figure]
    outcomes = [name for name in VERDICT_OUTCOMES for _ in range(figures["items", name])]
    statuses = {name: figures["requirements", name] for name in STATUSES}
    (exchanges,) = re.findall(r"^lienthong_exchanges (\d+)$", text, re.MULTILINE)
    return told_by(outcomes, statuses) | {ANSWER: answer, "exchanges": int(exchanges)}
