"""A generator's process: alone, the master of several, or one of them. Started by `load.runner`, never imported by it.

A byte on standard input, or its end, stops the run with what there is. Standard output has JSON lines:
`{"listening": port}`, `{"progress": …}`; what became of the calls is written to the file of `--out`.
"""

import argparse
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import gevent
import orjson
from gevent.os import make_nonblocking, nb_read
from locust import runners
from locust.env import Environment
from locust.runners import Runner
from locust.stats import stats_history

from load.locustfiles.conductor import Conductor, Lost
from load.locustfiles.course import BROKEN
from load.locustfiles.generator import Generator, OpenArrivals

SILENCE_S = 15
"""How long a worker may say nothing before the master gives it up; locust's 3 s pass where the machine is busy."""


def main() -> int:
    """Play one role until the run is over. Exit 1: a generator did not come, went, or made a mistake."""
    options = _options()
    environment = Environment(user_classes=[OpenArrivals])
    if options.role == "worker":
        return _work(environment, options)
    runner = _conducting(environment, options)
    parts = [Path(part).read_bytes().splitlines() for part in options.part]
    conductor = Conductor(runner, parts, tell=lambda progress: _print({"progress": progress}))
    _on_word_from_above(lambda: conductor.halt("stopped"))
    if options.web_port:
        environment.create_web_ui("127.0.0.1", options.web_port)
        gevent.spawn(stats_history, runner)
    try:
        conductor.conduct(patience_s=options.patience)
    except Lost as exc:
        sys.stderr.write(f"{exc}\n")
        return 1
    finally:
        runner.quit()
    if any(one["ended"] == BROKEN for one in conductor.finished.values()):
        return 1
    document = {
        "started_at": conductor.started_at.isoformat(),
        "generators": list(conductor.finished.values()),
        "rows": conductor.rows,
    }
    Path(options.out).write_bytes(orjson.dumps(document))
    return 0


def _conducting(environment: Environment, options: argparse.Namespace) -> Runner:
    """Return the runner that conducts: the master of others, or one with a generator beside it."""
    if options.role == "master":
        runners.HEARTBEAT_LIVENESS = SILENCE_S
        master = environment.create_master_runner(options.host, options.port)
        _print({"listening": master.server.port})
        return master
    local = environment.create_local_runner()
    Generator(local)
    return local


def _work(environment: Environment, options: argparse.Namespace) -> int:
    """Be one of several, until the master says that it is over."""
    runner = environment.create_worker_runner(options.host, options.port)
    generator = Generator(runner)
    runner.send_message("here", {})  # for locust's master it came earlier: before it understood any message of ours
    _on_word_from_above(lambda: generator.halt("stopped"))
    runner.greenlet.join()
    return 0


def _on_word_from_above(act: Callable[[], None]) -> None:
    make_nonblocking(sys.stdin.fileno())

    def listen() -> None:
        nb_read(sys.stdin.fileno(), 1)
        act()

    gevent.spawn(listen)


def _print(line: Mapping[str, Any]) -> None:
    try:
        os.write(sys.stdout.fileno(), orjson.dumps(line) + b"\n")
    except BrokenPipeError:
        os._exit(1)  # who started us is gone: nobody reads what an orderly end would write


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("role", choices=("alone", "master", "worker"))
    parser.add_argument("--host", default="127.0.0.1", help="where the master listens")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--part", action="append", default=[], help="a file of a generator's part; one for each")
    parser.add_argument("--out", help="where to write the rows")
    parser.add_argument("--patience", type=float, default=30, help="seconds until all generators must have come")
    parser.add_argument("--web-port", type=int, default=0, help="locust's own page, on the loopback")
    options = parser.parse_args()
    del sys.argv[1:]  # locust's page would read them as its own
    return options


if __name__ == "__main__":
    raise SystemExit(main())
