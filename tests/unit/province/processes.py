"""Portal and province as processes of their own, to be killed."""

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from mocks.province.options import ProvinceOptions
from mocks.province.serve import serve as serve_province
from mocks.stage.played import Terms, Wish
from mocks.stage.serve import serve as serve_portal
from mocks.stage.server import Placement

FORK = multiprocessing.get_context("forkserver")  # what it has imported once, each process has at its start
FORK.set_forkserver_preload(["tests.unit.province.processes"])
START_S = 30.0
TOKEN = "control-token-of-a-test"
Target = Callable[[Connection, dict[str, Any]], None]


def run_portal(ready: Connection, options: dict[str, Any]) -> None:
    wish = Wish(system="dvcqg", accounts={"username": "h56.test", "password": "not-a-real-password"})
    serve_portal(
        [wish],
        Terms(lenient=True, **options),
        Placement(token=TOKEN),
        ready=lambda systems: ready.send({"national": systems[0].national, "control": systems[0].control}),
    )


def run_province(ready: Connection, options: dict[str, Any]) -> None:
    serve_province(ProvinceOptions(**options), ready.send)


def start(target: Target, options: dict[str, Any]) -> tuple[BaseProcess, dict[str, Any]]:
    """Start a process and wait until it is ready; gives it and what it told."""
    mine, its = FORK.Pipe()
    process = FORK.Process(target=target, args=(its, options), daemon=True)
    process.start()
    its.close()
    with mine:
        if not mine.poll(START_S):
            kill(process)
            raise TimeoutError(f"{target.__name__} did not start")
        return process, mine.recv()


@contextmanager
def running(target: Target, options: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Run a process, and end it by SIGTERM."""
    process, told = start(target, options)
    try:
        yield told
    finally:
        process.terminate()
        process.join(10)
        code = process.exitcode
        process.close()
    assert code == 0, f"{target.__name__} ended with {code}"


def kill(process: BaseProcess) -> None:
    """SIGKILL: no handler runs, nothing is put in order."""
    process.kill()
    process.join(10)
    process.close()
