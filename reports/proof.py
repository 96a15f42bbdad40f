"""The evidence of a report: what is cited, what else was told to the mocks and waited for, and the seal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from harness.record import SealedRecord
from reports.cases import JudgementView
from reports.evidence import EvidenceIndex, OtherView, StatementView, read_statement
from reports.exchanges import ExchangeView, read_exchange
from reports.outside import Json, anchor, compact, leaves, visible


@dataclass(frozen=True)
class CommandView:
    """What was told to a mock; `entry` is the line of the journal."""

    entry: int
    content: str


@dataclass(frozen=True)
class WaitView:
    """A wait: how long it was allowed to take and took, in seconds."""

    entry: int
    reason: str
    within_s: str
    waited_s: str
    met: bool


@dataclass(frozen=True)
class Proof:
    """The evidence that is cited, what else was recorded, and the seal. `exchanges_total` counts the uncited too."""

    exchanges: tuple[ExchangeView, ...]
    exchanges_total: int
    statement: tuple[StatementView, ...]
    others: tuple[OtherView, ...]
    commands: tuple[CommandView, ...]
    waits: tuple[WaitView, ...]
    manifest: tuple[tuple[str, str], ...]
    chain_head: str
    events: int


def read_proof(
    record: SealedRecord,
    cited: Sequence[str],
    judged: Mapping[str, Sequence[JudgementView]],
    index: EvidenceIndex,
) -> Proof:
    """The evidence that is cited, by id, each piece with the judgements that cite it by anchor."""
    shown = frozenset(cited)
    exchanges = [
        read_exchange(data, judged.get(anchor("x", name), ()))
        for name, data in record.exchanges.items()
        if name in shown
    ]
    rows = {
        kind: [(row["n"], row["data"]) for row in record.events if row["kind"] == kind] for kind in ("command", "wait")
    }
    return Proof(
        exchanges=tuple(exchanges),
        exchanges_total=len(record.exchanges),
        statement=read_statement(record.run["statement"], cited),
        others=index.others(cited),
        commands=tuple(CommandView(entry, compact(data)) for entry, data in rows["command"]),
        waits=tuple(_read_wait(entry, data) for entry, data in rows["wait"]),
        manifest=tuple(leaves(record.manifest)),
        chain_head=visible(record.manifest["head"]),
        events=len(record.events),
    )


def _read_wait(entry: int, row: Mapping[str, Json]) -> WaitView:
    return WaitView(entry, visible(row["reason"]), f"{row['within_s']:g}", f"{row['waited_s']:.3g}", bool(row["met"]))
