"""Profiles: what one national system speaks, as data, and the operation that a request is.

`specs/interfaces/<system>/<name>/` holds `operations.toml` (one row an operation, with its fidelity and source keys)
and `schemas/*.json` (JSON Schema 2020-12, each file whole in itself: a `$ref` points into its own file). A bad row
refuses the whole profile.
"""

import hashlib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import jsonschema_rs

from specs.errors import SpecError

Json: TypeAlias = Any
Schema: TypeAlias = dict[str, Any]

INTERFACES = Path(__file__).parent / "interfaces"
FIDELITIES = ("published", "observed", "single-source", "assumed")
PERSONAL_DATA = ("name", "identity", "phone", "email", "address", "account", "birth", "text", "secret")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
REQUIRED_ROW_KEYS = frozenset({"name", "summary", "method", "path", "request", "response", "fidelity", "sources"})
ROW_KEYS = REQUIRED_ROW_KEYS | {"discriminator"}


@dataclass(frozen=True)
class Operation:
    """One operation of a profile. `discriminator` are members of the JSON body that tell it from others on its path."""

    profile: str
    name: str
    method: str
    path: str
    discriminator: Mapping[str, Json] | None
    request_schema: Schema
    response_schema: Schema
    fidelity: str
    sources: tuple[str, ...]
    summary: str = ""


@dataclass(frozen=True)
class Profile:
    """What one system speaks. `settings` are its own figures and codes, `[settings]` of `operations.toml`."""

    system: str
    name: str
    title: str
    operations: tuple[Operation, ...]
    settings: Mapping[str, Json]
    folder: Path

    def operation(self, name: str) -> Operation:
        """The operation of that name. Raises KeyError where the profile has none."""
        for operation in self.operations:
            if operation.name == name:
                return operation
        raise KeyError(f"{self.name} has no operation {name!r}")

    def match(self, method: str, path: str, body: Json) -> Operation | None:
        """The operation that a request is, by method, path and discriminator; None where it is none of the profile."""
        for operation in self.operations:
            if operation.method == method and _same_path(operation.path, path) and _told_apart(operation, body):
                return operation
        return None

    def table(self, name: str) -> dict[str, Json]:
        """The data file `<name>.toml` of the profile's folder. Raises SpecError where it is missing or not TOML."""
        return _read_toml(self.folder / f"{name}.toml")

    def digest(self) -> str:
        """`sha256:<hex>` over every file of the profile, names and bytes, in the order of their names."""
        total = hashlib.sha256()
        for file in sorted(path for path in self.folder.rglob("*") if path.is_file()):
            total.update(f"{file.relative_to(self.folder).as_posix()}\0".encode())
            total.update(hashlib.sha256(file.read_bytes()).digest())
        return f"sha256:{total.hexdigest()}"


@cache
def load_profile(system: str, name: str, *, root: Path = INTERFACES) -> Profile:
    """Read `<root>/<system>/<name>/`; `root` is another folder where an overlay replaces the shipped interfaces.

    Raises SpecError(file, row, reason) for a missing file, an unknown key, a schema that is none, a name used twice.
    """
    file = root / system / name / "operations.toml"
    raw = _read_toml(file)
    for key, expected in (("system", system), ("profile", name)):
        if raw.get(key) != expected:
            raise SpecError(_short(file), "head", f"{key} is {raw.get(key)!r}, the folder says {expected!r}")
    rows = raw.get("operation", [])
    if not rows:
        raise SpecError(_short(file), "head", "no operation")
    operations = tuple(_load_operation(file, number, row, name) for number, row in enumerate(rows, start=1))
    _refuse_doubles(file, operations)
    return Profile(system, name, str(raw.get("title", name)), operations, raw.get("settings", {}), file.parent)


