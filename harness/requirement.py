"""Conformance requirements: the rows of `specs/requirements/*.toml`, read whole or refused whole."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from harness.errors import Refused
from harness.exchange import Json

LEVELS = ("MUST", "SHOULD", "MAY")
GATE_CLASSES = ("blocking", "major", "minor", "info")
AREAS = ("CONN", "SYNC", "CAT", "ROUT", "ACC", "IDN", "MIG", "VOL", "SEC", "OPS", "KPI")
FIDELITIES = ("published", "observed", "single-source", "assumed")


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
    def clause(self) -> str:
        """The source in one line: document and clause in its own words."""
        source = self.row["source"]
        return f"{source['document']}: {source['clause']}" if source["clause"] else f"{source['document']} (derived)"


def load_catalogue(folder: Path) -> dict[str, Requirement]:
    """Read every requirement, by id in the order of the files. Refused with file, row and reason on the first bad row."""
    catalogue: dict[str, Requirement] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            rows = tomllib.loads(path.read_text(encoding="utf-8"))["requirement"]
        except (tomllib.TOMLDecodeError, KeyError) as exc:
            raise Refused(f"{path.name}: {exc}") from exc
        for number, row in enumerate(rows, 1):
            requirement = _read(row, f"{path.name}, row {number}")
            if requirement.id in catalogue:
                raise Refused(f"{path.name}, row {number}: id {requirement.id} is repeated")
            catalogue[requirement.id] = requirement
    if not catalogue:
        raise Refused(f"no requirement in {folder}")
    return catalogue


def _read(row: Mapping[str, Json], place: str) -> Requirement:
    missing = [key for key in ("id", "area", "level", "gate_class", "fidelity", "source", "text") if key not in row]
    if missing:
        raise Refused(f"{place}: {', '.join(missing)} missing")
    known = (
        (re.fullmatch(rf"{row['area']}-\d{{3}}", row["id"]), "id is not AREA-NNN"),
        (row["area"] in AREAS, f"area {row['area']!r} is unknown"),
        (row["level"] in LEVELS, f"level {row['level']!r} is unknown"),
        (row["gate_class"] in GATE_CLASSES, f"gate class {row['gate_class']!r} is unknown"),
        (row["fidelity"] in FIDELITIES, f"fidelity {row['fidelity']!r} is unknown"),
        (row["level"] != "SHOULD" or row["gate_class"] != "blocking", "SHOULD is never blocking"),
        (row["fidelity"] != "assumed" or row["gate_class"] != "blocking", "what is assumed never blocks"),
        (row["source"]["clause"] or row.get("derived_from"), "no source and no derivation"),
        (set(row["text"]) == {"vi", "en"} and all(row["text"].values()), "text needs vi and en"),
    )
    for fine, reason in known:
        if not fine:
            raise Refused(f"{place} ({row['id']}): {reason}")
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
