"""What the full self-check consists of: the faultless province, its deviations, conditions, mutants."""

import queue
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.postgres import Postgres, running_postgres
from tests.selfcheck import conditions, kill, mutation
from tests.selfcheck.bench import Bench, bench
from tests.selfcheck.conditions import Condition
from tests.selfcheck.deviations import Deviation, deviations
from tests.selfcheck.rows import read_row
from tests.selfcheck.tasks import Result, Task

HONEST = "honest"


@dataclass(frozen=True)
class Plan:
    """Every task of a full self-check, and what the results of some of them are held against."""

    deviations: dict[Task, Deviation]
    conditions: dict[Task, Condition]
    mutants: list[Task]
    sieges: list[Task]
    honest: Task

    @property
    def tasks(self) -> list[Task]:
        """All of them."""
        return [self.honest, *self.deviations, *self.conditions, *self.mutants, *self.sieges]


def make_plan(scratch: Path, stack: ExitStack) -> Plan:
    """All tasks; what they run on is made when the first asks for it, in `scratch`, and ended with `stack`."""
    benches = Benches(scratch, stack)
    servers = Servers(stack)
    return Plan(
        deviations={Task("fault", row.name, partial(_judge, benches, row)): row for row in deviations()},
        conditions={
            Task("condition", row.name, partial(_weather, servers, row)): row for row in conditions.conditions()
        },
        mutants=mutation.tasks(),
        sieges=kill.tasks(),
        honest=Task("fault", HONEST, partial(_judge, benches, None)),
    )


def _judge(benches: "Benches", deviation: Deviation | None, folder: Path) -> Result:
    """Every case against one province."""
    with benches.one() as stand:
        stand.mount(deviation)
        done = stand.judge(folder / "out", "--seed", "1")
        if not (folder / "out" / "readiness.json").is_file():
            raise RuntimeError(done.stderr[-1000:] or done.stdout[-1000:])
        return read_row(folder / "out").to_json()


def _weather(servers: "Servers", condition: Condition, folder: Path) -> Result:
    """The faultless province under one condition."""
    return conditions.play(condition, folder, servers.new_database).to_json()


class Benches:
    """As many benches as are in use at once; all are ended with the stack."""

    def __init__(self, scratch: Path, stack: ExitStack) -> None:
        self._scratch, self._stack = scratch, stack
        self._free: queue.SimpleQueue[Bench] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._made = 0

    @contextmanager
    def one(self) -> Iterator[Bench]:
        """A bench that nobody else uses meanwhile. One on which something went wrong is not used again."""
        try:
            stand = self._free.get_nowait()
        except queue.Empty:
            stand = self._new()
        yield stand
        self._free.put(stand)

    def _new(self) -> Bench:
        with self._lock:
            self._made += 1
            return self._stack.enter_context(bench(self._scratch / f"bench-{self._made}"))


class Servers:
    """One PostgreSQL for all, from the first that asks for it."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._lock = threading.Lock()
        self._server: Postgres | None = None

    def new_database(self) -> AbstractContextManager[str]:
        """An empty database while the block lasts; gives its address."""
        with self._lock:
            if self._server is None:
                self._server = self._stack.enter_context(running_postgres())
            return self._server.new_database()
