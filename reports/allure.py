"""Allure results: the sealed record played again as a pytest session in which `allure-pytest` alone is loaded.

One result an item, its status from our outcome by table, labelled by area and requirement, with judgements as steps and
the exchanges that they cite as attachments. When a case ran is not recorded, so every result stands at the start of the
run. Names of files follow from their content: the same record gives the same bytes.
"""

import hashlib
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from harness.errors import HarnessError, Refused
from harness.record import SealedRecord
from harness.verdict import Code
from reports import RENDERER
from reports.cases import JudgementView
from reports.items import Item, items_of
from reports.model import Report
from reports.outside import Json
from reports.tally import ANSWER, Tally, told_by
from reports.view import read_report
from reports.words import word

FOLDER = "allure-results"
ROOT = Path(__file__).resolve().parent.parent
OWN_LABELS = {"host", "thread", "language"}  # of the machine that rendered; no part of the record
PLAYED = {0, 1}  # pytest's codes for a session that came to its end
SEVERITY = {"blocking": "blocker", "major": "critical", "minor": "minor", "info": "trivial"}
CATEGORIES = [
    {"name": "A rule is broken", "matchedStatuses": ["failed"]},
    *(
        {"name": name, "matchedStatuses": ["broken"], "messageRegex": f"(?s).*{outcome}.*"}
        for outcome, name in (
            ("INCONC", "Could not be found out"),
            ("ERROR", "The harness broke"),
            ("NONE", "No result"),
            ("CHALLENGED", "A test is challenged"),
        )
    ),
]


def make(record: SealedRecord, readiness: Mapping[str, Json]) -> dict[str, str]:
    """The files of the folder `allure-results`. Raises Refused without the extra `report`."""
    if importlib.util.find_spec("allure_pytest") is None:
        raise Refused("the format allure needs the extra report: python3 scripts/bootstrap.py full")
    report = read_report(record, readiness)
    rows = [_row(item, report, record) for item in items_of(report)]
    files = {name: json.dumps(row, ensure_ascii=False, indent=1) for name, row in (("categories.json", CATEGORIES),)}
    files["environment.properties"] = _environment(report)
    with tempfile.TemporaryDirectory() as name:
        _play(Path(name), rows)
        files |= dict(_normal(Path(name) / FOLDER, record))
    return {f"{FOLDER}/{name}": text for name, text in files.items()}


def tallies(files: Mapping[str, str]) -> dict[str, Tally]:
    """What the results count. Raises ValueError where a status is not that of its outcome."""
    results = [json.loads(text) for name, text in files.items() if name.endswith("-result.json")]
    outcomes = [(_label(result, "outcome"), result["status"]) for result in results]
    wrong = [pair for pair in outcomes if word(pair[0], "allure") != pair[1]]
    if wrong:
        raise ValueError(f"{FOLDER}: {wrong[0][0]} is shown as {wrong[0][1]}")
    (answer,) = [_label(result, "outcome") for result in results if result["name"] == ANSWER]
    told = told_by([outcome for outcome, _ in outcomes if outcome != answer], {})
    return {FOLDER: told | {ANSWER: answer}}


def _label(result: Mapping[str, Json], name: str) -> str:
    (value,) = [str(label["value"]) for label in result["labels"] if label["name"] == name]
    return value


def _row(item: Item, report: Report, record: SealedRecord) -> dict[str, Json]:
    """What the session is told of an item."""
    judged = item.run.judgements if item.run else ()
    cited = dict.fromkeys(link.label for row in judged for link in row.evidence)
    classes = {row.id: row.gate_class for row in report.requirements}
    gravest = next((name for name in SEVERITY if name in {classes.get(id) for id in item.requirements}), "blocking")
    return {
        "name": item.name,
        "node": item.name if "::" in item.name else f"{item.area}::{item.name}",
        "status": word(item.outcome, "allure"),
        "message": f"{item.word}: {item.message}",
        "explanation": item.explanation,
        "purpose": item.purpose,
        "labels": [
            ["epic", item.area],
            ["severity", SEVERITY[gravest]],
            ["outcome", item.outcome],
            *(["feature", name] for name in item.requirements),
            *(["tag", name] for name in item.requirements),
        ],
        "steps": [_step(row) for row in judged],
        "exchanges": {name: record.exchanges[name] for name in cited if name in record.exchanges},
    }


def _step(row: JudgementView) -> dict[str, str]:
    title = f"{row.requirement} {row.check}: {row.expected.en}"
    return {"title": title, "seen": row.observed.en, "verdict": row.verdict}


def _environment(report: Report) -> str:
    run, decision = report.run, report.decision
    rows = {
        "answer": f"{decision.answer} ({decision.exit_code})",
        "system": f"{run.sut.name} {run.sut.version}",
        "build": run.sut.digest,
        "policy": f"{run.policy.name} {run.policy.version}",
        "record": report.proof.chain_head,
        "harness": run.harness.whole,
        "rendered_by": RENDERER,
    }
    return "".join(f"{name}={' '.join(value.split())}\n" for name, value in rows.items())


def _play(folder: Path, rows: list[dict[str, Json]]) -> None:
    (folder / "items.json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "ALLURE_"))}
    plugins = ["-p", "allure_pytest.plugin", "-p", "reports.allure_session", "-p", "no:cacheprovider"]
    places = [str(ROOT), *filter(None, [kept.get("PYTHONPATH")])]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-c", "pytest.ini", *plugins, "--alluredir", FOLDER],
        cwd=folder,
        env=kept | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": os.pathsep.join(places)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode not in PLAYED:
        raise HarnessError(
            Code.HARNESS, f"the record could not be played again: {done.stdout[-500:]}{done.stderr[-500:]}"
        )


def _normal(folder: Path, record: SealedRecord) -> Iterator[tuple[str, str]]:
    """Every file under a name that follows from what it holds, without times, names and places of this machine."""
    at = round(datetime.fromisoformat(record.run["started"]).timestamp() * 1000)
    renamed = {path.name: _named(path) for path in folder.glob("*-attachment.*")}
    for path in folder.glob("*-attachment.*"):
        yield renamed[path.name], path.read_text(encoding="utf-8")
    for path in folder.glob("*-result.json"):
        result = _still(json.loads(path.read_text(encoding="utf-8")), at)
        result["uuid"] = str(uuid5(NAMESPACE_URL, f"{record.manifest['head']}:{result['name']}"))
        labels = [label for label in result["labels"] if label["name"] not in OWN_LABELS]
        result["labels"] = sorted(labels, key=lambda label: (label["name"], label["value"]))
        if result["status"] == "skipped":
            result["statusDetails"].pop("trace")
        for step in result.get("steps", []):
            step.get("statusDetails", {}).pop("trace", None)
        for attachment in result.get("attachments", []):
            attachment["source"] = renamed[attachment["source"]]
        yield f"{result['uuid']}-result.json", json.dumps(result, ensure_ascii=False, indent=1)


def _named(path: Path) -> str:
    return f"{hashlib.sha256(path.read_bytes()).hexdigest()[:32]}-attachment{path.suffix}"


def _still(value: Json, at: int) -> Json:
    """The same with every start and stop at one instant."""
    if isinstance(value, list):
        return [_still(inner, at) for inner in value]
    if isinstance(value, dict):
        return {name: at if name in {"start", "stop"} else _still(inner, at) for name, inner in value.items()}
    return value
