"""The state of a played system: tables of JSON values by key."""

from collections.abc import Iterator
from typing import Any, TypeAlias

import orjson

Json: TypeAlias = Any


class UnknownSnapshot(ValueError):
    """There is no snapshot of that id."""


class Table:
    """JSON values by key, in the order in which the keys first came. Values are copied in and out."""

    def __init__(self, store: "Store") -> None:
        self._store = store
        self._rows: dict[str, bytes] = {}

    def get(self, key: str) -> Json:
        """The value of `key`; None where there is none."""
        row = self._rows.get(key)
        return None if row is None else orjson.loads(row)

    def put(self, key: str, value: Json) -> None:
        """Set the value of `key`; None is no value."""
        self._rows[key] = orjson.dumps(value)
        self._store.changes += 1

    def delete(self, key: str) -> None:
        """Take `key` away; nothing happens where it is not there."""
        if self._rows.pop(key, None) is not None:
            self._store.changes += 1

    def items(self) -> Iterator[tuple[str, Json]]:
        """Every key with its value."""
        for key, row in list(self._rows.items()):
            yield key, orjson.loads(row)

    def __contains__(self, key: object) -> bool:
        return key in self._rows

    def __len__(self) -> int:
        return len(self._rows)


class Store:
    """The tables of one system. `changes` counts every change ever made, so that a refusal can be seen to make none."""

    def __init__(self) -> None:
        self.changes = 0
        self._tables: dict[str, Table] = {}
        self._memory: dict[str, Table] = {}
        self._snapshots: dict[str, list[dict[str, dict[str, bytes]]]] = {}

    def table(self, name: str) -> Table:
        """A table that outlives the process where a state folder was given: no personal data of requests in it."""
        return self._tables.setdefault(name, Table(self))

    def memory(self, name: str) -> Table:
        """A table that is never on disk, for content that must be handed on."""
        return self._memory.setdefault(name, Table(self))

    def reset(self) -> None:
        """Empty every table."""
        for table in (*self._tables.values(), *self._memory.values()):
            table._rows.clear()  # noqa: SLF001 - a table is a part of its store
        self.changes += 1

    def snapshot(self) -> str:
        """Keep what is there now; the id restores it."""
        kept = f"s-{len(self._snapshots) + 1}"
        self._snapshots[kept] = [
            {name: dict(table._rows) for name, table in tables.items()}  # noqa: SLF001 - as in reset
            for tables in (self._tables, self._memory)
        ]
        return kept

    def restore(self, kept: str) -> None:
        """Make everything as it was at the snapshot. Raises UnknownSnapshot."""
        if kept not in self._snapshots:
            raise UnknownSnapshot(f"there is no snapshot {kept!r}")
        for tables, rows in zip((self._tables, self._memory), self._snapshots[kept], strict=True):
            for name, table in tables.items():
                table._rows = dict(rows.get(name, {}))  # noqa: SLF001 - as in reset
        self.changes += 1
