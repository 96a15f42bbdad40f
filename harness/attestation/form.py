"""The form of the workbook (`specs/attestation/form.toml`): sheets, roles, and what each requirement is examined by."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from harness.errors import Refused
from harness.exchange import Json
from specs import FOLDER

COVER, STATEMENTS = "cover", "statements"
FORM = FOLDER / "attestation" / "form.toml"
TYPES = ("text", "number", "date", "yes-no", "phone", "choice", "commune", "path")


@dataclass(frozen=True)
class Column:
    """One column. `personal` is the class of what is replaced before it is recorded; `future` lets a day lie ahead."""

    name: str
    type: str
    vi: str
    en: str
    needed: bool = False
    choices: tuple[str, ...] = ()
    personal: str = ""
    future: bool = False


@dataclass(frozen=True)
class Sheet:
    """One sheet with its columns, in order."""

    name: str
    vi: str
    en: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Proposition:
    """A check on the rows of a table: its arguments, the table read beside it, what its values are filled from."""

    check: str
    arguments: Mapping[str, Json] = field(default_factory=dict)
    beside: str = ""
    fill: str = ""


@dataclass(frozen=True)
class Examination:
    """How one requirement is examined: who may state it, whether with a file, which table must bear it out and how."""

    requirement: str
    by: tuple[str, ...]
    attached: bool = False
    table: str = ""
    bears: tuple[Proposition, ...] = ()


@dataclass(frozen=True)
class Form:
    """The whole form: roles by id, sheets by name, examinations by requirement."""

    roles: Mapping[str, Mapping[str, str]]
    sheets: Mapping[str, Sheet]
    examinations: Mapping[str, Examination]


@cache
def load_form(path: Path = FORM) -> Form:
    """Read the form. Refused with the reason where it cannot be used."""
    try:
        row = tomllib.loads(path.read_text(encoding="utf-8"))
        sheets = {item["name"]: _sheet(item) for item in row["sheet"]}
        examinations = {item["requirement"]: _examination(item) for item in row["examination"]}
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as exc:
        raise Refused(f"{path.name}: {exc!r}") from exc
    form = Form(row["role"], sheets, examinations)
    for item in examinations.values():
        tables = {item.table, *(proposition.beside for proposition in item.bears)} - {""}
        if not set(item.by) <= set(form.roles) or not tables <= set(sheets) or bool(item.table) != bool(item.bears):
            raise Refused(f"{path.name}: {item.requirement}: a role or sheet is unknown, or a table bears nothing out")
    return form


def _sheet(item: Mapping[str, Json]) -> Sheet:
    columns = tuple(Column(**{**row, "choices": tuple(row.get("choices", ()))}) for row in item["column"])
    unknown = [column.name for column in columns if column.type not in TYPES]
    if unknown:
        raise TypeError(f"{item['name']}: {unknown[0]} has a type that is none of {', '.join(TYPES)}")
    return Sheet(item["name"], item["vi"], item["en"], columns)


def _examination(item: Mapping[str, Json]) -> Examination:
    bears = tuple(Proposition(**row) for row in item.get("bears", ()))
    return Examination(**{**item, "by": tuple(item["by"]), "bears": bears})
