"""What a caller signs in with, compared without telling by the time it takes how much of it was right."""

import hmac
from collections.abc import Mapping
from typing import Any


def is_client(body: Any, accounts: Mapping[str, str]) -> bool:
    """Whether `body` has every account value of the province, as text."""
    if not isinstance(body, Mapping):
        return False
    right = [same(body.get(name), value) for name, value in accounts.items()]  # all of them, whichever is wrong
    return all(right)


def same(given: Any, expected: str) -> bool:
    """Whether `given` is that text."""
    return isinstance(given, str) and hmac.compare_digest(given.encode(), expected.encode())
