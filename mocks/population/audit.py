"""Who asked for whom: one row for each look-up that was answered, with keyed digests in the place of numbers.

A provincial system keeps such rows (account, time, unit, input and its kind); that the database does so as well, and by
officer, is inferred from the officer's own number in every question. The key lives in this process only, so rows of an
earlier process cannot be turned back into numbers, and `run` says which rows can be compared.
"""

import hashlib
import hmac
import secrets
from datetime import datetime
from typing import Any, Final, TypeAlias

from mocks.state.store import Store

Json: TypeAlias = Any
KEPT: Final = 20_000
"""Rows that are kept; the oldest go first."""
_KEY_BYTES: Final = 32
_DIGEST_HEX: Final = 16


class Audit:
    """The log of look-ups of one database."""

    def __init__(self, store: Store) -> None:
        self._rows = store.table("audit")
        self._count = store.table("audit-count")
        self._key = secrets.token_bytes(_KEY_BYTES)
        self.run = hashlib.sha256(self._key).hexdigest()[:8]

    def digest(self, number: str) -> str:
        """What stands for a number in the rows of this run; "" for none."""
        return hmac.new(self._key, number.encode(), hashlib.sha256).hexdigest()[:_DIGEST_HEX] if number else ""

    def note(self, at: datetime, *, account: str, unit: str, officer: str, operation: str, **asked: Json) -> None:
        """Add a row. `asked`: `kind` of input, `subject` (a number), `found`."""
        number = (self._count.get("rows") or 0) + 1
        self._count.put("rows", number)
        row = {
            "number": number,
            "run": self.run,
            "at": at.isoformat(timespec="milliseconds"),
            "account": account,
            "unit": unit,
            "officer": self.digest(officer),
            "operation": operation,
            "kind": asked["kind"],
            "subject": self.digest(asked["subject"]),
            "found": asked["found"],
        }
        self._rows.put(str(number), row)
        self._rows.delete(str(number - KEPT))

    def show(self) -> Json:
        """The rows, oldest first, and how many older ones are gone."""
        rows = [row for _, row in self._rows.items()]
        return {"run": self.run, "rows": rows, "dropped": (self._count.get("rows") or 0) - len(rows)}
