"""Several records of one build as one case: a run, and what `load`, `reconcile` and `attest` looked at apart.

Per requirement the newest record counts that looked at it and is not expired. A FAIL stands whatever other records say,
for all are of the same build. Nothing here can make an answer better than each requirement's own evidence does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from harness.assessment import Facts, RequirementResult, Status
from harness.errors import Refused
from harness.exchange import Json
from harness.gate import Case, Waiver
from harness.lines import canonical
from harness.partial import MODE as PARTIAL
from harness.policy import Policy
from harness.readiness import assess
from harness.recomputation import catalogue_of, part_of, plan_of
from harness.repeats import statuses_by_attempt, unequal
from harness.requirement import RUN, Requirement
from harness.verify import Verified, is_expired

CERTIFICATION = "certification"


@dataclass(frozen=True)
class _Source:
    """A verified record with what it says of each requirement."""

    verified: Verified
    part: str
    catalogue: Mapping[str, Requirement]
    results: Mapping[str, RequirementResult]
    facts: Facts
    fresh: bool
    attempts: Sequence[Mapping[str, Status]]

    def looked_at(self, row: Requirement) -> bool:
        """Whether it is the record of a part that judges the requirement, and did not leave it out."""
        looked = self.results.get(row.id)
        return self.part == row.part and looked is not None and looked.status is not Status.NOT_APPLICABLE


def combine(records: Sequence[Verified], policy: Policy, *, waivers: Sequence[Waiver], today: date) -> Case:
    """What the answer of several records rests on. Raises Refused where build, statement or catalogue differ."""
    _refuse_strangers(records)
    ordered = sorted(records, key=lambda verified: (verified.record.manifest["sealed"], verified.record.run["run_id"]))
    sources = [_read(verified, policy, today) for verified in ordered]
    catalogue = _one_catalogue(sources)
    results: dict[str, RequirementResult] = {}
    stale: set[str] = set()
    for name, row in catalogue.items():
        results[name], expired = _result(row, sources, policy)
        stale |= {name} if expired else set()
    return Case(
        policy,
        catalogue,
        results,
        _facts(sources),
        _mode(sources),
        today,
        waivers=waivers,
        stale=frozenset(stale),
        shortfalls=[*_unsigned(ordered, policy), *_unrepeated(sources, policy)],
    )


def _refuse_strangers(records: Sequence[Verified]) -> None:
    if not records:
        raise Refused("no record was given")
    first = records[0].record.run
    for number, verified in enumerate(records):
        run, where = verified.record.run, verified.record.folder
        if run["sut"].get("build") != first["sut"].get("build") or not run["sut"].get("build"):
            raise Refused(f"{where} is of build {run['sut'].get('build')}, and not of {first['sut'].get('build')}")
        if canonical(run["statement"]) != canonical(first["statement"]):
            raise Refused(f"{where} rests on another statement of the supplier than {records[0].record.folder}")
        if any(verified.record.manifest == other.record.manifest for other in records[:number]):
            raise Refused(f"{where} is given twice")


def _one_catalogue(sources: Sequence[_Source]) -> dict[str, Requirement]:
    whole: dict[str, Requirement] = {}
    for source in sources:
        for name, row in source.catalogue.items():
            if canonical(whole.setdefault(name, row).row) != canonical(row.row):
                raise Refused(
                    f"{source.verified.record.folder} was judged by another wording of {name} than the others"
                )
    return whole


def _read(verified: Verified, policy: Policy, today: date) -> _Source:
    record = verified.record
    catalogue = catalogue_of(record.run)
    plan = plan_of(record.run)
    results, facts = assess(plan, catalogue, record.events)
    fresh = not is_expired(record, policy, today)
    attempts = statuses_by_attempt(plan, catalogue, facts)
    return _Source(verified, part_of(record.run), catalogue, results, facts, fresh, attempts)


def _result(row: Requirement, sources: Sequence[_Source], policy: Policy) -> tuple[RequirementResult, bool]:
    """What all records together say of a requirement, and whether nothing but expired evidence says it."""
    known = [source.results[row.id] for source in sources if row.id in source.results]
    violated = [result for result in known if result.status is Status.VIOLATED]
    if violated:
        return violated[-1], False
    looked = [source for source in sources if source.looked_at(row)]
    fresh = [source for source in looked if source.fresh]
    if looked:
        newest = (fresh or looked)[-1]
        counts = bool(fresh) and row.id not in newest.verified.unanswered
        result = newest.results[row.id]
        return (result if counts else replace(result, status=Status.NOT_DEMONSTRATED)), not fresh
    status = Status.NOT_APPLICABLE if _left_out(row, sources, policy) else Status.NOT_DEMONSTRATED
    return RequirementResult(row.id, status, (), ()), False


def _left_out(row: Requirement, sources: Sequence[_Source], policy: Policy) -> bool:
    """Whether the policy does not ask for the part, or a run that was asked for it found that it does not apply."""
    if row.part not in policy.parts:
        return True
    runs = [source for source in sources if source.part == RUN and row.part in source.verified.policy.parts]
    return any(source.results[row.id].status is Status.NOT_APPLICABLE for source in runs if row.id in source.results)


def _facts(sources: Sequence[_Source]) -> Facts:
    """All facts, the newer in place of the older; the campaigns ended if each did."""
    whole = Facts({}, {}, frozenset(), ended=True)
    for source in sources:
        facts = source.facts
        why = whole.why or (
            "" if facts.ended else f"{source.verified.record.folder}: {facts.why or 'no word of its end'}"
        )
        whole = Facts(
            {**whole.judgements, **facts.judgements},
            {**whole.endings, **facts.endings},
            whole.evidence | facts.evidence,
            whole.ended and facts.ended,
            why,
        )
    return whole


def _mode(sources: Sequence[_Source]) -> str:
    """Certification where one run is, and none is for diagnosis: parts alone decide nothing."""
    modes = {source.verified.record.run["mode"] for source in sources}
    others = modes - {CERTIFICATION, PARTIAL}
    if others:
        return str(min(others))
    return CERTIFICATION if CERTIFICATION in modes else PARTIAL


def _unsigned(records: Sequence[Verified], policy: Policy) -> list[str]:
    told = []
    for verified in records:
        missing = sorted({*policy.evidence.signed_by} - verified.roles)
        if missing:
            signed = "unsigned" if not verified.signers else "not signed"
            told.append(f"{verified.record.folder} is {signed} by {' and '.join(missing)}")
    return told


def _unrepeated(sources: Sequence[_Source], policy: Policy) -> list[str]:
    """Too few attempts at the build, in one record or in several, or attempts that do not come to the same."""
    least = policy.evidence.repeats_at_least
    runs = [source for source in sources if source.part == RUN and source.fresh]
    attempts = [statuses for source in runs for statuses in source.attempts]
    if least > max(len(attempts), 1):
        return [f"{len(attempts)} attempts at this build, and policy {policy.name} asks for {least}"]
    differ = sorted(unequal(attempts)) if least > 1 else []
    return [f"the attempts at this build do not agree on {', '.join(differ[:5])}"] if differ else []


def made_of(case: Case, records: Sequence[Verified]) -> list[dict[str, Json]]:
    """The records of a case, for a report."""
    return [
        {
            "run_id": verified.record.run["run_id"],
            "part": part_of(verified.record.run),
            "sealed": verified.record.manifest["sealed"],
            "head": verified.record.manifest["head"],
            "exit_code": verified.readiness["exit_code"],
            "expired": is_expired(verified.record, case.policy, case.today),
            "signed_by": sorted(verified.roles),
        }
        for verified in records
    ]
