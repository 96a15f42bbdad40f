# ruff: noqa: INP001 - a script and its parts, started by path
"""Spectral and Redocly over every OpenAPI document: no error is allowed, every warning is told."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from findings import Findings
from machine import HERE, ROOT, Failed, node_tool, run

DOCUMENTS: Final = "specs/interfaces/*/*/openapi.json"
_SPECTRAL: Final = {0: "error", 1: "warning", 2: "information", 3: "hint"}
_REDOCLY: Final = {"error": "error", "warn": "warning"}
ABOUT: Final = (
    "Every OpenAPI document below `specs/interfaces`, looked at by two linters that nobody of us wrote: Spectral with "
    "its rule set `spectral:oas`, Redocly with its rule set `recommended`.\nAn error of either fails the run.\n"
    "Rules that are switched off stand with their reason in `benchmarks/interop/.spectral.yaml` and "
    "`benchmarks/interop/redocly.yaml`."
)


@dataclass(frozen=True)
class Problem:
    """What a linter minds: where, by which rule, how badly."""

    document: str
    tool: str
    severity: str
    rule: str
    pointer: str
    message: str


def lint() -> Findings:
    """Run both linters. Raises Missing, or Failed where one gives no answer."""
    findings = Findings("Linters", ABOUT)
    spectral, redocly = node_tool("spectral"), node_tool("redocly")
    for name, tool in (("Spectral", spectral), ("Redocly", redocly)):
        findings.versions[name] = run([tool, "--version"]).out.split()[-1]
    documents = [path.relative_to(ROOT).as_posix() for path in sorted(ROOT.glob(DOCUMENTS))]
    if not documents:
        raise Failed(f"there is no {DOCUMENTS}")
    problems = [*_spectral(spectral, documents), *_redocly(redocly, documents)]
    _tell(findings, documents, problems)
    return findings


def _tell(findings: Findings, documents: Sequence[str], problems: Sequence[Problem]) -> None:
    counted = Counter((row.document, row.tool, row.severity) for row in problems)
    kinds = [(tool, severity) for tool in ("Spectral", "Redocly") for severity in ("error", "warning")]
    findings.table(
        [
            ("document", *(f"{tool} {severity}s" for tool, severity in kinds)),
            *((name, *(str(counted[name, tool, severity]) for tool, severity in kinds)) for name in documents),
        ]
    )
    for row in problems:
        findings.note(f"{row.severity:11} {row.document} {row.tool} {row.rule} at {row.pointer}: {row.message}")
    errors = sum(row.severity == "error" for row in problems)
    findings.judge(
        f"{len(documents)} documents, {errors} error(s), {len(problems) - errors} other(s)", holds=not errors
    )


def _spectral(tool: str, documents: Sequence[str]) -> Iterator[Problem]:
    said = run([tool, "lint", "--ruleset", str(HERE / ".spectral.yaml"), "--format", "json", "--quiet", *documents])
    try:
        rows: list[dict[str, Any]] = json.loads(said.out)
    except ValueError as exc:
        raise Failed(f"Spectral gave no answer: {said.told[:500]}") from exc
    for row in rows:
        pointer = "/" + "/".join(str(step).replace("~", "~0").replace("/", "~1") for step in row["path"])
        severity = _SPECTRAL[row["severity"]]
        yield Problem(_place(row["source"]), "Spectral", severity, str(row["code"]), pointer, _line(row["message"]))


def _redocly(tool: str, documents: Sequence[str]) -> Iterator[Problem]:
    """One JSON answer a document, in their order."""
    said = run([tool, "lint", "--config", str(HERE / "redocly.yaml"), "--format", "json", *documents])
    rest, decoder = said.out.strip(), json.JSONDecoder()
    for document in documents:
        try:
            answer, end = decoder.raw_decode(rest)
        except ValueError as exc:
            raise Failed(f"Redocly gave no answer to {document}: {said.told[-500:]}") from exc
        rest = rest[end:].lstrip()
        for row in answer["problems"]:
            pointer = str(row["location"][0].get("pointer", "#")).removeprefix("#") or "/"
            yield Problem(document, "Redocly", _REDOCLY[row["severity"]], row["ruleId"], pointer, _line(row["message"]))


def _place(source: str) -> str:
    return Path(source).resolve().relative_to(ROOT).as_posix()


def _line(text: str) -> str:
    return " ".join(text.split())
