# ruff: noqa: INP001 - a script and its parts, started by path
"""Allure 3 builds its site from our results, and counts what we count."""

import json
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from findings import Findings
from machine import ROOT, Failed, Missing, node_package, run

sys.path.insert(0, str(ROOT))

from reports import allure
from reports.items import items_of
from reports.view import read_report
from reports.words import word
from tests.golden.reports.fixture import assess_record, read_json, seal_record

PEERS: Final = ROOT / "benchmarks" / "reports"
ANSWERS: Final = {"GO": 0, "CONDITIONAL_GO": 12, "NO_GO": 10, "UNDECIDED": 20}
ABOUT: Final = (
    "The command line of Allure 3 (npm, `benchmarks/reports/package.json`) builds its site from `allure-results` of "
    "the golden record under each of the four answers.\n"
    "What its `summary.json` counts by status must be what the items of the record come to by the table of formats; "
    "of results of which one was taken away, or shown as passed, it must count something else."
)


def allure_site() -> Findings:
    """Build and count. Raises Missing where Allure is, Failed where it builds nothing."""
    findings = Findings("Results for Allure 3", ABOUT)
    program = _allure()
    findings.versions["allure"] = run([program, "--version"]).told.splitlines()[-1]
    with TemporaryDirectory() as name:
        record = seal_record(read_json("record.json"), Path(name) / "record")
        whole = assess_record(record)
        for answer, code in ANSWERS.items():
            readiness: dict[str, Any] = {**whole, "answer": answer, "exit_code": code}
            files = allure.make(record, readiness)
            wanted = Counter(word(item.outcome, "allure") for item in items_of(read_report(record, readiness)))
            found = _counted(program, Path(name) / answer, files)
            findings.judge(f"{answer}: {_told(found)}; ours {_told(wanted)}", holds=found == wanted)
        for what, changed in _lies(files):
            found = _counted(program, Path(name) / what, changed)
            findings.judge(f"{what}: {_told(found)} is another count", holds=found != wanted)
    return findings


def _allure() -> str:
    try:
        return str(node_package(PEERS / "node_modules" / ".bin" / "allure"))
    except Missing as exc:
        raise Missing("Allure is not installed: npm ci --ignore-scripts --prefix benchmarks/reports") from exc


def _counted(program: str, folder: Path, files: Mapping[str, str]) -> Counter[str]:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    said = run([program, "generate", str(folder / allure.FOLDER), "--output", str(folder / "site")])
    summary = folder / "site" / "summary.json"
    if not summary.is_file():
        raise Failed(f"it built no site: {said.told[-400:]}")
    counts = json.loads(summary.read_bytes())["stats"]
    return Counter({name: number for name, number in counts.items() if name != "total" and number})


def _lies(files: Mapping[str, str]) -> list[tuple[str, Mapping[str, str]]]:
    """The same results with one thing changed."""
    failed = next(name for name, text in files.items() if '"status": "failed"' in text)
    less = {name: text for name, text in files.items() if name != failed}
    green = {**files, failed: files[failed].replace('"status": "failed"', '"status": "passed"')}
    return [("one result less", less), ("a failure shown as passed", green)]


def _told(counts: Counter[str]) -> str:
    return ", ".join(f"{number} {name}" for name, number in sorted(counts.items()))
