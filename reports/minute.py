"""The readiness minute: answer, figures, what blocks, the registers, and how to check it, as a paper for signature."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from harness.record import SealedRecord
from reports import RENDERER
from reports.items import ANSWER_OUTCOMES
from reports.messages import Text, say
from reports.minute_paper import Paper, Section, Table, numbered, table
from reports.model import ObstacleView, Report, RequirementView
from reports.outside import Json
from reports.tally import ANSWER, Tally
from reports.totals import STATUSES
from reports.view import read_report

PDF, DOCX = "minute.pdf", "minute.docx"
OPENING = ("minute.begun", "minute.place", "minute.present", "minute.chair", "minute.secretary")
SIGNATURES = ("minute.sign_assessor", "minute.sign_supplier", "minute.sign_secretary", "minute.sign_chair")
_ANSWER = re.compile(rf"\(({'|'.join(ANSWER_OUTCOMES)})\)")


def minute_of(record: SealedRecord, readiness: Mapping[str, Json]) -> Paper:
    """The minute of a run. Pure: it says nothing that the record does not know."""
    report = read_report(record, readiness)
    decision = report.decision
    sections = (
        Section(say("minute.answer_title"), (*_answer(report), *_facts(report))),
        Section(say("minute.counts_title"), _counts(report)),
        Section(say("blocking.title"), _obstacles(decision.blocking) or (say("blocking.none"),)),
        Section(say("blocking.open"), _obstacles(decision.open)),
        Section(say("register.not_demonstrated"), _not_demonstrated(report)),
        Section(say("register.not_applicable"), _not_applicable(report)),
        Section(say("minute.not_run"), _not_run(report)),
        Section(say("minute.attested"), _attested(report)),
        Section(say("minute.waivers"), _waivers(report) or (say("minute.no_waivers"),)),
        Section(say("minute.challenges"), _challenges(report)),
        Section(say("minute.assumed"), _assumed(report)),
        Section(say("unseen.title"), decision.not_looked_at),
        Section(say("minute.check"), (say("minute.check_how", file=PDF), say("integrity.limits"))),
    )
    return Paper(
        number=say("minute.number"),
        title=say("minute.title"),
        subject=say("minute.subject", system=report.run.sut.name),
        opening=tuple(say(name) for name in OPENING),
        sections=numbered(sections),
        closing=(say("minute.closing"),),
        signatures=tuple(say(name) for name in SIGNATURES),
        foot=say("minute.foot", run=report.run.id, digest=report.proof.chain_head),
        at=record.manifest["sealed"],
    )


def tally(text: str) -> Tally:
    """What a minute counts, by the text of its file. Raises ValueError where its languages differ or one is missing."""
    told: dict[str, int | str] = {ANSWER: _twice("the answer", _ANSWER.findall(text))}
    for status in STATUSES:
        told[f"requirements {status}"] = int(_twice(status, re.findall(rf"\b{status}\s+(\d+)\b", text)))
    return told


def _twice(name: str, found: list[str]) -> str:
    if len(found) != 2 or found[0] != found[1]:  # noqa: PLR2004 - once in each language
        raise ValueError(f"{name} should stand there once in each language, and is {found}")
    return found[0]


def _answer(report: Report) -> Iterator[Text]:
    decision = report.decision
    said = say(f"answer.{decision.answer}")
    yield say("minute.answer", words=said, answer=decision.answer, code=decision.exit_code)
    yield decision.meaning
    if report.beside:
        given = report.beside
        figures = {"waivers": len(given.waivers), "challenges": len(given.challenges)}
        yield say("beside.answer", day=given.on, answer=say(f"answer.{given.answer}"), code=given.exit_code, **figures)
        if given.expected is not None:
            yield say("beside.expected", **given.expectations)
    if decision.unfinished:
        yield _labelled("decision.unfinished", decision.unfinished)
    if report.run.mode == "diagnostic":
        yield say("unseen.diagnostic")


def _facts(report: Report) -> tuple[Table, ...]:
    run = report.run
    period = say("decision.period_value", start=run.started, end=run.ended)
    zone = say("decision.zone")
    rows: list[tuple[str, Text | str]] = [
        ("workbook.system", run.sut.name),
        ("decision.version", run.sut.version),
        ("decision.build", run.sut.digest),
        ("decision.supplier", run.supplier),
        ("decision.policy", f"{run.policy.name} {run.policy.version} ({run.policy.digest})"),
        ("decision.mode", say(f"mode.{run.mode}")),
        ("decision.period", Text(f"{period.vi}, {zone.vi}", f"{period.en}, {zone.en}")),
        ("decision.run", run.id),
        ("decision.harness", run.harness.whole),
        ("decision.rendered_by", RENDERER),
        ("decision.known", run.known),
        ("workbook.record", report.proof.chain_head),
    ]
    return table(("minute.fact", "integrity.value"), (28, 72), [(say(name), value) for name, value in rows])


def _counts(report: Report) -> tuple[Text | Table, ...]:
    rows: list[tuple[Text | str, ...]] = [
        (say(f"status.{name}"), name, str(report.totals[name]), str(report.blocking_totals[name])) for name in STATUSES
    ]
    whole = (say("matrix.total"), "", str(report.totals.total), str(report.blocking_totals.total))
    figures = {"judgements": len(report.judgements), "cited": len(report.proof.exchanges)}
    return (
        *table(
            ("requirements.status", "minute.code", "minute.all", "minute.of_blocking"), (40, 28, 16, 16), [*rows, whole]
        ),
        say("count.runs", **report.run_totals),
        say("count.evidence", **figures, exchanges=report.proof.exchanges_total),
        *table(
            ("matrix.area", *(f"status.{name}" for name in STATUSES), "matrix.total"),
            (21, 17, 11, 17, 11, 13, 10),
            [
                (say(f"area.{area.id}"), *(str(area.totals[name]) for name in STATUSES), str(area.totals.total))
                for area in report.areas
            ],
        ),
    )


def _obstacles(rows: Iterable[ObstacleView]) -> tuple[Table, ...]:
    heads = ("requirements.id", "minute.demand", "minute.seen", "blocking.evidence")
    return table(heads, (17, 36, 32, 15), [_obstacle(row) for row in rows])


def _obstacle(row: ObstacleView) -> tuple[Text | str, ...]:
    requirement = row.requirement
    demand = _lines(requirement.text, say("minute.clause", words=requirement.origin))
    wanted = say("blocking.all_cases") if requirement.status == "NOT_DEMONSTRATED" else row.expected
    seen = _lines(say("minute.expected", words=wanted), say("minute.observed", words=row.observed))
    evidence = "\n".join(link.label for link in row.evidence) or say("blocking.no_evidence")
    standing = [say(f"status.{requirement.status}"), *(say("beside.challenged") for _ in requirement.challenged[:1])]
    return _lines(Text(requirement.id, requirement.id), *standing), demand, seen, evidence


def _not_demonstrated(report: Report) -> tuple[Table, ...]:
    rows: list[tuple[Text | str, ...]] = []
    for row in report.with_status("NOT_DEMONSTRATED"):
        endings = "\n".join(f"{case.id}: {case.verdict} {case.code}".strip() for case in row.open_cases)
        rows.append((row.id, endings or row.silence))
    return table(("requirements.id", "register.codes"), (15, 85), rows)


def _not_applicable(report: Report) -> tuple[Table, ...]:
    by_reason = _grouped((row.not_applicable, row.id) for row in report.with_status("NOT_APPLICABLE"))
    return _by_reason("minute.ids", by_reason)


def _not_run(report: Report) -> tuple[Table, ...]:
    found = _grouped((case.reason, " ".join(case.requirements)) for case in report.not_selected)
    return _by_reason("minute.cases_of", found)


def _grouped(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    """What has the same reason, together, in the order of the reasons."""
    rows = sorted(pairs)
    return [(reason, [name for _, name in same]) for reason, same in groupby(rows, key=lambda row: row[0])]


def _by_reason(named: str, groups: Iterable[tuple[str, list[str]]]) -> tuple[Table, ...]:
    rows = [(reason, str(len(names)), ", ".join(dict.fromkeys(names))) for reason, names in groups]
    return table(("minute.same_reason", "minute.how_many", named), (40, 12, 48), rows)


def _attested(report: Report) -> tuple[Table, ...]:
    rows = [(row.id, row.text, _word(row)) for row in report.with_status("ATTESTED")]
    return table(("requirements.id", "requirements.text", "blocking.observed"), (13, 50, 37), rows)


def _word(row: RequirementView) -> str:
    """What was seen of somebody's word: by whom, and when."""
    return "\n".join(judgement.observed.en for judgement in row.judgements)


