"""JSON that is kept for a while."""

from typing import Any

import orjson


def lasting_json(value: Any) -> bytes:
    """`value` as JSON, in no more memory than it needs: what orjson gives keeps room for many times its length."""
    return memoryview(orjson.dumps(value)).tobytes()
