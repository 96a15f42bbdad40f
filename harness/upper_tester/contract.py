"""The published upper-tester contract as the recording door needs it: which operation, which schemas."""

import json
import re
from collections.abc import Mapping
from functools import cache, cached_property

from harness.exchange import Json
from specs import FOLDER

BASE = "/upper-tester/1"
PROBLEM = ("type", "title", "status", "detail", "instance")
"""Members of an error (RFC 9457), which stay readable but for what patterns find in them."""


class UpperTesterContract:
    """Operations and body schemas of `specs/interfaces/upper-tester/1/openapi.json`."""

    system = "upper-tester"
    profile = "1"
    base = BASE

    @cached_property
    def document(self) -> Mapping[str, Json]:
        """The OpenAPI document."""
        path = FOLDER / "interfaces" / self.system / self.profile / "openapi.json"
        document: Mapping[str, Json] = json.loads(path.read_text(encoding="utf-8"))
        return document

    @cached_property
    def _routes(self) -> list[tuple[str, re.Pattern[str], Mapping[str, Json]]]:
        return [
            (method.upper(), re.compile(self.base + re.sub(r"\{[^/]+?\}", "[^/]+", path) + "$"), operation)
            for path, methods in self.document["paths"].items()
            for method, operation in methods.items()
            if method in {"get", "post", "put", "delete"}
        ]

    def _find(self, method: str, path: str) -> Mapping[str, Json] | None:
        for known, pattern, operation in self._routes:
            if known == method and pattern.search(path):
                return operation
        return None

    def operation(self, method: str, path: str) -> str | None:
        """The operationId of a request; None where the contract has no such operation."""
        found = self._find(method, path)
        return None if found is None else str(found["operationId"])

    def described(self, operation: str) -> Mapping[str, Json]:
        """The row of an operation: its summary and what else the document says of it."""
        return next(row for _, _, row in self._routes if row["operationId"] == operation)

    def bodies(self, operation: str) -> tuple[Mapping[str, Json], Mapping[str, Json]]:
        """As the document writes them: the schemas of the request's and of the successful answer's body."""
        row = self.described(operation)
        asked = row.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
        answers = [row for status, row in row["responses"].items() if status.startswith("2")]
        answered = answers[0].get("content", {}).get("application/json", {}).get("schema", {}) if answers else {}
        return asked, answered

    @cache  # noqa: B019 - one contract lives as long as its door, and redaction remembers schemas by identity
    def schemas(self, operation: str | None) -> tuple[Mapping[str, Json], Mapping[str, Json]]:
        """The same, so that their references resolve and what the document does not name is marked; empty for None."""
        if operation is None:
            return {}, {}
        asked, answered = self.bodies(operation)
        # An answer may tell more than the contract names, an echo of the application for one: that is hidden whole.
        beyond = {"properties": {name: {} for name in PROBLEM}, "additionalProperties": {"x-personal-data": "text"}}
        parameters = self.described(operation).get("parameters", [])
        query = {"properties": {row["name"]: {"items": row["schema"]} for row in parameters}}
        return {**self._rooted(asked), "x-query": query}, self._rooted({"allOf": [answered, beyond]})

    def _rooted(self, schema: Mapping[str, Json]) -> Mapping[str, Json]:
        """With the components beside it, so that local references resolve."""
        return {**schema, "components": self.document["components"]}


CONTRACT = UpperTesterContract()
"""The one contract; a door that redacts by it makes its own, for that remembers schemas by identity."""
