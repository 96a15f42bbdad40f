# ruff: noqa: INP001 - a script and its parts, started by path
"""compliance-trestle reads the OSCAL documents of a run, in an environment of its own."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from findings import Findings
from machine import HERE, Failed, Missing, run
from report_schemas import LIES, rendered

from reports import oscal

PYTHON: Final = "INTEROP_TRESTLE"
ABOUT: Final = (
    "compliance-trestle reads catalogue, assessment plan and assessment results with its models (OSCAL 1.2.1), and "
    "every validator that it has looks at them.\n"
    "The fixture of the golden reports is rendered under each of the four answers; a document with one thing changed "
    "must be refused.\n"
    f"It drags some twenty packages with it, so it has an environment of its own, whose Python {PYTHON} names: "
    "`uv venv X && uv pip install --python X/bin/python compliance-trestle==5.2.0`."
)


def oscal_trestle() -> Findings:
    """Render, and have it read. Raises Missing without that environment, Failed where it gives no answer."""
    findings = Findings("OSCAL as compliance-trestle reads it", ABOUT)
    python = os.environ.get(PYTHON, "")
    if not Path(python).is_file():
        raise Missing(f"{PYTHON} must name a Python that has compliance-trestle; docs/interop/oscal.md says how")
    for answer, files in rendered():
        documents = {name: files[name] for name in (oscal.CATALOGUE, oscal.PLAN, oscal.RESULTS)}
        for row in _read(python, documents):
            findings.versions["compliance-trestle"] = row["trestle"]
            findings.judge(f"{answer}: {row['name']} {row['wrong']}".rstrip(), holds=not row["wrong"])
    changed = {name: text.replace(*LIES[name], 1) for name, text in documents.items()}
    for row in _read(python, changed):
        findings.judge(f"{row['name']} with {LIES[row['name']][1]} is refused", holds=bool(row["wrong"]))
    return findings


def _read(python: str, documents: Mapping[str, str]) -> list[dict[str, Any]]:
    with TemporaryDirectory() as name:
        paths = [Path(name) / document for document in documents]
        for path in paths:
            path.write_text(documents[path.name], encoding="utf-8")
        said = run([python, str(HERE / "trestle_reader.py"), *map(str, paths)])
    rows = [json.loads(line) for line in said.out.splitlines()]
    if [row["name"] for row in rows] != [*documents]:
        raise Failed(f"trestle did not come to its end: {said.told[-400:]}")
    return rows
