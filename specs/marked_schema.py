"""JSON Schemas of wire messages: each file whole in itself, with marks for personal data and fidelity."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, TypeAlias

import jsonschema_rs

from specs.errors import SpecError

Json: TypeAlias = Any
Schema: TypeAlias = dict[str, Any]

FIDELITIES: Final = ("published", "observed", "single-source", "assumed")
PERSONAL_DATA: Final = (
    "name", "identity", "phone", "email", "address", "account", "birth", "text", "secret", "file",
)  # fmt: skip


def load_marked_schema(file: Path) -> Schema:
    """A JSON Schema 2020-12 whose references stay in the file and whose marks are known. Raises SpecError else."""
    try:
        schema: Schema = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as exc:
        raise SpecError(short_name(file), "file", f"cannot be read: {exc}") from exc
    try:
        jsonschema_rs.meta.validate(schema)
    except jsonschema_rs.ValidationError as exc:
        where = "/" + "/".join(map(str, exc.instance_path))
        raise SpecError(short_name(file), where, f"is no JSON Schema: {exc.message}") from exc
    for pointer, node in _nodes(schema, ""):
        _refuse_bad_marks(file, pointer, node, schema)
    return schema


def short_name(file: Path) -> str:
    """The last three steps of a path: enough to find a file of a profile by."""
    return "/".join(file.parts[-3:])


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
            raise SpecError(short_name(file), pointer, f"{mark} {value!r} is none of {', '.join(known)}")
    reference = node.get("$ref")
    if isinstance(reference, str) and not _resolves(reference, schema):
        raise SpecError(short_name(file), pointer, f"$ref {reference!r} points at nothing in this file")


def _resolves(reference: str, schema: Schema) -> bool:
    if not reference.startswith("#/"):
        return reference == "#"
    place: Json = schema
    for step in reference[2:].split("/"):
        if not isinstance(place, Mapping) or step not in place:
            return False
        place = place[step]
    return True
