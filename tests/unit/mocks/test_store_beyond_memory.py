"""A table of which only a part has room in memory is the same table."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

import mocks.state.rows
from mocks.ledger.journal import Journal
from mocks.state.batching import Batches
from mocks.state.database import Database
from mocks.state.store import Store, Table
from tests.unit.mocks.keeping import opened


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A memory of three rows, so that the others must be looked for on disk."""
    monkeypatch.setattr(mocks.state.rows, "KNOWN", 3)
    monkeypatch.setattr(mocks.state.rows, "ABSENT", 2)
    monkeypatch.setattr(mocks.state.rows, "RUN", 2)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("is_written", [True, False])
def test_rows_that_are_not_in_memory_are_found(tmp_path: Path, *, is_written: bool) -> None:
    with opened(tmp_path) as (store, batches):
        table = store.table("t")
        for number in range(10):
            table.put(f"k{number}", number)
        if is_written:
            batches.flush()
        table.delete("k1")
        table.put("k2", "new")
        assert [table.get(f"k{number}") for number in range(11)] == [0, None, "new", 3, 4, 5, 6, 7, 8, 9, None]
        assert ("k1" in table, "k0" in table, len(table)) == (False, True, 9)
        assert [key for key, _ in table.items()] == ["k0", *(f"k{number}" for number in range(2, 10))]
    with opened(tmp_path) as (store, _):
        assert [value for _, value in store.table("t").items()] == [0, "new", 3, 4, 5, 6, 7, 8, 9]


class TablesAgree(RuleBasedStateMachine):
    """A table on disk, in whose memory little has room, behaves as a plain dict; also over restarts and snapshots."""

    folder: Path
    KEYS = st.sampled_from("abcdefgh")

    def __init__(self) -> None:
        super().__init__()
        self.file = self.folder / f"{len(list(self.folder.glob('*.sqlite')))}.sqlite"
        self.expected: dict[str, Any] = {}
        self.kept: dict[str, dict[str, Any]] = {}
        self._open()

    def _open(self) -> None:
        self.batches = Batches(Database(self.file))
        self.journal = Journal(batches=self.batches)
        self.store = Store(self.batches)
        self.table: Table = self.store.table("t")

    @rule(key=KEYS, value=st.integers(-9, 9) | st.text(max_size=3))
    def put(self, key: str, value: Any) -> None:
        self.table.put(key, value)
        self.expected[key] = value

    @rule(key=KEYS)
    def delete(self, key: str) -> None:
        self.table.delete(key)
        self.expected.pop(key, None)

    @rule(key=KEYS)
    def get(self, key: str) -> None:
        assert self.table.get(key) == self.expected.get(key)
        assert (key in self.table) == (key in self.expected)

    @rule()
    def flush(self) -> None:
        self.batches.flush()

    @rule()
    def snapshot(self) -> None:
        self.kept[self.store.snapshot()] = dict(self.expected)

    @rule(data=st.data())
    def restore(self, data: Any) -> None:
        if self.kept:
            kept = data.draw(st.sampled_from(sorted(self.kept)))
            self.store.restore(kept)
            self.expected = dict(self.kept[kept])

    @rule()
    def reset(self) -> None:
        self.store.reset()
        self.expected = {}

    @rule()
    def restart(self) -> None:
        self.journal.close()
        self._open()

    @invariant()
    def has_as_many(self) -> None:
        assert len(self.table) == len(self.expected)

    @rule()
    def list_all(self) -> None:
        assert list(self.table.items()) == list(self.expected.items())

    def teardown(self) -> None:
        self.journal.close()


@pytest.mark.usefixtures("small")
def test_a_table_on_disk_is_a_dict(tmp_path: Path) -> None:
    machine: Any = type("Here", (TablesAgree,), {"folder": tmp_path})
    slow = [HealthCheck.too_slow]
    run_state_machine_as_test(
        machine, settings=settings(max_examples=30, stateful_step_count=30, deadline=None, suppress_health_check=slow)
    )
