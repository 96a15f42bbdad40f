"""The annex of statements: who stated what, on which day, by which paper, and what was made of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from harness.attestation.form import Form
from harness.attested import statement_id
from harness.exchange import Json
from harness.record import SealedRecord
from reports.html import environment_of


@dataclass(frozen=True)
class Line:
    """One requirement: what it came to, what each check saw, and the statement, where somebody made one."""

    requirement: str
    text: Mapping[str, str]
    verdict: str
    seen: tuple[str, ...]
    statement: Mapping[str, Json] | None


def render(record: SealedRecord, result: Mapping[str, Any], form: Form) -> str:
    """A page of its own, in Vietnamese and English, without script and without anything from elsewhere. Pure."""
    tables = [row for row in record.data("attestation") if row["of"] == "table"]
    return (
        environment_of()
        .get_template("attest.html")
        .render(run=record.run, result=result, lines=read_lines(record), tables=tables, form=form)
    )


def read_lines(record: SealedRecord) -> list[Line]:
    """Every requirement of the record, in the order of the plan."""
    texts = {row["id"]: row["text"] for row in record.run["requirements"]}
    statements = {row["id"]: row for row in record.data("attestation") if row["of"] == "statement"}
    ended = {row["case"]: row for row in record.data("case-ended")}
    lines = []
    for case in record.run["plan"]["cases"]:
        name, ending = case["requirements"][0], ended[case["id"]]
        seen = [row["observed"] for row in record.judgements if row["case"] == case["id"]]
        verdict = f"{ending['verdict']} {ending['code'] or ''}".strip()
        made = statements.get(statement_id(name))
        lines.append(Line(name, texts[name], verdict, tuple(seen or [ending["message"]]), made))
    return lines
