# ruff: noqa: INP001 - a script and its parts, started by path
"""The reports for machines against the schemas of their owners, which are not kept in this project."""

import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import jsonschema_rs
from findings import Findings
from machine import ROOT, Missing, program, run
from xml_check import libxml_version

sys.path.insert(0, str(ROOT))

from reports import junit, oscal, trl
from tests.golden.reports.fixture import assess_record, read_json, seal_record

FOLDER: Final = "INTEROP_SCHEMAS"
XSDS: Final = {"junit.xml": "junit-10.xsd", "trl.xml": "gitb_tr.xsd"}
JSON: Final = {
    oscal.CATALOGUE: "oscal_catalog_schema.json",
    oscal.PLAN: "oscal_assessment-plan_schema.json",
    oscal.RESULTS: "oscal_assessment-results_schema.json",
}
ANSWERS: Final = {"GO": 0, "CONDITIONAL_GO": 12, "NO_GO": 10, "UNDECIDED": 20}
LIES: Final = {
    "junit.xml": ("<properties>", "<properties><stranger/>"),
    "trl.xml": ("<result>SUCCESS</result>", "<result>GREEN</result>"),
    oscal.CATALOGUE: ('"title"', '"stranger"'),
    oscal.PLAN: ('"href"', '"stranger"'),
    oscal.RESULTS: ('"not-satisfied"', '"perhaps"'),
}
ABOUT: Final = (
    "`xmllint` of libxml2 validates JUnit by the Jenkins schema (`junit-10.xsd`, jenkinsci/xunit-plugin) and GITB TRL "
    "by `gitb_tr.xsd` (ISAITB/gitb-types); `jsonschema-rs` validates OSCAL by the JSON schemas of its release 1.2.1 "
    "(usnistgov/OSCAL).\nThe fixture of the golden reports is rendered under each of the four answers.\n"
    "Each schema must also refuse a document with one thing changed.\n"
    f"The schemas lie in the folder that {FOLDER} names."
)


def reports() -> Findings:
    """Render and validate. Raises Missing where a schema or xmllint is."""
    findings = Findings("Reports against the schemas of their owners", ABOUT)
    folder, xmllint = _schemas(), program("xmllint")
    findings.versions["xmllint (libxml2)"] = libxml_version(run([xmllint, "--version"]).told)
    findings.versions["jsonschema-rs"] = version("jsonschema-rs")
    for answer, files in rendered():
        for name, text in files.items():
            told = _xml(xmllint, folder, name, text) if name in XSDS else _json(folder, name, text)
            findings.judge(f"{answer}: {name}{told}", holds=not told)
    for name, (words, lie) in LIES.items():
        changed = files[name].replace(words, lie, 1)
        told = _xml(xmllint, folder, name, changed) if name in XSDS else _json(folder, name, changed)
        findings.judge(f"{name} with {lie} is refused{told}", holds=changed != files[name] and bool(told))
    return findings


def _schemas() -> Path:
    folder = Path(os.environ.get(FOLDER, ""))
    wanted = [*XSDS.values(), "gitb_core.xsd", *JSON.values()]
    missing = [name for name in wanted if not (folder / name).is_file()]
    if not os.environ.get(FOLDER) or missing:
        raise Missing(f"{FOLDER} must name a folder with {', '.join(missing or wanted)}; docs/interop says where from")
    return folder.resolve()


def rendered() -> Iterator[tuple[str, Mapping[str, str]]]:
    """Each answer, with the files of the formats under it."""
    with TemporaryDirectory() as name:
        record = seal_record(read_json("record.json"), Path(name) / "record")
        whole = assess_record(record)
        for answer, code in ANSWERS.items():
            readiness: dict[str, Any] = {**whole, "answer": answer, "exit_code": code}
            texts = {"junit.xml": junit.render(record, readiness), "trl.xml": trl.render(record, readiness)}
            yield answer, {**texts, **oscal.make(record, readiness)}


def _xml(xmllint: str, folder: Path, name: str, text: str) -> str:
    """The first complaint; nothing where it is valid."""
    said = run([xmllint, "--nonet", "--noout", "--schema", str(folder / XSDS[name]), "-"], given=text)
    errors = re.findall(r"Schemas validity error : (.*)", said.err)
    return f": {errors[0]}" if errors else ("" if said.code == 0 else f": {said.told[:200]}")


def _json(folder: Path, name: str, text: str) -> str:
    schema = jsonschema_rs.Draft7Validator(json.loads((folder / JSON[name]).read_text(encoding="utf-8")))
    errors = list(schema.iter_errors(json.loads(text)))
    return f": {errors[0].message[:120]}" if errors else ""
