"""Where the rows of a table of the state are: in memory only, or on disk with those in memory that are asked for."""

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Final, Protocol

from mocks.state.batching import Batches

if TYPE_CHECKING:
    from mocks.state.database import Row

KNOWN: Final = 50_000
ABSENT: Final = 1_000
RUN: Final = 500


class Rows(Protocol):
    """Values by key as JSON texts, in the order in which the keys first came."""

    def get(self, key: str) -> bytes | None:
        """The value of a key; None where there is none."""
        ...

    def put(self, key: str, value: bytes) -> None:
        """Set the value of a key."""
        ...

    def delete(self, key: str) -> bool:
        """Take a key away; False where it was not there."""
        ...

    def items(self) -> Iterator[tuple[str, bytes]]:
        """Every key with its value; what changes meanwhile may be seen or not."""
        ...

    def __len__(self) -> int: ...


class Remembered:
    """Rows in memory only; `by_key` may be changed for another."""

    def __init__(self) -> None:
        self.by_key: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        """The value of a key; None where there is none."""
        return self.by_key.get(key)

    def put(self, key: str, value: bytes) -> None:
        """Set the value of a key."""
        self.by_key[key] = value

    def delete(self, key: str) -> bool:
        """Take a key away; False where it was not there."""
        return self.by_key.pop(key, None) is not None

    def items(self) -> Iterator[tuple[str, bytes]]:
        """Every key with its value as they are now."""
        yield from list(self.by_key.items())

    def __len__(self) -> int:
        return len(self.by_key)


class Lasting:
    """Rows of the table `name` of a database, of which the KNOWN newest are in memory too.

    While all are (`_known` as long as the table), the disk is only written. Afterwards a row that is not known is
    looked for in what is still to be written, then on disk.
    """

    def __init__(self, name: str, batches: Batches) -> None:
        self._name = name
        self._batches = batches
        self._known: dict[str, tuple[int, bytes]] = {}
        self._absent: dict[str, None] = {}
        batches.flush()
        batches.database.add_table(name)
        self.read_anew()

    def read_anew(self) -> None:
        """Forget what is known and look at the disk again; nothing may be left to be written."""
        self._size, self._place = self._batches.database.size(self._name)
        self._absent = {}
        first = self._batches.database.rows(self._name, after=0, most=KNOWN)
        self._known = {key: (place, value) for place, key, value in first}

    def get(self, key: str) -> bytes | None:
        """The value of a key; None where there is none."""
        row = self._known.get(key) or self._look_up(key)
        return None if row is None else row[1]

    def put(self, key: str, value: bytes) -> None:
        """Set the value of a key."""
        row = self._known.get(key) or self._look_up(key)
        if row is None:
            self._size, self._place = self._size + 1, self._place + 1
            self._absent.pop(key, None)
        kept = (self._place if row is None else row[0], value)
        self._learn(key, kept)
        self._batches.put(self._name, key, kept)

    def delete(self, key: str) -> bool:
        """Take a key away; False where it was not there."""
        row = self._known.pop(key, None) or self._look_up(key)
        if row is None:
            return False
        self._known.pop(key, None)
        self._size -= 1
        self._note_absent(key)
        self._batches.put(self._name, key, (row[0], None))
        return True

    def items(self) -> Iterator[tuple[str, bytes]]:
        """Every key with its value; what changes meanwhile may be seen or not."""
        if len(self._known) == self._size:
            yield from [(key, value) for key, (_, value) in self._known.items()]
            return
        self._batches.flush()
        after = 0
        while rows := self._batches.database.rows(self._name, after=after, most=RUN):
            for after, key, value in rows:  # noqa: B007 - the last place is where the next run begins
                yield key, value

    def __len__(self) -> int:
        return self._size

    def _look_up(self, key: str) -> tuple[int, bytes] | None:
        """A row that is not known; None where there is none."""
        if len(self._known) == self._size or key in self._absent:
            return None
        row: Row | None = self._batches.find(self._name, key) or self._batches.database.row(self._name, key)
        if row is None or row[1] is None:
            self._note_absent(key)
            return None
        found = (row[0], row[1])
        self._learn(key, found)
        return found

    def _learn(self, key: str, row: tuple[int, bytes]) -> None:
        if len(self._known) >= KNOWN and key not in self._known:
            newest = islice(self._known.items(), 1 + KNOWN // 4, None)
            self._known = dict(newest)  # many at once: to find the first of a dict takes longer with each that went
        self._known[key] = row

    def _note_absent(self, key: str) -> None:
        if len(self._absent) >= ABSENT:
            self._absent.clear()
        self._absent[key] = None
