"""Redaction at the door: what a request and an answer look like once no personal data is left in them."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from mocks.reading import Message
from specs.marked_schema import PERSONAL_DATA, Schema
from specs.openapi import components
from specs.operation import Operation
from specs.placeholders import placeholder
from specs.profile import Profile
from specs.redaction import redact, redact_headers, redact_text

Json: TypeAlias = Any
TEXT_CHARACTERS = 4096
LAST_WORD = re.compile(r"\w+(?=\W*\Z)")
BY_MARK: dict[str, Schema] = {mark: {"additionalProperties": {"x-personal-data": mark}} for mark in PERSONAL_DATA}
NO_NAME = "(?!)"
TOLD = r"""(?P<is>(?:\]|%5D)*["']?\s*(?:[:=>]|\n)\s*["']?)(?P<value>[^"'&<\r\n]{1,4096})"""
"""What follows the name of a field in broken JSON, XML, a form or one of its parts: a sign, then the value."""


class Redactor:
    """Redacts by the marks of one profile under one key, and counts what it replaced (`count`, `identities`)."""

    def __init__(self, profile: Profile, key: bytes) -> None:
        self._key = key
        self._any_request = _all_requests(profile)
        self._marks = {name.lower(): mark for name, mark in _marked_names(self._any_request)}
        names = "|".join(map(re.escape, sorted(self._marks, key=len, reverse=True))) or NO_NAME
        self._pair = re.compile(rf"(?P<name>{names}){TOLD}", re.IGNORECASE)

    def request(
        self, message: Message, *, method: str, path: str, query: Mapping[str, list[str]], operation: Operation | None
    ) -> tuple[dict[str, Json], int, list[Json]]:
        """The request of an exchange, how many values were replaced, and the facts on identity numbers."""
        schema = self._any_request if operation is None else operation.request_schema
        rest, count, identities = self._message(message, schema)
        clean_path = redact_text(path, self._key)
        clean_query, replaced = self._queried(query)
        head = {"method": method, "path": clean_path.value, "query": clean_query}
        return head | rest, count + clean_path.count + replaced, identities

    def response(self, message: Message, *, status: int, operation: Operation | None) -> tuple[dict[str, Json], int]:
        """The answer of an exchange and how many values were replaced."""
        rest, count, _ = self._message(message, None if operation is None else operation.response_schema)
        return {"status": status} | rest, count

    def _message(self, message: Message, schema: Schema | None) -> tuple[dict[str, Json], int, list[Json]]:
        headers = redact_headers(message.headers, self._key)
        body = redact(message.body, schema, self._key)
        text, replaced = (None, 0) if message.readable else self._text(message.text)
        parts = {"headers": headers.value, "body": body.value, "text": text, "size": message.size}
        return parts, headers.count + body.count + replaced, body.facts["identity"]

    def _queried(self, query: Mapping[str, list[str]]) -> tuple[dict[str, list[str]], int]:
        """The query; a name like `data[0][ChuHoSo]` counts as its last word."""
        clean: dict[str, list[str]] = {}
        count = 0
        for name, values in query.items():
            mark = self._marks.get("".join(LAST_WORD.findall(name)).lower())
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


def _all_requests(profile: Profile) -> Schema:
    """One schema with the marks of every request, for a request that is no operation."""
    schemas = components(profile)
    requests = [{"$ref": f"#/components/schemas/{name}"} for name in schemas if name.endswith(".request")]
    return {"components": {"schemas": schemas}, "allOf": requests}


def _marked_names(value: Json) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, schema in value.get("properties", {}).items():
            if isinstance(schema, Mapping) and "x-personal-data" in schema:
                yield name, schema["x-personal-data"]
    for item in value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ():
        yield from _marked_names(item)
