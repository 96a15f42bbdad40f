"""The store: values by key in the order of their coming, the same whether they are on disk or not."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

import mocks.state.rows
from mocks.ledger.journal import Journal
from mocks.state.batching import Batches
from mocks.state.database import Database, StateUnusable
from mocks.state.store import Store, Table, UnknownSnapshot

KINDS = ["memory", "disk"]


@contextmanager
def opened(folder: Path) -> Iterator[tuple[Store, Batches]]:
    """A store in that folder, closed in good order."""
    batches = Batches(Database(folder / "x.sqlite"))
    journal = Journal(batches=batches)
    try:
        yield Store(batches), batches
    finally:
        journal.close()


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "memory":
        yield Store()
        return
    with opened(tmp_path) as (store, _):
        yield store


def test_a_value_is_copied_in_and_out(store: Store) -> None:
    table = store.table("dossiers")
    value = {"codes": ["a"], "n": 1.5, "đ": None}
    table.put("k", value)
    value["codes"].append("b")  # type: ignore[attr-defined]  # a list, as written above
    told = table.get("k")
    assert told == {"codes": ["a"], "n": 1.5, "đ": None}
    told["codes"].clear()
    assert table.get("k")["codes"] == ["a"]


def test_what_is_not_there(store: Store) -> None:
    table = store.table("dossiers")
    assert table.get("k") is None
    assert "k" not in table
    assert 7 not in table
    assert len(table) == 0
    changes = store.changes
    table.delete("k")
    assert store.changes == changes


def test_keys_keep_the_order_in_which_they_first_came(store: Store) -> None:
    table = store.table("dossiers")
    for key in "cab":
        table.put(key, key)
    table.put("c", "again")
    table.delete("a")
    table.put("a", "new")
    assert list(table.items()) == [("c", "again"), ("b", "b"), ("a", "new")]


def test_every_change_is_counted(store: Store) -> None:
    lasting, fleeting = store.table("t"), store.memory("m")
    lasting.put("k", 1)
    fleeting.put("k", 1)
    lasting.delete("k")
    kept = store.snapshot()
    assert store.changes == 3
    store.restore(kept)
    store.reset()
    assert store.changes == 5


def test_a_table_is_known_by_its_name_and_its_kind(store: Store) -> None:
    store.table("t").put("k", 1)
    store.memory("t").put("k", 2)
    assert store.table("t") is store.table("t")
    assert (store.table("t").get("k"), store.memory("t").get("k")) == (1, 2)


def test_a_snapshot_restores_every_table(store: Store) -> None:
    lasting, fleeting = store.table("t"), store.memory("m")
    lasting.put("b", 1)
    lasting.put("a", 1)
    fleeting.put("k", 1)
    first = store.snapshot()
    lasting.put("b", 2)
    lasting.delete("a")
    lasting.put("c", 2)
    fleeting.put("k", 2)
    second = store.snapshot()
    store.reset()
    assert (len(lasting), len(fleeting), "b" in lasting) == (0, 0, False)
    store.restore(second)
    assert (list(lasting.items()), fleeting.get("k")) == ([("b", 2), ("c", 2)], 2)
    store.restore(first)
    assert (list(lasting.items()), fleeting.get("k")) == ([("b", 1), ("a", 1)], 1)
    lasting.put("z", 3)
    assert list(lasting.items())[-1] == ("z", 3)


@pytest.mark.parametrize("kept", ["s-1", "s-x", "", "1"])
def test_a_snapshot_that_is_none(store: Store, kept: str) -> None:
    store.table("t").put("k", 1)
    with pytest.raises(UnknownSnapshot, match="there is no snapshot"):
        store.restore(kept)
    assert store.table("t").get("k") == 1


def test_a_value_that_is_no_json_changes_nothing(store: Store) -> None:
    table = store.table("t")
    with pytest.raises(TypeError):
        table.put("k", object())
    assert ("k" in table, store.changes) == (False, 0)


def test_tables_and_snapshots_outlive_the_process_but_not_what_is_in_memory(tmp_path: Path) -> None:
    with opened(tmp_path) as (store, _):
        store.table('a "quoted" name').put("k", {"đ": [1]})
        store.memory("m").put("k", "secret")
        kept = store.snapshot()
        store.table('a "quoted" name').put("k", 2)
    assert b"secret" not in b"".join(file.read_bytes() for file in tmp_path.iterdir())
    with opened(tmp_path) as (store, _):
        assert store.table('a "quoted" name').get("k") == 2
        store.restore(kept)
        assert store.table('a "quoted" name').get("k") == {"đ": [1]}
        assert len(store.memory("m")) == 0
        assert store.snapshot() != kept


def test_what_is_not_written_yet_is_seen_at_once(tmp_path: Path) -> None:
    with opened(tmp_path) as (store, batches):
        table = store.table("t")
        table.put("k", 1)
        batches.flush()
        table.put("k", 2)
        table.put("new", 3)
        with closing(sqlite3.connect(tmp_path / "x.sqlite")) as outside:
            assert outside.execute('SELECT key, value FROM "state t"').fetchall() == [("k", "1")]
        assert (table.get("k"), table.get("new"), len(table)) == (2, 3, 2)


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


def test_one_file_is_one_process_s_alone(tmp_path: Path) -> None:
    with opened(tmp_path), pytest.raises(StateUnusable, match=r"x\.sqlite: database is locked"):
        Database(tmp_path / "x.sqlite")


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
