"""What a person reads and fills in for an operation of the contract: the labels and types of its schemas."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

import jsonschema

from harness.errors import Inconclusive
from harness.exchange import Json
from harness.verdict import Code

VIETNAM = timezone(timedelta(hours=7))
LOCAL_TIMES = ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M")
YES, NO = frozenset({"y", "yes", "c", "có", "co", "1"}), frozenset({"n", "no", "k", "không", "khong", "0"})
SCALARS = frozenset({"string", "integer", "number", "boolean"})
COUNTED = {"integer": int, "number": float}


@dataclass(frozen=True)
class Field:
    """What a person tells of one member: a value, or rows of values where it has `columns`.

    `schema` is whole: its references resolve.
    """

    name: str
    label: str
    schema: Mapping[str, Json]
    type: str = ""
    choices: tuple[str, ...] = ()
    nullable: bool = False
    columns: tuple["Field", ...] = ()

    def read(self, line: str) -> Json:
        """The value of a typed line. Raises ValueError where it is none."""
        if not line and self.nullable:
            return None
        value = self._value(line)
        if not jsonschema.Draft202012Validator(self.schema).is_valid(value):
            raise ValueError(line)
        return value

    def _value(self, line: str) -> Json:
        if self.type == "instant":
            return _instant(line)
        if self.type == "boolean":
            if line.lower() not in YES | NO:
                raise ValueError(line)
            return line.lower() in YES
        return COUNTED[self.type](line) if self.type in COUNTED else line


def _instant(line: str) -> str:
    """ISO 8601 of what a screen shows: with offset, or in Vietnam's time as dd/mm/yyyy hh:mm."""
    for form in LOCAL_TIMES:
        try:
            return datetime.strptime(line, form).replace(tzinfo=VIETNAM).isoformat()
        except ValueError:
            continue  # the next form, and at last the one with an offset
    instant = datetime.fromisoformat(line)
    return (instant if instant.tzinfo else instant.replace(tzinfo=VIETNAM)).isoformat()


@dataclass(frozen=True)
class Form:
    """The schemas of the contract in the words of one language, "vi" or "en"."""

    components: Mapping[str, Json]
    language: str

    def title(self, operation: Mapping[str, Json]) -> str:
        """What is to be done, in one line."""
        return self._word(operation, str(operation["summary"]))

    def lines(self, body: Json, schema: Mapping[str, Json], depth: int = 1) -> Iterator[str]:
        """What is to be entered, one value a line; what is empty is left out."""
        properties = self._resolved(schema).get("properties", {})
        for name, value in body.items():
            if value is None or value == []:
                continue
            inner = properties.get(name, {})
            yield from self._member(self._word(inner, name), value, inner, depth)

    def fields(self, schema: Mapping[str, Json], *, known: Mapping[str, Json]) -> list[Field]:
        """What a person must tell of an answer. Raises Inconclusive(PRECONDITION) where that is more than values."""
        whole = self._resolved(schema)
        properties = whole.get("properties", {})
        wanted = [name for name in whole.get("required", ()) if name not in known]
        return [
            self._field(name, properties[name]) for name in wanted if "const" not in self._resolved(properties[name])
        ]

    def constants(self, schema: Mapping[str, Json]) -> dict[str, Json]:
        """The members of an answer that have one value only."""
        properties = self._resolved(schema).get("properties", {})
        found = {name: self._resolved(row) for name, row in properties.items()}
        return {name: row["const"] for name, row in found.items() if "const" in row}

    def _member(self, label: str, value: Json, schema: Mapping[str, Json], depth: int) -> Iterator[str]:
        indent = "   " * depth
        if isinstance(value, Mapping):
            yield f"{indent}{label}:"
            yield from self.lines(value, schema, depth + 1)
        elif isinstance(value, list):
            items = self._resolved(schema).get("items", {})
            for number, item in enumerate(value, 1):
                yield from self._member(f"{label} {number}", item, items, depth)
        else:
            shown = {True: self._yes, False: self._no}.get(value, value) if isinstance(value, bool) else value
            yield f"{indent}{label}: {shown}"

    @property
    def _yes(self) -> str:
        return "có" if self.language == "vi" else "yes"

    @property
    def _no(self) -> str:
        return "không" if self.language == "vi" else "no"

    def _field(self, name: str, schema: Mapping[str, Json]) -> Field:
        row = self._resolved(schema)
        label, whole = self._word({**row, **schema}, name), {**row, "components": self.components}
        types = row.get("type", "string")
        found = [kind for kind in ([types] if isinstance(types, str) else types) if kind != "null"]
        if found == ["array"] and "properties" in self._resolved(row["items"]):
            return Field(name, label, whole, columns=tuple(self.fields(row["items"], known={})))
        if not SCALARS.issuperset(found):
            raise Inconclusive(Code.PRECONDITION, f"{name} is more than a person at a terminal can tell")
        choices = tuple(str(choice) for choice in row.get("enum", ()) if choice is not None)
        nullable = row.get("nullable", False) or "null" in types or None in row.get("enum", ())
        type_ = "instant" if row.get("format") == "date-time" else found[0]
        return Field(name, label, whole, type_, choices, nullable)

    def _resolved(self, schema: Mapping[str, Json]) -> Mapping[str, Json]:
        """The schema with its references followed; of `anyOf` with null the other branch, marked `nullable`."""
        merged: dict[str, Json] = {}
        for part in schema.get("allOf", ()):
            merged |= self._resolved(part)
        if "$ref" in schema:
            merged |= self._resolved(self.components["schemas"][schema["$ref"].rpartition("/")[2]])
        branches = [row for row in schema.get("anyOf", ()) if row != {"type": "null"}]
        if branches:
            merged |= {**self._resolved(branches[0]), "nullable": len(branches) < len(schema["anyOf"])}
        return merged | {name: value for name, value in schema.items() if name not in {"allOf", "$ref", "anyOf"}}

    def _word(self, row: Mapping[str, Json], other: str) -> str:
        if self.language == "vi" and "x-vi" in row:
            return str(row["x-vi"])
        return str(row.get("description", other)) if "summary" not in row else other
