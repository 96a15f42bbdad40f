"""The annex of a reconciliation: what was read, what speaks against what and why, where and when, and proof sheets."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from harness.exchange import Json
from harness.record import SealedRecord
from reports.cause_words import cause_words
from reports.html import environment_of
from reports.messages import Text

AGENCIES: Final = 40
MONTHS: Final = 24
SHADES: Final = 5


@dataclass(frozen=True)
class Branch:
    """A cause with its words and its number, and the causes within it."""

    name: str
    words: Text
    number: int
    branches: tuple["Branch", ...]


@dataclass(frozen=True)
class Matter:
    """One question with what it came to."""

    requirement: str
    text: Mapping[str, str]
    verdict: str
    told: str
    event: Mapping[str, Json]
    tree: tuple[Branch, ...]


@dataclass(frozen=True)
class HeatMap:
    """Numbers by agency and month, with a shade from 0 to 5; the agencies with the most come first."""

    months: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[int, int], ...], int], ...]
    left_out: int


def render(record: SealedRecord, result: Mapping[str, Any]) -> str:
    """A page of its own, in Vietnamese and English, without script and without anything from elsewhere. Pure."""
    matters = read_matters(record)
    return (
        environment_of()
        .get_template("reconcile.html")
        .render(
            run=record.run,
            result=result,
            snapshots=record.data("snapshot"),
            matters=matters,
            heat=heat_map(matter.event["cells"] for matter in matters),
        )
    )


def read_matters(record: SealedRecord) -> list[Matter]:
    """Every question of the record, in the order of the plan."""
    texts = {row["id"]: row["text"] for row in record.run["requirements"]}
    requirements = {case["id"]: case["requirements"][0] for case in record.run["plan"]["cases"]}
    judged = {row["case"]: row for row in record.judgements}
    ended = {row["case"]: row for row in record.data("case-ended")}
    found = []
    for event in record.data("recount"):
        name, ending = requirements[event["question"]], ended[event["question"]]
        seen = judged.get(event["question"], {}).get("observed") or ending["message"]
        verdict = f"{ending['verdict']} {ending['code'] or ''}".strip()
        found.append(Matter(name, texts[name], verdict, seen, event, cause_tree(event["against"])))
    return found


def cause_tree(against: Mapping[str, int], *, above: str = "") -> tuple[Branch, ...]:
    """Causes by their parts (kind/cause/field), the most frequent first; `above` are the parts before these."""
    grouped: dict[str, dict[str, int]] = {}
    for cause, number in against.items():
        head, _, rest = cause.partition("/")
        grouped.setdefault(head, {})[rest] = number
    branches = [
        Branch(
            above + head,
            cause_words(above + head),
            sum(rest.values()),
            cause_tree({name: number for name, number in rest.items() if name}, above=f"{above}{head}/"),
        )
        for head, rest in grouped.items()
    ]
    return tuple(sorted(branches, key=lambda branch: (-branch.number, branch.name)))


def heat_map(cells: Iterable[Sequence[Sequence[Any]]]) -> HeatMap:
    """All cells added up; the last months, and the agencies with the most."""
    sums: Counter[tuple[str, str]] = Counter()
    for of_matter in cells:
        for agency, month, number in of_matter:
            sums[agency or "–", month or "–"] += number
    totals: Counter[str] = Counter()
    for (agency, _), number in sums.items():
        totals[agency] += number
    months = tuple(sorted({month for _, month in sums}))[-MONTHS:]
    shown = sorted(totals, key=lambda agency: (-totals[agency], agency))[:AGENCIES]
    most = max((sums[agency, month] for agency in shown for month in months), default=0)
    rows = tuple(
        (agency, tuple((sums[agency, month], _shade(sums[agency, month], most)) for month in months), totals[agency])
        for agency in shown
    )
    return HeatMap(months, rows, len(totals) - len(shown))


def _shade(number: int, most: int) -> int:
    """0 for nothing, else 1 to 5, by tenths of the most: the few and the many must both be seen."""
    steps = (0.01, 0.1, 0.3, 0.6)
    return 1 + sum(number > most * step for step in steps) if number else 0
