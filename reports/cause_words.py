"""Words for causes: of questions (`question_causes.toml`), and of pairs by kind, cause and field (`causes.toml`)."""

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from reports.messages import Text
from specs import FOLDER


def cause_words(cause: str) -> Text:
    """A cause of the record in words; a part for which there are none stands as it is."""
    kind, *rest = cause.split("/")
    if rest:
        return _join(_kinds().get(kind), _causes_of(kind).get(rest[0]), *rest[1:])
    head, _, name = cause.partition("-")
    rows = _read("question_causes.toml")
    if cause in rows["cause"]:
        return _text(rows["cause"][cause])
    if head in rows["of_a_field"]:
        return _join(_text(rows["of_a_field"][head]), name)
    return _kinds().get(cause) or Text(cause, cause)


def _join(*parts: Text | str | None) -> Text:
    texts = [Text(part, part) if isinstance(part, str) else part for part in parts if part]
    return Text(": ".join(text.vi for text in texts), ": ".join(text.en for text in texts))


def _text(row: Mapping[str, str]) -> Text:
    return Text(row["vi"], row["en"])


def _kinds() -> Mapping[str, Text]:
    return {row["name"]: _text(row) for row in _read("causes.toml")["kind"]}


def _causes_of(kind: str) -> Mapping[str, Text]:
    found = [row for row in _read("causes.toml")["kind"] if row["name"] == kind]
    return {cause["name"]: _text(cause) for row in found for cause in row["cause"]}


@cache
def _read(name: str) -> Mapping[str, Any]:
    return tomllib.loads((FOLDER / "reconcile" / name).read_text(encoding="utf-8"))
