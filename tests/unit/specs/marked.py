"""A key to redact with, and schemas that mark what is personal."""

from typing import Any

KEY = b"a key of the run"


def mark(name: str) -> dict[str, Any]:
    """The schema of a text of that class."""
    return {"type": "string", "x-personal-data": name}
