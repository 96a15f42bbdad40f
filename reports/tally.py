"""What a rendered report counts, read back from its text, so that formats can be held against each other."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from reports.items import ANSWER_AREA, VERDICT_OUTCOMES, items_of
from reports.model import Report

ANSWER = "answer"
Tally: TypeAlias = Mapping[str, int | str]
"""Figures by name: `items FAIL`, `requirements VIOLATED`, `exchanges`, and the answer. A format gives what it tells."""


def told_by(outcomes: Iterable[str], statuses: Mapping[str, int]) -> dict[str, int | str]:
    """The tally of items by outcome and of requirements by status."""
    found = Counter(outcomes)
    strange = {*found} - {*VERDICT_OUTCOMES}
    if strange:
        raise ValueError(f"no outcome of an item: {', '.join(sorted(strange))}")
    items = {f"items {name}": found[name] for name in VERDICT_OUTCOMES}
    return {**items, **{f"requirements {name}": number for name, number in statuses.items()}}


def tally_of(report: Report) -> dict[str, int | str]:
    """What the model itself counts: every format must tell the same."""
    items = [item.outcome for item in items_of(report) if item.area != ANSWER_AREA]
    told = told_by(items, report.totals.counts)
    return told | {ANSWER: report.decision.answer, "exchanges": report.proof.exchanges_total}


def differences(tallies: Mapping[str, Tally]) -> list[str]:
    """Where two formats tell different figures of the same thing: `items FAIL: 2 in ctrf, 3 in junit`."""
    told: dict[str, dict[str, int | str]] = {}
    for form, tally in tallies.items():
        for name, figure in tally.items():
            told.setdefault(name, {})[form] = figure
    return [
        f"{name}: " + ", ".join(f"{figure} in {form}" for form, figure in figures.items())
        for name, figures in told.items()
        if len({*figures.values()}) > 1
    ]
