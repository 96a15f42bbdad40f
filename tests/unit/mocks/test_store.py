"""The store: values by key in the order of their coming, the same whether they are on disk or not."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from mocks.state.database import AT_ONCE, Database, StateUnusable
from mocks.state.store import Store, UnknownSnapshot
from tests.unit.mocks.keeping import opened

KINDS = ["memory", "disk"]


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


def test_one_file_is_one_process_s_alone(tmp_path: Path) -> None:
    with opened(tmp_path), pytest.raises(StateUnusable, match=r"x\.sqlite: database is locked"):
        Database(tmp_path / "x.sqlite")


@pytest.mark.parametrize("count", [1, AT_ONCE, 2 * AT_ONCE + 1])
def test_many_rows_at_once_are_all_on_disk(tmp_path: Path, count: int) -> None:
    with opened(tmp_path) as (store, _):
        table = store.table("dossiers")
        for number in range(count):
            table.put(f"d-{number}", number)
        table.put("gone", 0)
        table.delete("gone")
    with opened(tmp_path) as (store, _):
        assert list(store.table("dossiers").items()) == [(f"d-{number}", number) for number in range(count)]
