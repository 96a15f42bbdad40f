"""The published document of the control API, and answers held against it."""

import json
import re
from typing import Any, Final

import httpx
from jsonschema import Draft202012Validator, FormatChecker

from specs import FOLDER

FILE: Final = FOLDER / "interfaces" / "control" / "1" / "openapi.json"
DOCUMENT: Final = json.loads(FILE.read_text(encoding="utf-8"))
DOORS: Final = [(method.upper(), path) for path, item in DOCUMENT["paths"].items() for method in item]
CLOSED: Final = [(method, path) for method, path in DOORS if path != "/"]


def within_the_document(answer: httpx.Response, *, prefix: str = "") -> Any:
    """The body of an answer, valid by what the document says of this path, method and status."""
    path = answer.request.url.path.removeprefix(prefix)
    item = DOCUMENT["paths"].get(path) or _templated(path)
    ((media, content),) = item[answer.request.method.lower()]["responses"][str(answer.status_code)]["content"].items()
    assert answer.headers["content-type"].partition(";")[0] == media
    schema = {"components": DOCUMENT["components"], "allOf": [content["schema"]]}
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(answer.json())
    return answer.json()


def _templated(path: str) -> Any:
    for template, item in DOCUMENT["paths"].items():
        if "{" in template and re.fullmatch(re.sub(r"\{\w+\}", ".+", template), path):
            return item
    raise AssertionError(f"{path} is not published")
