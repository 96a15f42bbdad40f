"""Requests and answers held against the profile; what is found never quotes a value."""

from collections.abc import Mapping
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

import jsonschema_rs
from lxml import etree

from mocks.core.system import Answer
from mocks.wire.reading import Message, media_type
from specs.operation import XML_TYPES, Operation
from specs.profile import Profile
from specs.xml_tree import NotXml, parse_xml

Json: TypeAlias = Any
Defect: TypeAlias = Mapping[str, str]
MOST_DEFECTS = 100
PARAMETERS = "parameters"
SHORT = 256  # bytes
MOST_GOOD = 512


class Inspector:
    """The validators of one profile, compiled once."""

    def __init__(self, profile: Profile) -> None:
        self._good: set[tuple[str, int, bytes]] = set()
        self._requests = {row.name: _validator(row.request_schema) for row in profile.operations if row.request_schema}
        self._parameters = {row.name: _validator(row.parameters) for row in profile.operations if row.parameters}
        self._answers = {
            (row.name, status): _validator(schema)
            for row in profile.operations
            for status, schema in ((row.status, row.response_schema), *row.refusals.items())
            if schema
        }

    def against_request(
        self,
        operation: Operation | None,
        message: Message,
        raw: bytes,
        *,
        query: Mapping[str, list[str]],
        path_values: Mapping[str, str],
    ) -> tuple[Defect, ...]:
        """Breaches of the operation's body schema, XSD, media type and parameters, by JSON Pointer."""
        if operation is None:
            return ()
        found: tuple[Defect, ...] = ()
        if operation.request_type:
            found = self._against_body(operation, message, raw)
        if operation.name in self._parameters:
            found += self._against_parameters(operation.name, message, query=query, path_values=path_values)
        return found[:MOST_DEFECTS]

    def _against_parameters(
        self, name: str, message: Message, *, query: Mapping[str, list[str]], path_values: Mapping[str, str]
    ) -> tuple[Defect, ...]:
        """Breaches of an operation's parameters; remembered with a head that is remembered."""
        known: dict[str, tuple[Defect, ...]] = {}
        if message.known is not None:
            known = message.known.setdefault(PARAMETERS, known)
        if name not in known:
            told = {"query": {k: v[0] if len(v) == 1 else v for k, v in query.items()}, "path": dict(path_values)}
            known[name] = _breaches(self._parameters[name], told | {"headers": dict(message.headers)})
        return known[name]

    def _against_body(self, operation: Operation, message: Message, raw: bytes) -> tuple[Defect, ...]:
        if not _same_kind(media_type(message.headers), operation.request_type):
            return (_defect("media-type", f"{operation.request_type} is asked for"),)
        if not message.readable:
            return (_defect("unreadable", f"the body is no {operation.request_type}"),)
        found = _against_xsd(operation.request_xsd, raw) if operation.request_xsd else ()
        validator = self._requests.get(operation.name)
        return found if validator is None else found + _breaches(validator, message.body)

    def against_answer(self, operation: Operation | None, answer: Answer, raw: bytes) -> str | None:
        """How an answer breaks the profile; None where it does not, or where the profile promises nothing.

        `raw` are the bytes of its body: short ones come again and again, and are looked at once.
        """
        if operation is None or answer.body is None:
            return None
        validator = self._answers.get((operation.name, answer.status))
        asked = (operation.name, answer.status, raw)
        if validator is None or asked in self._good:
            return None
        if validator.is_valid(answer.body):
            if answer.content is None and len(raw) <= SHORT and len(self._good) < MOST_GOOD:
                self._good.add(asked)
            return None
        error = next(iter(validator.iter_errors(answer.body)))
        return f"{operation.name} {answer.status} {_pointer(error.instance_path)} {error.message}"


def _validator(schema: dict[str, Json]) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(schema, mask="the value")


def _same_kind(given: str, asked: str) -> bool:
    return given == asked or (given in XML_TYPES and asked in XML_TYPES)


def _breaches(validator: jsonschema_rs.Draft202012Validator, value: Json) -> tuple[Defect, ...]:
    try:
        if validator.is_valid(value):
            return ()
        errors = list(islice(validator.iter_errors(value), MOST_DEFECTS))
    except ValueError:  # the validator's own limit: 255 levels
        return (_defect("depth", "the body is nested too deeply to be validated"),)
    return tuple(
        {"pointer": _pointer(error.instance_path), "rule": str(error.kind.name), "message": error.message}
        for error in errors
    )


def _defect(rule: str, message: str) -> Defect:
    return {"pointer": "", "rule": rule, "message": message}


def _against_xsd(file: Path, raw: bytes) -> tuple[Defect, ...]:
    """Breaches of the XSD: only the line and the kind of error, whose text would quote the value."""
    try:
        root = parse_xml(raw)
    except NotXml:
        return (_defect("unreadable", "the body is no XML"),)
    schema = _xsd(file)
    if schema.validate(root):
        return ()
    errors: Any = schema.error_log  # its stub knows no iteration
    return tuple(
        {"pointer": f"line {error.line}", "rule": "xsd", "message": error.type_name}
        for error in islice(errors, MOST_DEFECTS)
    )


@cache
def _xsd(file: Path) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(file))


def _pointer(path: list[str | int]) -> str:
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)
