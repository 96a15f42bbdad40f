"""`[reconcile]` of a target file: which exports there are, how they are read, and which are compared."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import jsonschema

from harness.errors import Refused
from harness.exchange import Json
from harness.reconcile.rules import Allowance, Rules, Tolerance
from harness.reconcile.shapes import Shape, shapes
from specs.schema import load_schema

FILES: Final = ("csv", "xlsx", "jsonl", "parquet", "sqlite")
DATABASES: Final = ("postgresql", "mariadb", "sqlite")
HOME_ZONE: Final = "Asia/Ho_Chi_Minh"
_PARTS: Final = ("steps", "payments", "documents")
_PART_SHAPES: Final = {"steps": "step", "payments": "payment", "documents": "document"}
_TOLERABLE: Final = frozenset({"instant", "money", "integer"})


@dataclass(frozen=True, slots=True)
class ColumnSource:
    """Where a column comes from; `values` translates codes, `times` multiplies figures, `format` is of strptime."""

    source: str
    format: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    times: int = 1


@dataclass(frozen=True, slots=True)
class Declaration:
    """What an export says of itself, and how it is read. Moments carry their offset; paths are absolute."""

    name: str
    shape: Shape
    system: str
    side: Literal["current", "historical"]
    taken: datetime
    obtained: str
    read: Mapping[str, Json]
    columns: Mapping[str, ColumnSource]
    cut_over: datetime | None = None
    zone: str = HOME_ZONE
    instants: tuple[str, ...] = ()
    era: Literal["four-group", "qd20", "mixed"] = "qd20"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two snapshots, what else belongs to the right one (steps, payments, documents), and the rules."""

    name: str
    left: str
    right: str
    rules: Rules
    parts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Everything that `[reconcile]` says."""

    declarations: Mapping[str, Declaration]
    pairs: tuple[Pair, ...]


def load_reconciliation(path: Path) -> Reconciliation:
    """Read `[reconcile]` of a target file. Raises Refused with one line that names the file and the place."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8")).get("reconcile")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as exc:
        raise Refused(f"{path}: {' '.join(str(exc).split())}") from exc
    if raw is None:
        raise Refused(f"{path}: there is no table [reconcile]: `lienthong reconcile --infer` proposes one")
    try:
        return read_reconciliation(raw, path.parent)
    except Refused as exc:
        raise Refused(f"{path}: {exc}") from exc


def read_reconciliation(raw: Mapping[str, Json], folder: Path) -> Reconciliation:
    """Check and read the table; paths are relative to `folder`. Raises Refused with the place."""
    validator = jsonschema.Draft202012Validator(load_schema("reconcile"))
    errors = sorted(validator.iter_errors(raw), key=lambda error: error.json_path)
    if errors:
        place = "reconcile" + errors[0].json_path.removeprefix("$")
        raise Refused(f"{place}: {' '.join(errors[0].message.split())}")
    declarations = {name: _declaration(name, row, folder.resolve()) for name, row in raw["snapshots"].items()}
    pairs = tuple(_pair(row, declarations) for row in raw.get("pairs", ()))
    if len({pair.name for pair in pairs}) != len(pairs):
        raise Refused("reconcile.pairs: a name is given twice")
    return Reconciliation(declarations, pairs)


def _declaration(name: str, row: Mapping[str, Any], folder: Path) -> Declaration:
    at = f"reconcile.snapshots.{name}"
    shape = shapes().get(row["shape"])
    if shape is None:
        raise Refused(f"{at}.shape: there is no shape {row['shape']!r}, but {', '.join(shapes())}")
    if row["side"] == "historical" and "cut_over" not in row:
        raise Refused(f"{at}: cut_over is needed with side historical")
    return Declaration(
        name,
        shape,
        row["system"],
        row["side"],
        _moment(row["taken"], f"{at}.taken"),
        row["obtained"],
        _read(row["read"], folder, at),
        _columns(row["columns"], shape, at),
        _moment(row["cut_over"], f"{at}.cut_over") if "cut_over" in row else None,
        _zone(row.get("zone", HOME_ZONE), at),
        tuple(row.get("instants", ())),
        row.get("era", "qd20"),
    )


def _moment(value: Any, at: str) -> datetime:
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise Refused(f"{at}: a moment with its offset is needed, 2026-01-31T08:00:00+07:00")
    return value


def _zone(name: str, at: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as exc:
        raise Refused(f"{at}.zone: there is no time zone {name!r}") from exc
    return name


def _read(row: Mapping[str, Json], folder: Path, at: str) -> Mapping[str, Json]:
    kind = row["kind"]
    needed = {*(("path",) if kind in FILES else ("address_env",)), *(("query",) if kind in DATABASES else ())}
    known = needed | {"csv": {"delimiter", "encoding"}, "jsonl": {"encoding"}, "xlsx": {"sheet", "heading"}}.get(
        kind, set()
    )
    for name in sorted(needed - row.keys()) + sorted(row.keys() - known - {"kind"}):
        raise Refused(f"{at}.read: {name} {'is needed' if name in needed else 'is not known'} with kind {kind!r}")
    return {**row, "path": str(folder / row["path"])} if "path" in row else row


def _columns(row: Mapping[str, Any], shape: Shape, at: str) -> Mapping[str, ColumnSource]:
    found: dict[str, ColumnSource] = {}
    for name, value in row.items():
        if name not in shape.columns:
            raise Refused(f"{at}.columns.{name}: a {shape.name} has no such column, but {', '.join(shape.columns)}")
        given: Mapping[str, Any] = {"from": value} if isinstance(value, str) else value
        found[name] = ColumnSource(
            given["from"], given.get("format", ""), given.get("values", {}), given.get("times", 1)
        )
    for column in shape.columns.values():
        if column.name not in found and (column.needed or column.name in shape.key):
            raise Refused(f"{at}.columns: {column.name} is needed")
    return found


def _pair(row: Mapping[str, Any], declarations: Mapping[str, Declaration]) -> Pair:
    at = f"reconcile.pairs.{row['name']}"
    for role in ("left", "right", *_PARTS):
        if role in row and row[role] not in declarations:
            raise Refused(f"{at}.{role}: there is no snapshot {row[role]!r}")
    left, right = (declarations[row[side]].shape for side in ("left", "right"))
    if left != right:
        raise Refused(f"{at}: {left.name} on the left, {right.name} on the right: only like can be compared")
    for part in set(_PARTS) & row.keys():
        if declarations[row[part]].shape.name != _PART_SHAPES[part] or right.name != "dossier":
            raise Refused(f"{at}.{part}: a snapshot of shape {_PART_SHAPES[part]} beside dossiers is needed")
    return Pair(row["name"], row["left"], row["right"], _rules(row, right, at), {p: row[p] for p in _PARTS if p in row})


def _rules(row: Mapping[str, Any], shape: Shape, at: str) -> Rules:
    for name in row.get("tolerances", {}):
        if name not in shape.columns or shape.columns[name].type not in _TOLERABLE:
            raise Refused(f"{at}.tolerances.{name}: tolerances are for moments and figures of a {shape.name}")
    allowed = [{**rule, "keys": tuple(rule.get("keys", ()))} for rule in row.get("allow", ())]
    try:
        return Rules(
            timedelta(seconds=row["lag_s"]),
            {name: Tolerance(**rule) for name, rule in row.get("tolerances", {}).items()},
            tuple(Allowance(**rule) for rule in allowed),
        )
    except Refused as exc:
        raise Refused(f"{at}: {exc}") from exc
