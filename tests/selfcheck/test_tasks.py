"""The full self-check's own running: shards are a partition, results are kept, a stopped run goes on."""

import json
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.selfcheck.conditions import COMBINATIONS, PROFILES, SEEDS, conditions
from tests.selfcheck.tasks import Result, Results, Run, Shard, Task

NAMES = [f"task-{number}" for number in range(60)]


def tasks_of(play: Counter[str], *, fails: str = "") -> list[Task]:
    """Tasks that count how often each was played; one may fail."""

    def task(name: str) -> Task:
        def run(folder: Path) -> Result:
            play[name] += 1
            assert list(folder.iterdir()) == []
            if name == fails:
                raise RuntimeError("no bench")
            return {"name": name}

        return Task("kind", name, run)

    return [task(name) for name in NAMES]


def run_in(folder: Path, told: list[str], *, stop_at: float = float("inf")) -> Run:
    return Run(Results(folder / "results"), folder / "scratch", told=told.append, stop_at=stop_at)


@pytest.mark.parametrize("of", [1, 2, 4, 7])
def test_shards_are_a_partition(of: int) -> None:
    tasks = tasks_of(Counter())
    parts = [[task.name for task in tasks if Shard(number, of).holds(task)] for number in range(1, of + 1)]

    assert sorted(name for part in parts for name in part) == sorted(NAMES)
    assert all(parts)


def test_what_was_played_is_not_played_again(tmp_path: Path) -> None:
    played: Counter[str] = Counter()
    told: list[str] = []
    troubles = run_in(tmp_path, told).play(tasks_of(played, fails="task-7"), jobs=3)

    assert troubles == ["kind task-7: RuntimeError('no bench')"]
    assert Counter(NAMES) == played
    assert told[-1].startswith("60 of 60 (0 kept) · ")
    assert run_in(tmp_path, told).play(tasks_of(played), jobs=3) == []
    assert played == Counter(NAMES) + Counter(["task-7"])
    assert told[-1].startswith("60 of 60 (59 kept) · ")
    assert json.loads((tmp_path / "results" / "kind" / "task-7.json").read_text()) == {"name": "task-7"}
    assert not any((tmp_path / "scratch" / "kind").iterdir())


def test_nothing_begins_when_time_is_up(tmp_path: Path) -> None:
    played: Counter[str] = Counter()
    run_in(tmp_path, [], stop_at=time.monotonic()).play(tasks_of(played), jobs=2)

    assert not played


def test_tasks_run_side_by_side(tmp_path: Path) -> None:
    together = threading.Barrier(3, timeout=10)
    tasks = [Task("kind", name, lambda _folder: {"met": together.wait() >= 0}) for name in NAMES[:3]]

    assert run_in(tmp_path, []).play(tasks, jobs=3) == []


def test_the_conditions_are_those_that_were_asked_for() -> None:
    made = conditions()
    plain = made[0]
    alone = [row for row in made if _differs(row, plain) <= 1]

    assert len({row.name for row in made}) == len(made)
    assert {row.seed for row in alone} == set(SEEDS)
    assert {row.latency_ms for row in alone} == {0, 50, 500}
    assert {row.skew_s for row in alone} >= {90, -90}
    assert {row.database for row in alone} == {"sqlite", "postgresql"}
    assert {row.profile for row in alone} == set(PROFILES)
    assert any(row.errs for row in alone)
    assert len(made) == len(alone) + COMBINATIONS
    assert made == conditions()


def _differs(row: object, other: object) -> int:
    return sum(vars(row)[name] != vars(other)[name] for name in vars(row))
