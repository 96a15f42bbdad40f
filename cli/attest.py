"""`attest`: the workbook of statements, written as a form, read back, and judged into a partial record."""

import json
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cli.ledger import entered
from cli.material import relative
from cli.part import conclude_part, show_part
from cli.record_head import record_head
from cli.run import free_folder, make_folder, out_folder, sut_of
from harness.attestation.cases import PART, evidence_of, examination_cases
from harness.attestation.form import load_form
from harness.attestation.planted import attachment_name, blank_sheets, sample_sheets
from harness.attestation.reading import Filled, read_workbook
from harness.attested import KIND
from harness.errors import Refused
from harness.ixit import load_target
from harness.partial import MODE, Part, open_partial
from harness.policy import Policy, load_policy
from harness.record import SealedRecord
from harness.requirement import Requirement, load_catalogue
from harness.statement import ConformanceStatement, load_items, read_statement
from reports import attest_annex as annex
from reports.workbook import render_form
from specs import FOLDER


@dataclass(frozen=True)
class AttestOptions:
    """What `attest` was asked to do with a filled workbook."""

    sut: Path
    workbook: Path
    out: Path | None = None
    policy: str = "operations"
    language: str = "vi"
    json_only: bool = False


def write_template(path: Path, *, sut: Path | None, sample: bool) -> None:
    """Write the form, empty or with the sample's rows and attachment. Raises Refused where a file is there already."""
    form, catalogue = load_form(), load_catalogue(FOLDER / "requirements")
    texts = {name: catalogue[name].row["text"]["vi"] for name in form.examinations}
    if sample and sut is None:
        raise Refused("--sample speaks of a system: give its target file with --sut")
    beside = path.parent / attachment_name()
    for file in (path, *([beside] if sample else [])):
        if file.exists():
            raise Refused(f"{file} is there already: a workbook is never overwritten")
    target = load_target(sut) if sut else None
    sheets = blank_sheets(form, texts)
    if target:
        told = {"system": target.sut["name"], "version": target.sut["version"]}
        sheets = sample_sheets(form, texts, sut=target.sut) if sample else {**sheets, "cover": [told]}
    path.write_bytes(render_form(form, sheets))
    if sample:
        beside.write_text("Synthetic: it stands for the report that an office would attach.\n", encoding="utf-8")
    sys.stdout.write(f"{path} is written; fill it in, and judge it with `lienthong attest --workbook {path}`\n")


def attest_workbook(options: AttestOptions) -> int:
    """Read, record, judge, report; the exit code is that of the answer table over what was looked at."""
    free_folder(options.out)
    target = load_target(options.sut)
    catalogue = load_catalogue(FOLDER / "requirements")
    policy = load_policy(FOLDER / "policies" / f"{options.policy}.toml", catalogue)
    if PART not in policy.parts:
        raise Refused(f"policy {policy.name} does not ask for attest: it needs {PART!r} in parts")
    statement = read_statement(load_items(FOLDER / "statement.toml"), target.answers)
    filled = read_workbook(options.workbook, load_form(), sut=target.sut, today=datetime.now(UTC).date())
    sut = dict(target.sut) if "build" in target.sut else sut_of(target)
    out = make_folder(out_folder(options.out, target))
    own = {name: row for name, row in catalogue.items() if row.part == PART}
    head = entered(out, _head(options, sut, statement, policy, filled), part=PART, mode=MODE)
    part = _judge(filled, own, out, head=head)
    record, result = conclude_part(part, policy, out, sut=sut)
    return _show(options, record, result, out)


def _show(options: AttestOptions, record: SealedRecord | None, result: Mapping[str, Any], out: Path) -> int:
    page = out / "attest.html"
    if record is not None:
        page.write_text(annex.render(record, result, load_form()), encoding="utf-8")
    if options.json_only:
        sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
    else:
        show_part(record, result, language=options.language)
        sys.stdout.write(f"annex: {relative(page.resolve())}\n")
    return int(result["exit_code"])


def _judge(filled: Filled, own: Mapping[str, Requirement], out: Path, *, head: Mapping[str, Any]) -> Part:
    form = load_form()
    evidence = {item.id: item for item in evidence_of(filled, form, key=secrets.token_bytes(32))}
    part = Part(PART, examination_cases(form, own, filled, evidence), own)
    with open_partial(out / "record", part, head) as record:
        for item in evidence.values():
            record.append(KIND, item.raw)
        record.play()
    return part


def _head(
    options: AttestOptions, sut: Mapping[str, Any], statement: ConformanceStatement, policy: Policy, filled: Filled
) -> dict[str, Any]:
    """What `run.json` says beside the part; with the digest of the workbook."""
    words = [PART, "--sut", options.sut.name, "--workbook", options.workbook.name, "--policy", options.policy]
    head = record_head(words, seed=0, sut=sut, statement=statement, policy=policy)
    return {**head, "workbook": {"name": filled.path.name, "digest": filled.digest, "province": filled.province}}
