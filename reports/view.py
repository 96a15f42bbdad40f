"""From a sealed record and its readiness to the model that every format shows. Pure."""

import shlex
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from harness.record import SealedRecord
from harness.requirement import APART, RUN
from reports.cases import CaseView, JudgementView, read_cases, read_judgements
from reports.evidence import EvidenceIndex, read_statement
from reports.exchanges import read_exchange
from reports.messages import Text, say
from reports.model import (
    AreaView,
    CommandView,
    Decision,
    Named,
    ObstacleView,
    Proof,
    Report,
    RequirementView,
    Run,
    WaitView,
)
from reports.outside import Json, anchor, compact, instant, leaves, text_of, visible
from reports.steps import read_steps
from reports.totals import count_statuses

UNDECIDED = "UNDECIDED"
"""What machines are told of a part, which has no answer: a part decides nothing alone."""


def read_report(record: SealedRecord, readiness: Mapping[str, Json]) -> Report:
    """Bring both into the one model. Raises KeyError where either lacks its part, or holds a word that is none."""
    index = EvidenceIndex(record.exchanges, record.events)
    judgements = read_judgements(record.judgements, index)
    cited = _cited(record.judgements, readiness)
    steps = read_steps(record.events, index, frozenset(cited))
    cases = read_cases(record.run["plan"]["cases"], record.events, judgements, steps)
    requirements = _read_requirements(record.run, readiness, cases)
    by_id = {row.id: row for row in requirements}
    return Report(
        decision=_read_decision(record, readiness, by_id, index),
        run=_read_run(record),
        areas=_areas(requirements),
        cases=cases,
        judgements=judgements,
        proof=_read_proof(record, cited, _by_evidence(judgements, by_id), index),
    )


def _read_decision(
    record: SealedRecord,
    readiness: Mapping[str, Json],
    requirements: Mapping[str, RequirementView],
    index: EvidenceIndex,
) -> Decision:
    whole = "answer" in readiness
    return Decision(
        answer=readiness["answer"] if whole else UNDECIDED,
        exit_code=readiness["exit_code"],
        meaning=say(f"meaning.{readiness['exit_code']}") if whole else say("annex.part"),
        reason=visible(readiness["reason"]),
        unfinished=_unfinished(record),
        blocking=_read_obstacles(readiness["blocking"], requirements, index),
        open=_read_obstacles(readiness["open"], requirements, index),
        not_looked_at=(*(text_of(row) for row in record.run["policy"]["not_looked_at"]), *_later(readiness)),
    )


def _later(readiness: Mapping[str, Json]) -> list[Text]:
    """That some requirements came after the set was frozen by which the policy decides, where it names one."""
    later = [visible(name) for name in readiness.get("later", ())]
    name = readiness["policy"].get("set", "")
    return [say("unseen.later", number=len(later), set=visible(name), ids=", ".join(later))] if later else []


def _read_run(record: SealedRecord) -> Run:
    run = record.run
    sut, policy, harness = run["sut"], run["policy"], run["harness"]
    return Run(
        id=visible(run["run_id"]),
        mode=run["mode"],
        seed=visible(run["seed"]),
        command=visible(shlex.join(run["command"])),
        started=instant(run["started"]),
        ended=instant(record.manifest["sealed"]),
        started_utc=visible(run["started"]),
        sut=Named(visible(sut["name"]), visible(sut["version"]), visible(sut.get("build") or "–")),
        supplier=visible(sut.get("supplier") or "–"),
        policy=Named(visible(policy["name"]), visible(policy["version"]), visible(policy["digest"])),
        harness=Named("lienthong", visible(harness["version"]), visible(harness["build"])),
        known=_known(run.get("known")),
    )


def _known(ledger: Mapping[str, Json] | None) -> Text:
    """How many records of the build the ledger of the output folder held when the run began, and what they came to."""
    if ledger is None:
        return say("decision.no_ledger")
    answers = ", ".join(f"{visible(answer)}: {number}" for answer, number in ledger["answers"].items())
    return say("decision.known_records", number=ledger["records"], answers=answers or "–")


def _read_proof(
    record: SealedRecord,
    cited: Sequence[str],
    judged: Mapping[str, Sequence[JudgementView]],
    index: EvidenceIndex,
) -> Proof:
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


