"""The state of a played system: tables of JSON values by key."""

from collections.abc import Iterator
from typing import Any, TypeAlias

import orjson

from mocks.state.batching import Batches
from mocks.state.lasting_json import lasting_json
from mocks.state.rows import Lasting, Remembered, Rows

Json: TypeAlias = Any


class UnknownSnapshot(ValueError):
    """There is no snapshot of that id."""


class Table:
    """JSON values by key, in the order in which the keys first came. Values are copied in and out."""

    def __init__(self, store: "Store", rows: Rows) -> None:
        self._store = store
        self._rows = rows

    def get(self, key: str) -> Json:
        """The value of `key`; None where there is none."""
        row = self._rows.get(key)
        return None if row is None else orjson.loads(row)

    def put(self, key: str, value: Json) -> None:
        """Set the value of `key`; None is no value."""
        self._rows.put(key, lasting_json(value))
        self._store.changes += 1

    def delete(self, key: str) -> None:
        """Take `key` away; nothing happens where it is not there."""
        if self._rows.delete(key):
            self._store.changes += 1

    def items(self) -> Iterator[tuple[str, Json]]:
        """Every key with its value."""
        for key, row in self._rows.items():
            yield key, orjson.loads(row)

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self._rows.get(key) is not None

    def __len__(self) -> int:
        return len(self._rows)


class Store:
    """The tables of one system, on disk where there are `batches` to take them there.

    `changes` counts every change ever made, so that a refusal can be seen to make none.
    """

    def __init__(self, batches: Batches | None = None) -> None:
        self.changes = 0
        self._batches = batches
        self._tables: dict[str, Table] = {}
        self._lasting: dict[str, Lasting] = {}
        self._fleeting: dict[str, Remembered] = {}
        self._snapshots: dict[str, dict[str, dict[str, bytes]]] = {}

    def table(self, name: str) -> Table:
        """A table that outlives the process where a state folder was given: no personal data of requests in it."""
        if self._batches is None:
            return self.memory(f"table {name}")
        if name not in self._tables:
            rows = self._lasting[name] = Lasting(name, self._batches)
            self._tables[name] = Table(self, rows)
        return self._tables[name]

    def memory(self, name: str) -> Table:
        """A table that is never on disk, for content that must be handed on."""
        known = f"memory {name}"
        if known not in self._tables:
            rows = self._fleeting[known] = Remembered()
            self._tables[known] = Table(self, rows)
        return self._tables[known]

    def reset(self) -> None:
        """Empty every table."""
        if self._batches is not None:
            self._batches.flush()
            self._batches.database.empty()
        self._forget({})
        self.changes += 1

    def snapshot(self) -> str:
        """Keep what is there now; the id restores it. Tables in memory are kept no longer than the process lives."""
        if self._batches is None:
            kept = f"s-{len(self._snapshots) + 1}"
        else:
            self._batches.flush()
            kept = f"s-{self._batches.database.snapshot()}"
        self._snapshots[kept] = {name: dict(rows.by_key) for name, rows in self._fleeting.items()}
        return kept

    def restore(self, kept: str) -> None:
        """Make everything as it was at the snapshot. Raises UnknownSnapshot."""
        if self._batches is None:
            known = kept in self._snapshots
        else:
            self._batches.flush()
            number = kept.removeprefix("s-")
            known = number.isdecimal() and self._batches.database.restore(int(number))
        if not known:
            raise UnknownSnapshot(f"there is no snapshot {kept!r}")
        self._forget(self._snapshots.get(kept, {}))
        self.changes += 1

    def _forget(self, fleeting: dict[str, dict[str, bytes]]) -> None:
        """Take over what is on disk now, and `fleeting` into the tables in memory."""
        for lasting in self._lasting.values():
            lasting.read_anew()
        for name, rows in self._fleeting.items():
            rows.by_key = dict(fleeting.get(name, {}))
