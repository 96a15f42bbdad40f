"""What was done and seen while a case ran, step by step, in the order of the journal."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from harness.assessment import RunKey
from reports.evidence import EvidenceIndex, Link
from reports.outside import Json, compact, visible


@dataclass(frozen=True)
class Step:
    """One line of the journal. `link` leads to the exchange, where the page shows it."""

    entry: int
    kind: str
    what: str
    link: Link | None


def read_steps(
    events: Iterable[Mapping[str, Json]], index: EvidenceIndex, shown: Collection[str]
) -> dict[RunKey, tuple[Step, ...]]:
    """The steps of every run, from its beginning to its end; of runs side by side, each has what came while it ran.

    `shown` are the exchanges that the page shows.
    """
    found: dict[RunKey, list[Step]] = {}
    running: dict[RunKey, list[Step]] = {}
    for event in events:
        kind, data = event["kind"], event["data"]
        if kind == "case-started":
            running[_key(data)] = found.setdefault(_key(data), [])
        elif kind == "case-ended":
            running.pop(_key(data), None)
        elif running and kind in _TOLD:
            link = index.link(data["id"]) if kind == "exchange" and data["id"] in shown else None
            step = Step(event["n"], kind, visible(_TOLD[kind](data)), link)
            for steps in running.values():
                steps.append(step)
    return {key: tuple(steps) for key, steps in found.items()}


def _key(data: Mapping[str, Json]) -> RunKey:
    return RunKey(data["case"], data["instance"], data["attempt"])


def _exchange(data: Mapping[str, Json]) -> str:
    called = data["operation"] or f"{data['request']['method']} {data['request']['path']}"
    came = f"HTTP {data['response']['status']}" if data["response"] else data["silence"]
    return f"{data['id']}: {called} → {came}"


def _command(data: Mapping[str, Json]) -> str:
    return compact({name: value for name, value in data.items() if name != "answer"})


def _wait(data: Mapping[str, Json]) -> str:
    return f"{data['reason']}: {data['waited_s']:g} / {data['within_s']:g} s{'' if data['met'] else ' ✕'}"


def _stimulus(data: Mapping[str, Json]) -> str:
    return f"{data['by']}: {data['operation'] or data['path']}"


def _passage(data: Mapping[str, Json]) -> str:
    return f"{data['reason']}: {data['state']}"


_TOLD: Final[Mapping[str, Callable[[Mapping[str, Json]], str]]] = {
    "exchange": _exchange,
    "command": _command,
    "wait": _wait,
    "stimulus": _stimulus,
    "passage": _passage,
}
