"""OpenAPI 3.1 of a JSON profile, written from its operations: a pure function of a Profile.

Operations told apart by a member of the body share a path and a method, which OpenAPI cannot express as several
operations: they become one, whose request body is a `oneOf` with a `discriminator` and which lists them in
`x-operations`.
"""

import json
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any, TypeAlias

from specs.profile import Operation, Profile, Schema

Json: TypeAlias = Any
PREFIX = "#/components/schemas/"
NOT_OURS = {
    "4XX": {"description": "The address or the method is none of the profile."},
    "5XX": {"description": "The portal or a gateway before it is unavailable; nothing is promised about the body."},
}


def openapi(profile: Profile) -> dict[str, Json]:
    """The OpenAPI 3.1 document of `profile`, its fidelity and sources as `x-fidelity` and `x-source`."""
    doors = sorted(profile.operations, key=_door)
    paths: dict[str, Json] = {}
    for (path, method), group in groupby(doors, key=_door):
        paths.setdefault(path, {})[method.lower()] = _path_operation(sorted(group, key=profile.operations.index))
    return {
        "openapi": "3.1.0",
        "info": {
            "title": profile.title,
            "version": profile.name,
            "description": "Written from client code of others: no official specification was found, and this is none.",
        },
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "servers": [{"url": "http://127.0.0.1", "description": "A mock on this machine; never the real system."}],
        "paths": paths,
        "components": {"schemas": components(profile)},
    }


def render_openapi(profile: Profile) -> str:
    """The document as the text of `openapi.json`."""
    return json.dumps(openapi(profile), ensure_ascii=False, indent=2) + "\n"


def components(profile: Profile) -> dict[str, Schema]:
    """Every schema of the profile by name, its `$defs` beside it, references rewritten to `#/components/schemas/…`."""
    hoisted: dict[str, Schema] = {}
    for operation in profile.operations:
        for kind, schema in (("request", operation.request_schema), ("response", operation.response_schema)):
            name = f"{operation.name}.{kind}"
            hoisted[name] = _moved({key: schema[key] for key in schema if key not in ("$defs", "$schema")}, name)
            for inner, definition in schema.get("$defs", {}).items():
                hoisted[f"{name}.{inner}"] = _moved(definition, name)
    return hoisted


def _door(operation: Operation) -> tuple[str, str]:
    return operation.path, operation.method


def _path_operation(operations: list[Operation]) -> dict[str, Json]:
    first = operations[0]
    alone = len(operations) == 1
    name = first.name if alone else first.path.strip("/").replace("/", "-")
    told = {"description": "Answered; `error_code` tells how.", "content": _content(operations, "response")}
    return {
        "operationId": name,
        "summary": first.summary if alone else "One of: " + ", ".join(operation.name for operation in operations),
        "x-operations": [_told(operation) for operation in operations],
        "requestBody": {"required": True, "content": _content(operations, "request")},
        "responses": {"200": told} | NOT_OURS,
    }


def _told(operation: Operation) -> dict[str, Json]:
    return {
        "name": operation.name,
        "summary": operation.summary,
        "discriminator": operation.discriminator,
        "x-fidelity": operation.fidelity,
        "x-source": list(operation.sources),
    }


def _content(operations: list[Operation], kind: str) -> dict[str, Json]:
    references = [{"$ref": f"{PREFIX}{operation.name}.{kind}"} for operation in operations]
    if len(references) == 1:
        return {"application/json": {"schema": references[0]}}
    if kind == "response":
        return {"application/json": {"schema": {"anyOf": references}}}
    return {"application/json": {"schema": {"oneOf": references, **_discriminator(operations)}}}


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
