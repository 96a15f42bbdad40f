"""What a caller signs in with, compared without telling by the time it takes how much of it was right."""

import hmac
from collections.abc import Mapping
from typing import Any


def is_client(body: Any, accounts: Mapping[str, str]) -> bool:
    """Whether `body` has every account value of the province, as text."""
    return isinstance(body, Mapping) and all([same(body.get(name), value) for name, value in accounts.items()])


def same(given: Any, expected: str) -> bool:
    """Whether `given` is that text."""
    return isinstance(given, str) and hmac.compare_digest(given.encode(), expected.encode())