def _unfinished(record: SealedRecord) -> Text:
    """Why the campaign did not come to its end; nothing where it did."""
    ends = record.data("campaign-ended")
    if not ends:
        return say("decision.no_end")
    told = [row["why"] for row in ends if not row["completed"]]
    return text_of("; ".join(told)) if told else text_of(None)


def _cited(judgements: Iterable[Mapping[str, Json]], readiness: Mapping[str, Json]) -> tuple[str, ...]:
    """Every evidence id that is cited, once, in the order of citation."""
    rows = chain(judgements, readiness["requirements"].values(), readiness["blocking"], readiness["open"])
    return tuple(dict.fromkeys(name for row in rows for name in row["evidence"]))


def _by_evidence(judgements: Iterable[JudgementView], known: Mapping[str, object]) -> dict[str, list[JudgementView]]:
    """The judgements of known requirements by the anchors of what they cite."""
    found: dict[str, list[JudgementView]] = {}
    for row in judgements:
        for link in row.evidence if row.requirement in known else ():
            found.setdefault(link.anchor, []).append(row)
    return found


def _read_requirements(
    run: Mapping[str, Json], readiness: Mapping[str, Json], cases: Sequence[CaseView]
) -> list[RequirementView]:
    reasons = run["plan"]["not_applicable"]
    return [
        _read_requirement(
            row,
            readiness["requirements"][row["id"]],
            [case for case in cases if row["id"] in case.requirements],
            visible(reasons.get(row["id"]) or ""),
        )
        for row in run["requirements"]
    ]


def _read_requirement(
    row: Mapping[str, Json], result: Mapping[str, Json], cases: Iterable[CaseView], not_applicable: str
) -> RequirementView:
    source, interpretation = row["source"], row.get("interpretation") or {}
    return RequirementView(
        id=row["id"],
        anchor=anchor("", row["id"]),
        area=row["area"],
        level=row["level"],
        gate_class=row["gate_class"],
        fidelity=row["fidelity"],
        blocking=_blocks(row, result),
        source=visible(source.get("title") or source["document"]),
        clause=visible(source.get("clause") or ""),
        derived_from=tuple(visible(name) for name in row.get("derived_from") or []),
        text=text_of(row["text"]),
        rationale=text_of(row.get("rationale")),
        interpretation=text_of(interpretation.get("text")),
        assumed_reading=interpretation.get("status") == "assumption",
        next_step=text_of(row.get("next_step")),
        not_tested=text_of(row.get("not_tested") or None),
        part=APART.get(row.get("method", ""), RUN),
        status=result["status"],
        attempts=tuple(result.get("attempts", ())),
        not_applicable=not_applicable,
        cases=tuple(cases),
    )


def _blocks(row: Mapping[str, Json], result: Mapping[str, Json]) -> bool:
    """Whether the answer hangs on the requirement: the policy's word, which the readiness carries."""
    fallback = row["gate_class"] == "blocking" and row["fidelity"] != "assumed"
    return bool(result.get("blocking", fallback))


def _areas(requirements: Sequence[RequirementView]) -> tuple[AreaView, ...]:
    grouped: dict[str, list[RequirementView]] = {}
    for row in requirements:
        grouped.setdefault(row.area, []).append(row)
    return tuple(
        AreaView(area, tuple(rows), count_statuses(row.status for row in rows)) for area, rows in grouped.items()
    )


def _read_obstacles(
    rows: Iterable[Mapping[str, Json]], requirements: Mapping[str, RequirementView], index: EvidenceIndex
) -> tuple[ObstacleView, ...]:
    return tuple(
        ObstacleView(
            requirement=requirements[row["id"]],
            expected=text_of(row["expected"]),
            observed=text_of(row["observed"]),
            next_step=text_of(row["next_step"]),
            evidence=tuple(index.link(name) for name in row["evidence"]),
        )
        for row in rows
    )


def _read_wait(entry: int, row: Mapping[str, Json]) -> WaitView:
    return WaitView(entry, visible(row["reason"]), f"{row['within_s']:g}", f"{row['waited_s']:.3g}", bool(row["met"]))
