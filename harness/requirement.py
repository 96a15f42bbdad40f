"""Conformance requirements: the rows of `specs/requirements/*.toml`, read whole or refused whole."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import jsonschema_rs
from jsonschema import Draft202012Validator

from harness.errors import Refused
from harness.exchange import Json
from specs.schema import load_schema

LEVELS = ("MUST", "SHOULD", "MAY")
GATE_CLASSES = ("blocking", "major", "minor", "info")
AREAS = ("CONN", "SYNC", "CAT", "ROUT", "ACC", "IDN", "MIG", "VOL", "SEC", "OPS", "KPI")
FIDELITIES = ("published", "observed", "single-source", "assumed")
DEMANDS = "requirements "
"""How an entry of `derived_from` begins that names demands by their numbers."""
RUN = "run"
APART = {"load": "load", "reconcile": "reconcile", "examine": "attest", "interview": "attest"}
"""Methods of judging that have a command of their own, with the command; a run judges by all others."""
PARTS = (RUN, *dict.fromkeys(APART.values()))
"""The parts of an examination: the run, and the commands that write partial records."""


@dataclass(frozen=True)
class Requirement:
    """One clause that can be judged. `row` is the whole row as it stands in the file."""

    id: str
    area: str
    level: str
    gate_class: str
    fidelity: str
    applicable: str
    derived: bool
    row: Mapping[str, Json]

    @property
    def part(self) -> str:
        """The part of an examination that judges it."""
        return APART.get(str(self.row.get("method", "")), RUN)

    @property
    def demands(self) -> tuple[int, ...]:
        """Numbers of the demands (`specs/demands.toml`) that it answers: what `derived_from` says of `requirements`."""
        rows = (entry.removeprefix(DEMANDS) for entry in self.row["derived_from"] if entry.startswith(DEMANDS))
        return tuple(int(number) for row in rows for number in row.split(","))

    @property
    def clause(self) -> str:
        """The source in one line: document and clause in its own words."""
        source = self.row["source"]
        return f"{source['document']}: {source['clause']}" if source["clause"] else f"{source['document']} (derived)"


def load_catalogue(folder: Path) -> dict[str, Requirement]:
    """Read every requirement, by id in the order of the files.

    Refused with file, row and reason on the first bad row.
    """
    catalogue: dict[str, Requirement] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            rows = tomllib.loads(path.read_text(encoding="utf-8"))["requirement"]
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError) as exc:
            raise Refused(f"{path.name}: {exc!r}") from exc
        for number, row in enumerate(rows, 1):
            requirement = _read(row, f"{path.name}, row {number}")
            if requirement.id in catalogue:
                raise Refused(f"{path.name}, row {number}: id {requirement.id} is repeated")
            catalogue[requirement.id] = requirement
    if not catalogue:
        raise Refused(f"no requirement in {folder}")
    return catalogue


def _has_ground(row: Mapping[str, Json]) -> bool:
    source = row["source"]
    return bool(row.get("derived_from")) or (isinstance(source, Mapping) and bool(source.get("clause")))


def _refuse_unlike_schema(row: Mapping[str, Json], place: str) -> None:
    """What is missing or misspelt here would be missed only when the report is written."""
    catalogue = {"requirement": [row]}
    if _quick_schema().is_valid(catalogue):
        return
    errors = sorted(_schema().iter_errors(catalogue), key=lambda error: error.json_path)
    if errors:
        where = errors[0].json_path.removeprefix("$.requirement[0]").removeprefix(".")
        raise Refused(f"{place}: {where or 'row'}: {' '.join(errors[0].message.split())[:200]}")


@cache
def _schema() -> Draft202012Validator:
    return Draft202012Validator(load_schema("requirement"))


@cache
def _quick_schema() -> jsonschema_rs.Draft202012Validator:
    """The same, a hundred times as fast: what it takes needs no reason told."""
    return jsonschema_rs.Draft202012Validator(load_schema("requirement"))


def _read(row: Mapping[str, Json], place: str) -> Requirement:
    if not isinstance(row, Mapping):
        raise Refused(f"{place}: {row!r} is no row: [[requirement]] has double brackets")
    missing = [key for key in ("id", "area", "level", "gate_class", "fidelity", "source", "text") if key not in row]
    if missing:
        raise Refused(f"{place}: {', '.join(missing)} missing")
    known = (
        (re.fullmatch(rf"{re.escape(str(row['area']))}-[0-9]{{3}}", str(row["id"])), "id is not AREA-NNN"),
        (row["area"] in AREAS, f"area {row['area']!r} is unknown"),
        (row["level"] in LEVELS, f"level {row['level']!r} is unknown"),
        (row["gate_class"] in GATE_CLASSES, f"gate class {row['gate_class']!r} is unknown"),
        (row["fidelity"] in FIDELITIES, f"fidelity {row['fidelity']!r} is unknown"),
        (row["level"] == "MUST" or row["gate_class"] != "blocking", f"{row['level']} is never blocking"),
        (row["fidelity"] != "assumed" or row["gate_class"] != "blocking", "what is assumed never blocks"),
        (_has_ground(row), "no source and no derivation"),
    )
    for fine, reason in known:
        if not fine:
            raise Refused(f"{place} ({row['id']}): {reason}")
    _refuse_unlike_schema(row, f"{place} ({row['id']})")
    return requirement_of(row)


def requirement_of(row: Mapping[str, Json]) -> Requirement:
    """The requirement of a row that was read and found good before: a record keeps those it was judged by."""
    return Requirement(
        id=row["id"],
        area=row["area"],
        level=row["level"],
        gate_class=row["gate_class"],
        fidelity=row["fidelity"],
        applicable=row.get("applicable", ""),
        derived=bool(row.get("derived_from")),
        row=row,
    )
