"""From the text of an export to the types of a shape: what is unlike its type makes the row unreadable, by name.

Every text comes in Unicode form NFC and without spaces around it; an empty one is no value. Moments are UTC afterwards,
to the microsecond; those that state no offset are of the zone that the export declares.
"""

import unicodedata
from dataclasses import dataclass
from typing import Any, Final

import duckdb
import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir
import pyarrow as pa

from harness.reconcile.declaration import ColumnSource, Declaration
from harness.reconcile.raw import ROW, Raw, Unreadable
from harness.reconcile.shapes import Column, Shape

_MOMENT: Final = dt.Timestamp(timezone="UTC")
_FIGURE: Final = "decimal(24, 4)"
_ISO: Final = r"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?\s?(Z|[+-]\d{2}(:?\d{2})?)?$"
_TROUBLE: Final = {
    "text": "no text",
    "code": "no code that is declared",
    "integer": "no whole number",
    "money": "no whole number of đồng",
    "instant": "no moment of a declared form",
    "date": "no date of a declared form",
    "flag": "neither true nor false",
}
TYPES: Final = {
    "text": pa.string(),
    "code": pa.string(),
    "integer": pa.int64(),
    "money": pa.int64(),
    "instant": pa.timestamp("us"),
    "date": pa.date32(),
    "flag": pa.bool_(),
}
_REASON: Final = "unreadable"
_RECOMPOSED: Final = "recomposed"


@ibis.udf.scalar.builtin  # type: ignore[untyped-decorator]  # Ibis has no types for it
def nfc_normalize(text: str) -> str:  # type: ignore[empty-body]  # the engine has it
    """The text in Unicode form NFC."""


@ibis.udf.scalar.builtin  # type: ignore[untyped-decorator]  # Ibis has no types for it
def try_strptime(text: str, forms: list[str]) -> dt.timestamp:
    """The moment that the text has in the first form that fits, or none."""


@ibis.udf.scalar.builtin(name="timezone")  # type: ignore[untyped-decorator]  # Ibis has no types for it
def on_the_clocks_of(zone: str, moment: _MOMENT) -> dt.timestamp:  # type: ignore[valid-type]  # a type of Ibis
    """What the clocks of a zone show at a moment."""


@dataclass(frozen=True, slots=True)
class Converted:
    """The rows that could be read, in the schema of the shape; those that could not; how many texts were no NFC."""

    table: pa.Table
    unreadable: tuple[Unreadable, ...]
    recomposed: int


def schema_of(shape: Shape) -> pa.Schema:
    """The Arrow schema of a shape: the number of the row in its export, then its columns."""
    return pa.schema([(ROW, pa.int64()), *((column.name, TYPES[column.type]) for column in shape.columns.values())])


class Conversion:
    """Converts the rows of one declared export, some at a time; each row comes out the same whatever its neighbours."""

    def __init__(self, declaration: Declaration) -> None:
        self._shape = declaration.shape
        self._database = duckdb.connect()
        self._database.execute(f"SET TimeZone = '{declaration.zone}'")
        self._query = ibis.to_sql(_expression(declaration), dialect="duckdb")

    def __call__(self, raw: Raw) -> Converted:
        """Convert some rows."""
        self._database.register("batch", raw.table)
        table: Any = self._database.sql(self._query).to_arrow_table()
        sound = table[_REASON].is_null()
        broken = table.filter(table[_REASON].is_valid()).select([ROW, _REASON])
        unreadable = [
            Unreadable(row, *reason.split("\t")) for row, reason in zip(*broken.to_pydict().values(), strict=True)
        ]
        recomposed = table[_RECOMPOSED].to_pylist().count(True)
        taken = table.filter(sound).select(schema_of(self._shape).names).cast(schema_of(self._shape))
        return Converted(taken, tuple(sorted((*raw.broken, *unreadable), key=lambda row: row.row)), recomposed)

    def close(self) -> None:
        """Let go of the database that converts."""
        self._database.close()


def _expression(declaration: Declaration) -> ir.Table:
    """Over a table `batch` of text columns, named as in the export."""
    shape, sources = declaration.shape, declaration.columns
    wanted = dict.fromkeys(source.source for source in sources.values())
    batch = ibis.table({ROW: "int64"} | dict.fromkeys(wanted, "string"), name="batch")
    composed = {name: nfc_normalize(batch[source.source]) for name, source in sources.items()}
    texts = batch.select(
        ROW,
        ibis.or_(*(composed[name] != batch[source.source] for name, source in sources.items())).name(_RECOMPOSED),
        **{_given(name): text.strip().nullif("") for name, text in composed.items()},
    )
    values = {name: _value(texts[_given(name)], shape.columns[name], sources[name], declaration) for name in sources}
    typed = texts.mutate(**values)
    absent = {name: ibis.null(_ibis_type(column)) for name, column in shape.columns.items() if name not in sources}
    return typed.mutate(**absent, **{_REASON: _reason(typed, shape, list(sources))})


def _given(name: str) -> str:
    return f"{name} given"


def _ibis_type(column: Column) -> dt.DataType:
    return dt.DataType.from_pyarrow(TYPES[column.type])


def _value(text: ir.StringValue, column: Column, source: ColumnSource, declaration: Declaration) -> ir.Value:
    if source.values:
        known = {unicodedata.normalize("NFC", name.strip()): value for name, value in source.values.items()}
        text = ibis.cases(*((text == name, value) for name, value in known.items()), else_=None)
    if column.type in {"integer", "money"}:
        figure = text.try_cast(_FIGURE) * source.times
        return (figure == figure.floor()).ifelse(figure, ibis.null()).try_cast("int64")
    forms = [source.format] if source.format else list(declaration.instants)
    readings: dict[str, Any] = {
        "text": lambda: text,
        "code": text.upper,
        "flag": lambda: text.try_cast("boolean"),
        "date": lambda: _parsed(text, forms).cast("date"),
        "instant": lambda: on_the_clocks_of("UTC", _parsed(text, forms)),
    }
    return readings[column.type]()


def _parsed(text: ir.StringValue, forms: list[str]) -> ir.TimestampValue:
    """The moment of a text; the database knows the zone of those that state none."""
    if forms:
        return try_strptime(text, ibis.array(forms)).cast(_MOMENT)
    return text.re_search(_ISO).ifelse(text, ibis.null("string")).try_cast(_MOMENT)


def _reason(typed: ir.Table, shape: Shape, mapped: list[str]) -> ir.StringValue:
    """What makes a row unreadable: the column of the shape and why, by a tab; null where nothing does."""
    found = []
    for name in mapped:
        column, given = shape.columns[name], typed[_given(name)]
        found.append((given.notnull() & typed[name].isnull(), f"{name}\t{_TROUBLE[column.type]}"))
        if column.needed:
            found.append((given.isnull(), f"{name}\tempty"))
    return ibis.cases(*found, else_=ibis.null("string"))
