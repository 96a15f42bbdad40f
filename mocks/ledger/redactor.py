"""Redaction at the door: what a request and an answer look like once no personal data is left in them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import orjson

from mocks.core.system import Call
from mocks.wire.reading import Message, media_type
from specs.marked_schema import PERSONAL_DATA, Schema
from specs.operation import FORM_TYPE, MULTIPART_TYPE, Operation
from specs.placeholders import placeholder
from specs.profile import Profile
from specs.redaction import redact, redact_headers, redact_text
from specs.redaction_plan import Plan, plan_of

Json: TypeAlias = Any
TEXT_CHARACTERS: Final = 4096
LAST_WORD: Final = re.compile(r"\w+(?=\W*\Z)")
BY_MARK: Final[dict[str, Schema]] = {
    mark: {"additionalProperties": {"x-personal-data": mark}} for mark in PERSONAL_DATA
}
FORMS: Final = (FORM_TYPE, MULTIPART_TYPE)
NO_NAME: Final = "(?!)"
TOLD: Final = r"""(?P<is>(?:\]|%5D)*["']?\s*(?:[:=>]|\n)\s*["']?)(?P<value>[^"'&<\r\n]{1,4096})"""
"""What follows the name of a field in broken JSON, XML, a form or one of its parts: a sign, then the value."""
HEAD: Final = "redacted-head"
SHORT: Final = 256  # bytes
MOST_ANSWERS: Final = 512


@dataclass(slots=True)
class CleanHead:
    """The head of a request once it is redacted: `parts` of the exchange, and how many values were replaced."""

    parts: Mapping[str, Json]
    count: int


class Redactor:
    """Redacts by the marks of one profile under one key, and counts what it replaced (`count`, `identities`)."""

    def __init__(self, profile: Profile, key: bytes) -> None:
        self._key = key
        rows = (*profile.operations, *profile.pushes)
        marks = dict(mark for row in rows for mark in _marked_names(plan_of(row.request_schema), set()))
        self._answers: dict[tuple[str | None, int, bytes, str | None], dict[str, Json]] = {}
        self._header_marks = _parameter_marks(rows, "headers")
        self._marks = {name.lower(): mark for name, mark in marks.items()}
        in_queries = {name.lower(): mark for name, mark in _parameter_marks(rows, "query").items()}
        self._query_marks = self._marks | in_queries
        names = "|".join(map(re.escape, sorted(self._marks, key=len, reverse=True))) or NO_NAME
        self._pair = re.compile(rf"(?P<name>{names}){TOLD}", re.IGNORECASE)

    def request(self, message: Message, call: Call) -> tuple[dict[str, Json], int, list[Json]]:
        """The request of an exchange, how many values were replaced, and the facts on identity numbers."""
        head = self._known_head(message, call)
        body, text, count, identities = self._content(message, self._asked(message, call.operation))
        request = {**head.parts, "body": body, "text": text, "size": message.size}
        return request, count + head.count, identities

    def response(self, message: Message, *, status: int, operation: Operation | None) -> tuple[dict[str, Json], int]:
        """The answer of an exchange, which is not to be changed, and how many values were replaced.

        Short answers come again and again: those in which nothing is replaced are remembered.
        """
        if not 0 < len(message.raw) <= SHORT or len(message.headers) > 1:
            return self._response(message, status=status, operation=operation)
        asked = (
            operation.name if operation is not None else None,
            status,
            message.raw,
            message.headers.get("content-type"),
        )
        known = self._answers.get(asked)
        if known is None:
            known, count = self._response(message, status=status, operation=operation)
            if count or len(self._answers) >= MOST_ANSWERS:
                return known, count
            self._answers[asked] = known
        return known, 0

    def _response(self, message: Message, *, status: int, operation: Operation | None) -> tuple[dict[str, Json], int]:
        schema = None if operation is None else operation.refusals.get(status, operation.response_schema)
        headers, replaced = self._headers(message.headers)
        body, text, count, _ = self._content(message, schema)
        parts = {"status": status, "headers": headers, "body": body, "text": text, "size": message.size}
        return parts, count + replaced

    @staticmethod
    def is_plain(message: Message) -> bool:
        """Whether the head of a request that was redacted had nothing in it to be replaced."""
        known = (message.known or {}).get(HEAD)
        return known is not None and known.count == 0

    def _known_head(self, message: Message, call: Call) -> CleanHead:
        """The redacted head of a request, from the memory that comes with the message if it has one.

        Marks of parameters hold for the whole profile, but for those in the path, which belong to an operation; a path
        with a marked part is never without a replacement, and so never remembered.
        """
        if message.known is None:
            return self._head(message, call)
        known: CleanHead | None = message.known.get(HEAD)
        if known is None:
            known = message.known[HEAD] = self._head(message, call)
            if known.count == 0:
                long = {name: orjson.Fragment(orjson.dumps(known.parts[name])) for name in ("query", "headers")}
                known.parts = {**known.parts, **long}
        return known

    def _head(self, message: Message, call: Call) -> CleanHead:
        headers, count = self._headers(message.headers)
        path, in_path = self._path(call)
        query, in_query = self._queried(call.query)
        parts = {"method": call.method, "path": path, "query": query, "headers": headers}
        return CleanHead(parts, count + in_path + in_query)

    def _path(self, call: Call) -> tuple[str, int]:
        """The path; of a `{name}` in it that the profile marks, the whole value goes."""
        path, count = call.path, 0
        marks = _parameter_marks((call.operation,), "path") if call.operation is not None else {}
        for name in marks.keys() & call.path_values.keys():
            value = call.path_values[name]
            path, count = path.replace(value, placeholder(value, marks[name], self._key)), count + 1
        clean = redact_text(path, self._key)
        return clean.value, count + clean.count

    def _headers(self, headers: Mapping[str, str]) -> tuple[dict[str, str], int]:
        clean = redact_headers(headers, self._key)
        count = clean.count
        for name in self._header_marks.keys() & headers.keys():
            if headers[name] and clean.value[name] == headers[name]:
                clean.value[name] = placeholder(headers[name], self._header_marks[name], self._key)
                count += 1
        return clean.value, count

    def _asked(self, message: Message, operation: Operation | None) -> Schema | Plan | None:
        """What the body of a request is redacted by.

        In one that is no operation, whatever a request of the profile marks is marked wherever its name stands; so is
        it in a form, whose names are free: `data[0][ChuHoSo]` counts as its last word.
        """
        if operation is not None and media_type(message.headers) not in FORMS:
            return operation.request_schema
        plan = Plan()
        plan.unnamed = plan.items = plan
        marks = ((name, self._marks.get(_last_word(name))) for name in _names_in(message.body))
        plan.properties = {name: Plan(mark=mark) for name, mark in marks if mark}
        if operation is not None:
            plan.properties |= plan_of(operation.request_schema).properties
        return plan

    def _content(self, message: Message, schema: Schema | Plan | None) -> tuple[Json, str | None, int, list[Json]]:
        body = redact(message.body, schema, self._key)
        text, replaced = (None, 0) if message.readable else self._text(message.text)
        return body.value, text, body.count + replaced, body.facts["identity"]

    def _queried(self, query: Mapping[str, list[str]]) -> tuple[dict[str, list[str]], int]:
        """The query; a name like `data[0][ChuHoSo]` counts as its last word."""
        clean: dict[str, list[str]] = {}
        count = 0
        for name, values in query.items():
            mark = self._query_marks.get(_last_word(name))
            part = redact({name: values}, BY_MARK[mark] if mark else None, self._key)
            clean.update(part.value)
            count += part.count
        return clean, count

    def _text(self, text: str | None) -> tuple[str | None, int]:
        """Free text without the values of fields that the profile marks, as broken JSON and forms spell them."""
        if not text:
            return None, 0
        if "\0" in text:  # UTF-16 or no text at all: no field can be told from another
            return placeholder(text, "text", self._key)[:TEXT_CHARACTERS], 1
        named, replaced = self._pair.subn(self._replace, text)
        clean = redact_text(named, self._key)
        return clean.value[:TEXT_CHARACTERS], replaced + clean.count

    def _replace(self, match: re.Match[str]) -> str:
        return match["name"] + match["is"] + placeholder(match["value"], self._marks[match["name"].lower()], self._key)


def _parameter_marks(operations: tuple[Operation, ...], place: str) -> dict[str, str]:
    """The marks of parameters in `place` (query, headers, path), by name."""
    found: dict[str, str] = {}
    for operation in operations:
        if operation.parameters is not None:
            inside = plan_of(operation.parameters).properties.get(place)
            found |= {name: plan.mark for name, plan in inside.properties.items() if plan.mark} if inside else {}
    return found


def _last_word(name: str) -> str:
    """`chuhoso` of `data[0][ChuHoSo]`."""
    return "".join(LAST_WORD.findall(name)).lower()


def _names_in(value: Json) -> set[str]:
    """The names of all properties in a value."""
    names: set[str] = set()
    left = [value]
    while left:
        item = left.pop()
        if isinstance(item, dict):
            names.update(item)
            left.extend(item.values())
        elif isinstance(item, list):
            left.extend(item)
    return names


def _marked_names(plan: Plan, seen: set[int]) -> Iterator[tuple[str, str]]:
    """The names of properties that a plan marks, or whose elements it marks, with the mark."""
    if id(plan) in seen:
        return
    seen.add(id(plan))
    for name, child in plan.properties.items():
        mark = child.mark or (child.items.mark if child.items is not None else None)
        if mark:
            yield name, mark
    for inner in (*plan.properties.values(), *plan.places, plan.unnamed, plan.items):
        if inner is not None:
            yield from _marked_names(inner, seen)
