"""The JSON Schemas of the project's own formats (`specs/schemas/*.json`), read once."""

import json
from functools import cache
from typing import Any

from specs import FOLDER


@cache
def load_schema(name: str) -> dict[str, Any]:
    """The schema of that name. Raises FileNotFoundError for a name that is not there."""
    schema: dict[str, Any] = json.loads((FOLDER / "schemas" / f"{name}.json").read_text(encoding="utf-8"))
    return schema
