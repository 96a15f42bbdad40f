"""The shipped data as they are written, and what our schemas say against a value."""

import tomllib
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from specs import FOLDER
from specs.schema import load_schema

AREAS = sorted(path.stem for path in (FOLDER / "requirements").glob("*.toml"))


def load_toml(name: str) -> dict[str, Any]:
    """A file below `specs`."""
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def load_rows() -> list[dict[str, Any]]:
    """Every row of every area."""
    return [row for area in AREAS for row in load_toml(f"requirements/{area}.toml")["requirement"]]


def errors_of(name: str, value: object) -> list[str]:
    """What the schema of that name finds in a value, each with its place."""
    validator = Draft202012Validator(load_schema(name), format_checker=FormatChecker())
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]