def _load_operation(file: Path, number: int, row: Mapping[str, Json], profile: str) -> Operation:
    where = f"operation {number} ({row.get('name', 'without a name')})"
    if unknown := sorted(set(row) - ROW_KEYS):
        raise SpecError(_short(file), where, f"unknown key {', '.join(unknown)}")
    if missing := sorted(REQUIRED_ROW_KEYS - set(row)):
        raise SpecError(_short(file), where, f"{', '.join(missing)} missing")
    if row["method"] not in METHODS:
        raise SpecError(_short(file), where, f"method {row['method']!r} is none of {', '.join(METHODS)}")
    if not str(row["path"]).startswith("/"):
        raise SpecError(_short(file), where, f"path {row['path']!r} does not begin with /")
    if row["fidelity"] not in FIDELITIES:
        raise SpecError(_short(file), where, f"fidelity {row['fidelity']!r} is none of {', '.join(FIDELITIES)}")
    if not row["sources"] and row["fidelity"] != "assumed":
        raise SpecError(_short(file), where, f"fidelity {row['fidelity']} without a source")
    return Operation(
        profile=profile,
        name=row["name"],
        method=row["method"],
        path=row["path"],
        discriminator=row.get("discriminator"),
        request_schema=load_schema(file.parent / "schemas" / row["request"]),
        response_schema=load_schema(file.parent / "schemas" / row["response"]),
        fidelity=row["fidelity"],
        sources=tuple(row["sources"]),
        summary=row["summary"],
    )


def load_schema(file: Path) -> Schema:
    """A JSON Schema 2020-12 whose references stay in the file and whose marks are known. Raises SpecError else."""
    try:
        schema: Schema = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as exc:
        raise SpecError(_short(file), "file", f"cannot be read: {exc}") from exc
    try:
        jsonschema_rs.meta.validate(schema)
    except jsonschema_rs.ValidationError as exc:
        where = "/" + "/".join(map(str, exc.instance_path))
        raise SpecError(_short(file), where, f"is no JSON Schema: {exc.message}") from exc
    for pointer, node in _nodes(schema, ""):
        _refuse_bad_marks(file, pointer, node, schema)
    return schema


def _nodes(value: Json, pointer: str) -> Iterator[tuple[str, Mapping[str, Json]]]:
    """Every object inside a schema with its JSON Pointer, but not the members of `examples`, `const` and `enum`."""
    if isinstance(value, Mapping):
        yield pointer or "/", value
    inside = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inside:
        if key not in ("examples", "const", "enum", "default"):
            yield from _nodes(item, f"{pointer}/{key}")


def _refuse_bad_marks(file: Path, pointer: str, node: Mapping[str, Json], schema: Schema) -> None:
    for mark, known in (("x-personal-data", PERSONAL_DATA), ("x-fidelity", FIDELITIES)):
        value = node.get(mark)
        if isinstance(value, str) and value not in known:
            raise SpecError(_short(file), pointer, f"{mark} {value!r} is none of {', '.join(known)}")
    reference = node.get("$ref")
    if isinstance(reference, str) and not _resolves(reference, schema):
        raise SpecError(_short(file), pointer, f"$ref {reference!r} points at nothing in this file")


def _resolves(reference: str, schema: Schema) -> bool:
    if not reference.startswith("#/"):
        return reference == "#"
    place: Json = schema
    for step in reference[2:].split("/"):
        if not isinstance(place, Mapping) or step not in place:
            return False
        place = place[step]
    return True


def _refuse_doubles(file: Path, operations: tuple[Operation, ...]) -> None:
    names: set[str] = set()
    doors: set[str] = set()
    for number, operation in enumerate(operations, start=1):
        door = json.dumps([operation.method, operation.path, operation.discriminator], sort_keys=True)
        if operation.name in names or door in doors:
            where = f"operation {number} ({operation.name})"
            raise SpecError(_short(file), where, "same name, or same door, as an operation before")
        names.add(operation.name)
        doors.add(door)


@cache
def _path_pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"\{[^/{}]+\}", template)
    return re.compile("[^/]+".join(map(re.escape, parts)))


def _same_path(template: str, path: str) -> bool:
    return template == path or ("{" in template and _path_pattern(template).fullmatch(path) is not None)


def _told_apart(operation: Operation, body: Json) -> bool:
    if operation.discriminator is None:
        return True
    return isinstance(body, Mapping) and all(body.get(key) == value for key, value in operation.discriminator.items())


def _short(file: Path) -> str:
    return "/".join(file.parts[-3:])


def _read_toml(file: Path) -> dict[str, Json]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise SpecError(_short(file), "file", f"cannot be read: {exc}") from exc
