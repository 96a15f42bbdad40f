"""A filled workbook that holds, and wrong ones: the sample with one cell changed, each with what it must violate."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from harness.attestation.form import COVER, STATEMENTS, Form
from harness.exchange import Json
from specs import FOLDER
from specs.codebook import communes

FOLDER_OF_SAMPLES = FOLDER / "attestation"
ATTESTOR = "Nguyễn Văn Giả"

Sheets = dict[str, list[dict[str, Json]]]


@dataclass(frozen=True)
class Wrong:
    """One change of the sample: a cell, or a row taken out. It violates `breaks`, or is refused with these words."""

    name: str
    vi: str
    en: str
    sheet: str
    row: int
    column: str = ""
    value: str = ""
    removed: bool = False
    breaks: tuple[str, ...] = ()
    refused: str = ""


@cache
def wrong_workbooks() -> tuple[Wrong, ...]:
    """Every planted wrong workbook (`specs/attestation/wrong.toml`)."""
    rows = tomllib.loads((FOLDER_OF_SAMPLES / "wrong.toml").read_text(encoding="utf-8"))["wrong"]
    return tuple(Wrong(**{**row, "breaks": tuple(row.get("breaks", ()))}) for row in rows)


def attachment_name() -> str:
    """The file that the sample's statements name: it must lie beside the workbook."""
    return str(_sample()["attachment"])


def blank_sheets(form: Form, texts: Mapping[str, str]) -> Sheets:
    """An empty form: a row for each statement, with what it says (by requirement)."""
    return {STATEMENTS: [{"requirement": name, "text": texts[name]} for name in form.examinations]}


def sample_sheets(form: Form, texts: Mapping[str, str], *, sut: Mapping[str, Json]) -> Sheets:
    """The sample for a system: every statement made, every table filled."""
    sample = _sample()
    province = sample["province"]
    stated = {name: sample[name] for name in ("stated_on", "paper", "attachment")}
    sheets = blank_sheets(form, texts)
    for row in sheets[STATEMENTS]:
        role = form.examinations[row["requirement"]].by[0]
        row.update({"answer": "có", "name": ATTESTOR, "role": role, **stated})
    every = [commune for commune in communes().values() if commune.province == province]
    sheets["communes"] = [{"commune": one.code, "name": one.name, **sample["each_commune"]} for one in every]
    sheets[COVER] = [{"province": province, "system": sut["name"], "version": sut["version"]}]
    return sheets | {name: [dict(row) for row in rows] for name, rows in sample["sheet"].items()}


def spoil(sheets: Sheets, wrong: Wrong) -> Sheets:
    """The sheets with the change made; those that were given stay as they are."""
    rows = [dict(row) for row in sheets[wrong.sheet]]
    if wrong.removed:
        del rows[wrong.row - 1]
    else:
        rows[wrong.row - 1][wrong.column] = wrong.value
    return {**sheets, wrong.sheet: rows}


@cache
def _sample() -> Mapping[str, Json]:
    return tomllib.loads((FOLDER_OF_SAMPLES / "sample.toml").read_text(encoding="utf-8"))
