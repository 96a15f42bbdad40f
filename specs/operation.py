"""One operation of a profile: a call of the province at a national system, or of the system at the province."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeAlias

from specs.errors import SpecError
from specs.marked_schema import FIDELITIES, Schema, load_marked_schema, short_name

Json: TypeAlias = Any

JSON_TYPE: Final = "application/json"
FORM_TYPE: Final = "application/x-www-form-urlencoded"
MULTIPART_TYPE: Final = "multipart/form-data"
XML_TYPES: Final = ("text/xml", "application/xml", "application/soap+xml")
REQUEST_TYPES: Final = (JSON_TYPE, FORM_TYPE, MULTIPART_TYPE, *XML_TYPES)
PRESENT: Final = "present"
METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")
PARAMETER_PLACES: Final = frozenset({"query", "headers", "path"})
REQUIRED_KEYS: Final = frozenset({"name", "summary", "method", "path", "fidelity", "sources"})
OPTIONAL_KEYS: Final = frozenset(
    {
        "discriminator", "request", "request_type", "request_xsd", "parameters", "response", "response_type",
        "response_xsd", "status", "refusals", "refused_in_body", "security",
    }
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One operation. Schemas are JSON Schemas of parsed bodies; an empty one promises nothing.

    `discriminator` are members of the body that tell it from others on its path; a key that begins with / is a JSON
    Pointer, and the value "present" asks only that something be there. `request_type` is "" where no body is taken.
    `parameters` is a schema of {"query", "headers", "path"}, each an object of strings. `status` is the HTTP status of
    the accepted answer; `refusals` are the statuses of refusals with their schemas, empty where the protocol refuses in
    the body of an accepted status (`refused_in_body`).
    """

    profile: str
    name: str
    method: str
    path: str
    fidelity: str
    sources: tuple[str, ...]
    summary: str = ""
    discriminator: Mapping[str, Json] | None = None
    request_schema: Schema = field(default_factory=dict)
    request_type: str = ""
    request_xsd: Path | None = None
    parameters: Schema | None = None
    response_schema: Schema = field(default_factory=dict)
    response_type: str = JSON_TYPE
    response_xsd: Path | None = None
    status: int = 200
    refusals: Mapping[int, Schema] = field(default_factory=dict)
    refused_in_body: bool = False
    security: tuple[str, ...] = ()

    def told_apart(self, body: Json) -> bool:
        """Whether a body has the members that tell this operation from the others on its path."""
        if self.discriminator is None:
            return True
        return isinstance(body, Mapping) and all(_tells(body, key, value) for key, value in self.discriminator.items())

    @property
    def path_names(self) -> tuple[str, ...]:
        """The `{names}` in the path."""
        return tuple(_path_pattern(self.path).groupindex)

    def path_values(self, path: str) -> dict[str, str] | None:
        """The values of the `{names}` in the path; None where the path is another."""
        found = _path_pattern(self.path).fullmatch(path)
        return None if found is None else found.groupdict()


def _tells(body: Mapping[str, Json], key: str, value: Json) -> bool:
    """Whether the member of that name, or at that JSON Pointer (RFC 6901), is as a discriminator says."""
    if not key.startswith("/"):
        return bool(body.get(key) == value)
    place: Json = body
    for step in key[1:].split("/"):
        name = step.replace("~1", "/").replace("~0", "~")
        if not isinstance(place, Mapping) or name not in place:
            return False
        place = place[name]
    return bool(value in (PRESENT, place))


Find: TypeAlias = Callable[[str, str], Path]
"""(folder of the kind, file name) -> the file: the profile's own, or that of the profile it extends."""


def read_operation(file: Path, number: int, row: Mapping[str, Json], *, profile: str, find: Find) -> Operation:
    """Make one row of `operations.toml` an Operation. Raises SpecError(file, row, reason)."""
    where = f"operation {number} ({row.get('name', 'without a name')})"
    if reason := next(_reasons_against(row), None):
        raise SpecError(short_name(file), where, reason)
    operation = _operation(row, profile=profile, find=find)
    if other := set((operation.parameters or {}).get("properties", ())) - PARAMETER_PLACES:
        raise SpecError(short_name(file), where, f"parameters stand in query, headers or path, not in {sorted(other)}")
    return operation


def _operation(row: Mapping[str, Json], *, profile: str, find: Find) -> Operation:
    def schema(key: str) -> Schema:
        return load_marked_schema(find("schemas", row[key])) if key in row else {}

    def xsd(key: str) -> Path | None:
        return find("xsd", row[key]) if key in row else None

    takes_body = "request" in row or "request_xsd" in row
    kept = ("name", "method", "path", "fidelity", "summary", "discriminator", "response_type", "status")
    return Operation(
        **{key: row[key] for key in (*kept, "refused_in_body") if key in row},
        profile=profile,
        sources=tuple(row["sources"]),
        request_schema=schema("request"),
        request_type=row.get("request_type", JSON_TYPE) if takes_body else "",
        request_xsd=xsd("request_xsd"),
        parameters=schema("parameters") or None,
        response_schema=schema("response"),
        response_xsd=xsd("response_xsd"),
        refusals={int(s): load_marked_schema(find("schemas", name)) for s, name in row.get("refusals", {}).items()},
        security=tuple(row.get("security", ())),
    )


def _reasons_against(row: Mapping[str, Json]) -> Iterator[str]:
    """Why a row cannot be read; the first that is given is enough."""
    if unknown := sorted(set(row) - REQUIRED_KEYS - OPTIONAL_KEYS):
        yield f"unknown key {', '.join(unknown)}"
    if missing := sorted(REQUIRED_KEYS - set(row)):
        yield f"{', '.join(missing)} missing"
    if row["method"] not in METHODS:
        yield f"method {row['method']!r} is none of {', '.join(METHODS)}"
    if not str(row["path"]).startswith("/"):
        yield f"path {row['path']!r} does not begin with /"
    if row["fidelity"] not in FIDELITIES:
        yield f"fidelity {row['fidelity']!r} is none of {', '.join(FIDELITIES)}"
    if not row["sources"] and row["fidelity"] != "assumed":
        yield f"fidelity {row['fidelity']} without a source"
    if row.get("request_type", JSON_TYPE) not in REQUEST_TYPES:
        yield f"request_type {row['request_type']!r} is none of {', '.join(REQUEST_TYPES)}"
    if wrong := [status for status in row.get("refusals", {}) if not re.fullmatch("[345][0-9][0-9]", status)]:
        yield f"{', '.join(wrong)} is no HTTP status of a refusal"


def refuse_doubles(file: Path, operations: tuple[Operation, ...]) -> None:
    """Raise SpecError where two operations have one name, or one door (method, path and discriminator)."""
    names: set[str] = set()
    doors: set[str] = set()
    for number, operation in enumerate(operations, start=1):
        door = json.dumps([operation.method, operation.path, operation.discriminator], sort_keys=True)
        if operation.name in names or door in doors:
            where = f"operation {number} ({operation.name})"
            raise SpecError(short_name(file), where, "same name, or same door, as an operation before")
        names.add(operation.name)
        doors.add(door)


@cache
def _path_pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"\{([A-Za-z_][A-Za-z0-9_]*)\}", template)
    texts, names = map(re.escape, parts[::2]), [f"(?P<{name}>[^/]+)" for name in parts[1::2]]
    return re.compile("".join(text + name for text, name in zip(texts, [*names, ""], strict=True)))
