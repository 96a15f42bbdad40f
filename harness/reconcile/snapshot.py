"""A snapshot: what a system held at a moment, read into a shape, with everything that it says of itself."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from harness.errors import Refused
from harness.exchange import Json
from harness.reconcile.conversion import Conversion, schema_of
from harness.reconcile.databases import open_query
from harness.reconcile.declaration import DATABASES, Declaration
from harness.reconcile.files import open_files
from harness.reconcile.raw import Raw, Unreadable
from harness.reconcile.shapes import Shape
from specs.codebook import code_form

SHOWN: Final = 100
"""Unreadable rows that a snapshot itself names; its file has all of them."""
_UNREADABLE: Final = pa.schema([("row", pa.int64()), ("column", pa.string()), ("reason", pa.string())])


@dataclass(slots=True)
class Tally:
    """Rows as they are read. `rows` are all of the export; `recomposed` are those whose text was not in form NFC."""

    rows: int = 0
    unreadable: int = 0
    recomposed: int = 0
    refused: list[Unreadable] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was read. `path` is a Parquet file in the shape, `unreadable_path` one with every row that was not read.

    `source` is the file or the database that was read, `digest` that of the raw export; `rows` are all of it, `taken`
    or unreadable, and `refused` the first of the unreadable ones. `duplicate_keys` are keys that more than one row has,
    `other_era` agency codes that are not of the declared era.
    """

    declaration: Declaration
    source: str
    digest: str
    rows: int
    taken: int
    unreadable: int
    refused: tuple[Unreadable, ...]
    recomposed: int
    duplicate_keys: int
    other_era: int
    path: Path
    unreadable_path: Path

    @property
    def name(self) -> str:
        """The name that the target file gives it."""
        return self.declaration.name

    @property
    def shape(self) -> Shape:
        """What each row is."""
        return self.declaration.shape

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the shape that the export has, in the order of the shape."""
        return tuple(name for name in self.shape.columns if name in self.declaration.columns)

    def evidence(self) -> Mapping[str, Json]:
        """What a record keeps of it; nothing in it is personal."""
        told = self.declaration
        own = ("source", "digest", "rows", "taken", "unreadable", "recomposed", "duplicate_keys", "other_era")
        return {
            "name": told.name,
            "shape": told.shape.name,
            "system": told.system,
            "side": told.side,
            "taken_at": told.taken.isoformat(),
            "cut_over": told.cut_over.isoformat() if told.cut_over else None,
            "obtained": told.obtained,
            "zone": told.zone,
            "era": told.era,
            "columns": list(self.columns),
            **{name: getattr(self, name) for name in own},
            "refused": [asdict(row) for row in self.refused],
        }


def take_snapshot(
    declaration: Declaration, folder: Path, *, told: Callable[[int, float], None] = lambda _rows, _share: None
) -> Snapshot:
    """Read a declared export into `folder`; `told` hears now and then how many rows were read, and which share of it.

    Raises Refused where the export cannot be opened or lacks a column that the mapping names.
    """
    export = (open_query if declaration.read["kind"] in DATABASES else open_files)(declaration.read)
    wanted = tuple(dict.fromkeys(source.source for source in declaration.columns.values()))
    missing = [name for name in wanted if name not in export.columns]
    if missing:
        raise Refused(f"snapshot {declaration.name}: {export.source} has no column {missing[0]!r}")
    folder.mkdir(parents=True, exist_ok=True)
    path, unreadable = folder / f"{declaration.name}.parquet", folder / f"{declaration.name}.unreadable.parquet"
    tally = _write(declaration, export.rows(wanted), (path, unreadable), told)
    duplicates, other_era = _looked_at(declaration, path)
    return Snapshot(
        declaration,
        export.source,
        export.digest(),
        tally.rows,
        tally.rows - tally.unreadable,
        tally.unreadable,
        tuple(tally.refused),
        tally.recomposed,
        duplicates,
        other_era,
        path,
        unreadable,
    )


def _write(
    declaration: Declaration, raws: Iterator[Raw], paths: tuple[Path, Path], told: Callable[[int, float], None]
) -> Tally:
    tally, convert = Tally(), Conversion(declaration)
    with ExitStack() as stack:
        stack.callback(convert.close)
        taken, refused = (
            stack.enter_context(pq.ParquetWriter(path, schema, compression="zstd"))
            for path, schema in zip(paths, (schema_of(declaration.shape), _UNREADABLE), strict=True)
        )
        for raw in raws:
            found = convert(raw)
            taken.write_table(found.table)
            refused.write_table(pa.Table.from_pylist([asdict(row) for row in found.unreadable], _UNREADABLE))
            tally.rows += found.table.num_rows + len(found.unreadable)
            tally.unreadable += len(found.unreadable)
            tally.recomposed += found.recomposed
            tally.refused += found.unreadable[: SHOWN - len(tally.refused)]
            told(tally.rows, raw.share)
    return tally


def _looked_at(declaration: Declaration, path: Path) -> tuple[int, int]:
    """How many keys more than one row has, and how many agency codes are not of the declared era."""
    shape = declaration.shape
    with duckdb.connect() as database:
        rows = database.read_parquet(str(path))
        keys = rows.aggregate("count(*) AS n", ", ".join(f'"{name}"' for name in shape.key)).filter("n > 1")
        duplicates = keys.count("*").fetchall()[0][0]
        agencies = rows.select(shape.agency).distinct().fetchall() if shape.agency else []
    if declaration.era == "mixed":
        return duplicates, 0
    forms = [code_form("madonvi", code) for (code,) in agencies if code]
    return duplicates, sum(form is None or form.era != declaration.era for form in forms)
