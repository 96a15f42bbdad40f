"""OpenAPI 3.1 of a profile, written from its operations: a pure function of a Profile.

Operations told apart by a member of the body share a path and a method, which OpenAPI cannot express as several
operations: they become one, whose request body is a `oneOf` with a `discriminator` and which lists them in
`x-operations`. What the system calls at the province stands under `webhooks`. XML stands there with its media type;
its truth is the XSD.
"""

import json
import re
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any, TypeAlias

from specs.marked_schema import Schema
from specs.operation import JSON_TYPE, PARAMETER_PLACES, XML_TYPES, Operation
from specs.profile import Profile

Json: TypeAlias = Any
PREFIX = "#/components/schemas/"
PUSHES = "pushes"
PUSH_TAG = {"name": PUSHES, "description": "What the system calls at the province."}
INFO = {
    "description": "Written from client code of others: no official specification was found, and this is none. "
    "The licence is that of this document.",
    "contact": {"name": "The maintainers of lienthong"},
    "license": {"name": "Apache License 2.0", "identifier": "Apache-2.0"},
}
WORD = re.compile("[A-Za-z0-9_.]+")
OPENAPI_PLACES = {"query": "query", "headers": "header", "path": "path"}
NOT_A_PARAMETER = frozenset({"accept", "content-type", "authorization"})  # OpenAPI 3.1, Parameter Object, `name`


def openapi(profile: Profile) -> dict[str, Json]:
    """The OpenAPI 3.1 document of `profile`, its fidelity and sources as `x-fidelity` and `x-source`."""
    paths: dict[str, Json] = {}
    for (path, method), group in groupby(sorted(profile.operations, key=_door), key=_door):
        operations = sorted(group, key=profile.operations.index)
        paths.setdefault(path, {})[method.lower()] = _path_operation(operations, tag=profile.system)
    pushes = {row.name: {row.method.lower(): _path_operation([row], tag=PUSHES)} for row in profile.pushes}
    told = [PUSH_TAG] if pushes else []
    return {
        "openapi": "3.1.0",
        "info": {"title": profile.title, "version": profile.name, **INFO},
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "servers": [{"url": "http://127.0.0.1", "description": "A mock on this machine; never the real system."}],
        "tags": [{"name": profile.system, "description": profile.title}, *told],
        "paths": paths,
        **({"webhooks": pushes} if pushes else {}),
        "components": {
            "schemas": _referenced([paths, pushes], components(profile)),
            "securitySchemes": _used_schemes(profile),
        },
    }


def render_openapi(profile: Profile) -> str:
    """The document as the text of `openapi.json`."""
    return json.dumps(openapi(profile), ensure_ascii=False, indent=2) + "\n"


def components(profile: Profile) -> dict[str, Schema]:
    """Every schema of the profile by name, its `$defs` beside it, references rewritten to `#/components/schemas/…`."""
    hoisted: dict[str, Schema] = {}
    for operation in (*profile.operations, *profile.pushes):
        for name, schema in schemas_of(operation):
            hoisted[name] = _moved({key: schema[key] for key in schema if key not in ("$defs", "$schema")}, name)
            for inner, definition in schema.get("$defs", {}).items():
                hoisted[f"{name}.{inner}"] = _moved(definition, name)
    return hoisted


def schemas_of(operation: Operation) -> Iterable[tuple[str, Schema]]:
    """The schemas of an operation by the names that they have in the document."""
    if operation.request_type:
        yield f"{operation.name}.request", operation.request_schema
    if operation.response_schema:
        yield f"{operation.name}.response", operation.response_schema
    for status, schema in operation.refusals.items():
        yield f"{operation.name}.{status}", schema


def _used_schemes(profile: Profile) -> dict[str, Json]:
    used = {name for row in (*profile.operations, *profile.pushes) for name in row.security}
    return {name: scheme for name, scheme in profile.security.items() if name in used}


def _referenced(roots: list[Json], schemas: Mapping[str, Schema]) -> dict[str, Schema]:
    """The schemas that `roots` refer to, and those that these refer to; XML bodies refer to none."""
    wanted, seen = list(_references(roots)), set[str]()
    while wanted:
        name = wanted.pop()
        if name not in seen:
            seen.add(name)
            wanted += _references(schemas[name])
    return {name: schema for name, schema in schemas.items() if name in seen}


def _references(value: Json) -> Iterable[str]:
    if isinstance(value, Mapping):
        if isinstance(reference := value.get("$ref"), str):
            yield reference.removeprefix(PREFIX)
        for item in value.values():
            yield from _references(item)
    elif isinstance(value, list):
        for item in value:
            yield from _references(item)


def _door(operation: Operation) -> tuple[str, str]:
    return operation.path, operation.method


