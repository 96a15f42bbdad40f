"""The cases of `lienthong attest`: each requirement that is examined, by its statement and what must bear it out."""

from collections.abc import Iterator, Mapping
from functools import partial

from harness.attestation.form import Examination, Form, Proposition, Sheet
from harness.attestation.reading import Filled, Row
from harness.attested import Attestation, statement_id, table_id
from harness.checks import CHECKS
from harness.errors import Inconclusive
from harness.exchange import Json
from harness.judge import Judge
from harness.partial import PartialCase
from harness.requirement import Requirement
from harness.verdict import Code
from specs.codebook import communes
from specs.redaction import redact

PART = "attest"


def evidence_of(filled: Filled, form: Form, *, key: bytes) -> Iterator[Attestation]:
    """What the record keeps of a workbook: each answered statement, and each table, without the data of persons.

    The name of who states something stays: it is their word that is recorded.
    """
    for requirement, row in filled.statements.items():
        told = {name: row[name] for name in ("answer", "name", "role", "stated_on", "paper", "attachment")}
        identity = statement_id(requirement)
        raw = {"id": identity, "of": "statement", "requirement": requirement, "workbook": filled.digest, **told}
        yield Attestation(identity, "statement", raw)
    for name, rows in filled.tables.items():
        identity = table_id(name)
        clean = [_without_persons(row, form.sheets[name], key) for row in rows]
        raw = {"id": identity, "of": "table", "sheet": name, "workbook": filled.digest, "rows": clean}
        yield Attestation(identity, "table", raw)


def _without_persons(row: Row, sheet: Sheet, key: bytes) -> Mapping[str, Json]:
    marked = {column.name: {"x-personal-data": column.personal} for column in sheet.columns if column.personal}
    clean: Mapping[str, Json] = redact(dict(row), {"type": "object", "properties": marked}, key).value
    return clean


def examination_cases(
    form: Form, catalogue: Mapping[str, Requirement], filled: Filled, evidence: Mapping[str, Attestation]
) -> list[PartialCase]:
    """One case for each requirement of the form, in the form's order."""
    return [
        PartialCase(
            case_id(item),
            (item.requirement,),
            catalogue[item.requirement].row["text"]["en"],
            partial(_examine, item=item, province=filled.province, evidence=evidence),
        )
        for item in form.examinations.values()
    ]


def case_id(item: Examination) -> str:
    """How the record names the case of an examination."""
    return f"{PART}/workbook::{item.requirement.lower().replace('-', '_')}"


def _examine(judge: Judge, *, item: Examination, province: str, evidence: Mapping[str, Attestation]) -> None:
    """Judge by the statement, then by each proposition about the table."""
    statement = evidence.get(statement_id(item.requirement))
    if statement is None:
        raise Inconclusive(Code.INSUFFICIENT_DATA, f"nobody has stated anything of {item.requirement}")
    judge(item.requirement, CHECKS["stated"](statement, attached=item.attached))
    for proposition in item.bears:
        tables = [evidence[table_id(name)] for name in (item.table, proposition.beside) if name]
        judge(item.requirement, CHECKS[proposition.check](tables, **_arguments(proposition, province)))


def _arguments(proposition: Proposition, province: str) -> dict[str, Json]:
    """The arguments of the check; `fill` gives it the codes of all communes of the province in force."""
    if proposition.fill == "communes":
        codes = sorted(code for code, commune in communes().items() if commune.province == province)
        return {**proposition.arguments, "values": codes}
    return dict(proposition.arguments)
