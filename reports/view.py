"""From a sealed record and its readiness to the model that every format shows. Pure."""

import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from harness.record import SealedRecord
from harness.requirement import APART, RUN
from reports.beside import BesideView, read_beside
from reports.cases import CaseView, JudgementView, read_cases, read_judgements
from reports.evidence import EvidenceIndex
from reports.messages import Text, say
from reports.model import (
    AreaView,
    Decision,
    Named,
    ObstacleView,
    Report,
    RequirementView,
    Run,
    count_requirements,
)
from reports.outside import Json, anchor, instant, text_of, visible
from reports.proof import read_proof
from reports.since import read_since
from reports.steps import read_steps

UNDECIDED = "UNDECIDED"
"""What machines are told of a part, which has no answer: a part decides nothing alone."""


def read_report(record: SealedRecord, readiness: Mapping[str, Json]) -> Report:
    """Bring both into the one model. Raises KeyError where either lacks its part, or holds a word that is none."""
    index = EvidenceIndex(record.exchanges, record.events)
    judgements = read_judgements(record.judgements, index)
    cited = _cited(record.judgements, readiness)
    steps = read_steps(record.events, index, frozenset(cited))
    cases = read_cases(record.run["plan"]["cases"], record.events, judgements, steps)
    beside = read_beside(readiness, index)
    requirements = _with_words(_read_requirements(record.run, readiness, cases), beside)
    by_id = {row.id: row for row in requirements}
    return Report(
        decision=_read_decision(record, readiness, by_id, index),
        run=_read_run(record),
        areas=_areas(requirements),
        cases=cases,
        judgements=judgements,
        proof=read_proof(record, cited, _by_evidence(judgements, by_id), index),
        beside=beside,
        since=read_since(readiness),
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


def _unfinished(record: SealedRecord) -> Text:
    """Why the campaign did not come to its end; nothing where it did."""
    ends = record.data("campaign-ended")
    if not ends:
        return say("decision.no_end")
    told = [row["why"] for row in ends if not row["completed"]]
    return text_of("; ".join(told)) if told else text_of(None)


def _cited(judgements: Iterable[Mapping[str, Json]], readiness: Mapping[str, Json]) -> tuple[str, ...]:
    """Every evidence id that is cited, once, in the order of citation."""
    challenges = readiness.get("beside", {}).get("challenges", ())
    rows = chain(judgements, readiness["requirements"].values(), readiness["blocking"], readiness["open"], challenges)
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


def _with_words(rows: list[RequirementView], beside: BesideView | None) -> list[RequirementView]:
    """The same, with what persons say of each."""
    if beside is None:
        return rows
    return [
        replace(
            row,
            waivers=beside.waivers_of(row.id),
            challenges=beside.challenges_of(row.id),
            expected=beside.expected_of(row.id),
        )
        for row in rows
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
    return tuple(AreaView(area, tuple(rows), count_requirements(rows)) for area, rows in grouped.items())


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