def _path_operation(operations: list[Operation], *, tag: str) -> dict[str, Json]:
    first = operations[0]
    alone = len(operations) == 1
    summary = first.summary if alone else "One of: " + ", ".join(operation.name for operation in operations)
    described: dict[str, Json] = {
        "operationId": first.name if alone else f"{first.method.lower()}-{'-'.join(WORD.findall(first.path))}",
        "tags": [tag],
        "summary": summary,
        "description": f"{summary}. Fidelity: {', '.join(sorted({operation.fidelity for operation in operations}))}.",
        "x-operations": [_told(operation) for operation in operations],
        "responses": _responses(operations),
        "security": [{name: [] for name in first.security}] if first.security else [],
    }
    if parameters := _parameters(first):
        described["parameters"] = parameters
    if first.request_type:
        described["requestBody"] = {"required": True, "content": _content(operations, "request")}
    return described


def _told(operation: Operation) -> dict[str, Json]:
    return {
        "name": operation.name,
        "summary": operation.summary,
        "discriminator": operation.discriminator,
        "x-fidelity": operation.fidelity,
        "x-source": list(operation.sources),
        "x-refused-in-body": operation.refused_in_body,
    }


def _responses(operations: list[Operation]) -> dict[str, Json]:
    """The accepted answer, the refusals that the profile knows, and that a gateway before the system may be down."""
    first = operations[0]
    told = "Answered; the body tells how." if first.refused_in_body else "Accepted."
    accepted: dict[str, Json] = {"description": told}
    if content := _content(operations, "response"):
        accepted["content"] = content
    refused = {
        str(status): {
            "description": "Refused.",
            "content": _refusal(operation, status),
        }
        for operation in operations
        for status in operation.refusals
    }
    others = {
        "4XX": {"description": "The address or the method is none of the profile."},
        "5XX": {"description": "The system or a gateway before it is unavailable; the body promises nothing."},
    }
    return {str(first.status): accepted} | refused | others


def _refusal(operation: Operation, status: int) -> dict[str, Json]:
    """XML is refused in XML, everything else in JSON."""
    if operation.response_type in XML_TYPES:
        return {operation.response_type: {"schema": {"type": "string"}}}
    return {JSON_TYPE: {"schema": {"$ref": f"{PREFIX}{operation.name}.{status}"}}}


def _parameters(operation: Operation) -> list[dict[str, Json]]:
    """The parameters of an operation; those in the path also where the profile has no schema of them."""
    places = (operation.parameters or {}).get("properties", {})
    listed = [
        {
            "name": name,
            "in": OPENAPI_PLACES[place],
            "required": place == "path" or name in places[place].get("required", ()),
            "schema": schema,
        }
        for place in sorted(PARAMETER_PLACES & set(places))
        for name, schema in places[place].get("properties", {}).items()
        if not (place == "headers" and name in NOT_A_PARAMETER)
    ]
    named = {row["name"] for row in listed if row["in"] == "path"}
    unnamed = [name for name in operation.path_names if name not in named]
    return [*listed, *({"name": n, "in": "path", "required": True, "schema": {"type": "string"}} for n in unnamed)]


def _content(operations: list[Operation], kind: str) -> dict[str, Json]:
    first = operations[0]
    media = first.request_type if kind == "request" else first.response_type
    if media in XML_TYPES or (kind == "response" and media != JSON_TYPE):
        return {media: {"schema": {"type": "string"}}}
    if kind == "response" and not first.response_schema:
        return {}
    references = [{"$ref": f"{PREFIX}{operation.name}.{kind}"} for operation in operations]
    if len(references) == 1:
        return {media: {"schema": references[0]}}
    if kind == "response":
        return {media: {"schema": {"anyOf": references}}}
    return {media: {"schema": {"oneOf": references, **_discriminator(operations)}}}


def _discriminator(operations: Iterable[Operation]) -> dict[str, Json]:
    """The `discriminator` of OpenAPI, where one member of the body tells all of the operations apart; else nothing."""
    mapping: dict[str, str] = {}
    members: set[str] = set()
    for operation in operations:
        for member, value in (operation.discriminator or {}).items():
            members.add(member)
            mapping[str(value)] = f"{PREFIX}{operation.name}.request"
    return {"discriminator": {"propertyName": members.pop(), "mapping": mapping}} if len(members) == 1 else {}


def _moved(value: Json, name: str) -> Json:
    if isinstance(value, Mapping):
        return {key: _reference(item, name) if key == "$ref" else _moved(item, name) for key, item in value.items()}
    return [_moved(item, name) for item in value] if isinstance(value, list) else value


def _reference(reference: str, name: str) -> str:
    return reference.replace("#/$defs/", f"{PREFIX}{name}.", 1) if reference.startswith("#/$defs/") else PREFIX + name
