"""Redaction at the door: what a request and an answer look like once no personal data is left in them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from specs.openapi import components
from specs.placeholders import placeholder
from specs.profile import Operation, Profile, Schema
from specs.redaction import redact, redact_headers, redact_text

Json: TypeAlias = Any
TEXT_CHARACTERS = 4096


@dataclass(frozen=True, kw_only=True)
class Message:
    """A message as it was on the wire. `body` counts only where `is_json`, `text` only where not."""

    headers: Mapping[str, str]
    size: int
    is_json: bool = False
    body: Json = None
    text: str | None = None


class Redactor:
    """Redacts by the marks of one profile under one key, and counts what it replaced (`count`, `identities`)."""

    def __init__(self, profile: Profile, key: bytes) -> None:
        self._key = key
        self._any_request = _all_requests(profile)
        marks = dict(_marked_names(self._any_request))
        self._query = {"properties": {name: {"items": {"x-personal-data": mark}} for name, mark in marks.items()}}
        self._marks = marks
        names = "|".join(map(re.escape, sorted(marks, key=len, reverse=True)))
        named, told = rf"(?P<name>\b(?:{names}))", r"""(?P<is>["']?\s*[:=]\s*["']?)"""
        self._pair = re.compile(named + told + r"""(?P<value>[^"'&\r\n]{1,4096})""")

    def request(
        self, message: Message, *, method: str, path: str, query: Mapping[str, list[str]], operation: Operation | None
    ) -> tuple[dict[str, Json], int, list[Json]]:
        """The request of an exchange, how many values were replaced, and the facts on identity numbers."""
        schema = self._any_request if operation is None else operation.request_schema
        rest, count, identities = self._message(message, schema)
        clean_path = redact_text(path, self._key)
        clean_query = redact(dict(query), self._query, self._key)
        head = {"method": method, "path": clean_path.value, "query": clean_query.value}
        return head | rest, count + clean_path.count + clean_query.count, identities

    def response(self, message: Message, *, status: int, operation: Operation | None) -> tuple[dict[str, Json], int]:
        """The answer of an exchange and how many values were replaced."""
        rest, count, _ = self._message(message, None if operation is None else operation.response_schema)
        return {"status": status} | rest, count

    def _message(self, message: Message, schema: Schema | None) -> tuple[dict[str, Json], int, list[Json]]:
        headers = redact_headers(message.headers, self._key)
        body = redact(message.body, schema, self._key)
        text, replaced = (None, 0) if message.is_json else self._text(message.text)
        parts = {"headers": headers.value, "body": body.value, "text": text, "size": message.size}
        return parts, headers.count + body.count + replaced, body.facts["identity"]

    def _text(self, text: str | None) -> tuple[str | None, int]:
        """Free text without the values of fields that the profile marks, as broken JSON and forms spell them."""
        if not text:
            return None, 0
        named, replaced = self._pair.subn(self._replace, text) if self._marks else (text, 0)
        clean = redact_text(named, self._key)
        return clean.value[:TEXT_CHARACTERS], replaced + clean.count

    def _replace(self, match: re.Match[str]) -> str:
        return match["name"] + match["is"] + placeholder(match["value"], self._marks[match["name"]], self._key)


def _all_requests(profile: Profile) -> Schema:
    """One schema with the marks of every request, for a request that is no operation."""
    requests = [{"$ref": f"#/components/schemas/{operation.name}.request"} for operation in profile.operations]
    return {"components": {"schemas": components(profile)}, "allOf": requests}


def _marked_names(value: Json) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, schema in value.get("properties", {}).items():
            if isinstance(schema, Mapping) and "x-personal-data" in schema:
                yield name, schema["x-personal-data"]
    for item in value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ():
        yield from _marked_names(item)