def _waivers(report: Report) -> tuple[Table, ...]:
    """Who accepted what until when; nothing where no waiver was given."""
    rows = [
        (
            f"{row.id}\n{row.requirement}",
            _lines(Text(row.reason, row.reason), say("minute.instead", words=row.instead)),
            say(
                "beside.granted",
                asked=row.requested_by,
                approved=row.approved_by,
                issued=row.issued,
                expires=row.expires,
            ),
        )
        for row in (report.beside.waivers if report.beside else ())
    ]
    return table(("requirements.id", "register.reason", "minute.granted"), (17, 48, 35), rows)


def _challenges(report: Report) -> tuple[Table, ...]:
    """Who says that a test is wrong, and what was decided."""
    rows = [
        (
            f"{row.id}\n{row.requirement}",
            _lines(Text(row.claim, row.claim), say("minute.clause", words=f"“{row.clause}”")),
            _lines(
                say(f"challenge.{row.state}"),
                say("beside.by", who=row.raised_by, decided=row.decided_by, day=row.expires),
            ),
        )
        for row in (report.beside.challenges if report.beside else ())
    ]
    return table(("requirements.id", "beside.claim", "beside.state"), (17, 48, 35), rows)


def _assumed(report: Report) -> tuple[Text, ...]:
    ids = ", ".join(row.id for row in report.assumed)
    return (say("unseen.assumed", number=len(report.assumed), ids=ids),) if ids else ()


def _lines(*texts: Text) -> Text:
    return Text("\n".join(text.vi for text in texts), "\n".join(text.en for text in texts))


def _labelled(message: str, text: Text) -> Text:
    label = say(message)
    return Text(f"{label.vi}: {text.vi}", f"{label.en}: {text.en}")
