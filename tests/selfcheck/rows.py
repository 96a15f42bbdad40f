"""What one judged run came to, in the form in which the kill matrix keeps it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from harness.record import SealedRecord, load_record
from harness.verdict import Verdict


@dataclass(frozen=True)
class Row:
    """A run by what it judged.

    `statuses`: by requirement; `codes`: of each requirement's cases, by requirement, where there are any. `judged` and
    `killed` name judgements as `judgement_name` does: all of the run, and those that were FAIL. `open`: each case run
    that ended neither PASS nor FAIL, with its verdict and code.
    """

    answer: str
    exit_code: int
    statuses: Mapping[str, str]
    codes: Mapping[str, list[str]]
    judged: list[str]
    killed: list[str]
    open: Mapping[str, str]

    def to_json(self) -> dict[str, Any]:
        """The same as JSON values."""
        return asdict(self)


def judgement_name(judgement: Mapping[str, Any]) -> str:
    """`phase/module::case[instance] REQUIREMENT`: a judgement is what a case says of a requirement in one instance."""
    return f"{run_name(judgement)} {judgement['requirement']}"


def run_name(run: Mapping[str, Any]) -> str:
    """`phase/module::case[instance]`, without brackets where the case has no parameters."""
    return f"{run['case']}[{run['instance']}]" if run["instance"] else str(run["case"])


def case_of(name: str) -> str:
    """The case of a judgement or a run by name."""
    return name.partition(" ")[0].partition("[")[0]


def read_row(out: Path) -> Row:
    """The row of a run from its folder. Raises IntegrityBroken and Refused as `load_record` does."""
    readiness = json.loads((out / "readiness.json").read_text(encoding="utf-8"))
    return make_row(readiness, load_record(out / "record"))


def make_row(readiness: Mapping[str, Any], record: SealedRecord) -> Row:
    """The row of a readiness and its record."""
    judgements = record.judgements
    fails = [row for row in judgements if row["verdict"] == Verdict.FAIL.value]
    settled = {Verdict.PASS.value, Verdict.FAIL.value}
    requirements = readiness["requirements"]
    return Row(
        answer=readiness["answer"],
        exit_code=readiness["exit_code"],
        statuses={name: row["status"] for name, row in requirements.items()},
        codes={name: codes for name, row in requirements.items() if (codes := _codes(row["cases"]))},
        judged=_names(judgements),
        killed=_names(fails),
        open={run_name(end): _ending(end) for end in record.data("case-ended") if end["verdict"] not in settled},
    )


def _codes(cases: Iterable[Mapping[str, Any]]) -> list[str]:
    return sorted({case["code"] for case in cases if case["code"]})


def _names(judgements: Iterable[Mapping[str, Any]]) -> list[str]:
    return sorted({judgement_name(row) for row in judgements})


def _ending(end: Mapping[str, Any]) -> str:
    return f"{end['verdict']} {end['code']}" if end["code"] else str(end["verdict"])
