# ruff: noqa: INP001 - a script
"""How long the province's event loop stands still for its records.

    PYTHONPATH=. .venv/bin/python benchmarks/province/database.py

Prints how many round trips to a PostgreSQL server each call takes, and its milliseconds with SQLite, with PostgreSQL on
this machine, and with PostgreSQL at the end of a line whose round trip takes so much longer (behind a relay). Medians.
"""

import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import closing
from typing import Any

from sqlalchemy import make_url

from mocks.province.portal.report import reporting
from mocks.province.records.codes import make_code
from mocks.province.records.database import Database
from mocks.province.records.dossiers import Dossiers
from mocks.province.records.errands import Errands
from tests.postgres import running_postgres
from tests.unit.province.records.line import Line, line_to
from tests.unit.province.samples import ACTS, NOON, make_accept

DOSSIERS = 50
ROUND_TRIPS_MS = (0.0, 0.5, 1.0, 2.0, 5.0)


def milliseconds() -> float:
    """The time."""
    return time.perf_counter() * 1000


def measure(url: str, tick: Callable[[], float] = milliseconds) -> dict[str, float]:
    """How far `tick` goes on during each call, the median."""
    took: dict[str, list[float]] = defaultdict(list)

    def timed(name: str, call: Callable[[], Any]) -> Any:
        began = tick()
        result = call()
        took[name].append(tick() - began)
        return result

    with closing(Database(url)) as database:
        errands, dossiers = Errands(database), Dossiers(database)
        dossiers.listeners.append(reporting(errands))
        for _ in range(DOSSIERS):
            accept: Any = make_accept()
            process: Any = ACTS["process"]
            place = {"agency": "H56.14", "make_code": make_code}
            code = timed("accept", lambda body=accept, more=place: dossiers.accept(body, at=NOON, **more)).code
            timed("act", lambda code=code, body=process: dossiers.act(code, "process", body, at=NOON))
            timed("find", lambda code=code: dossiers.find(code))
            errand = timed("next", lambda code=code: errands.next(f"portal/{code}"))
            timed("advance", lambda errand=errand: errands.advance(errand, 1))
            timed("finish", lambda errand=errand: errands.finish(errand))
    return {name: statistics.median(times) for name, times in took.items()}


def tell(name: str, row: dict[str, float]) -> None:
    """Write a row of the table."""
    sys.stdout.write(f"| {name} | " + " | ".join(f"{took:.1f}" for took in row.values()) + " |\n")
    sys.stdout.flush()


def main() -> None:
    """Measure all and print the table."""
    sys.stdout.write("| records in | accept | act | find | next | advance | finish |\n|---|---|---|---|---|---|---|\n")
    with tempfile.TemporaryDirectory() as folder:
        tell("SQLite", measure(f"sqlite:///{folder}/province.sqlite3"))
    with running_postgres() as server:
        with server.new_database() as url, line_to(server.folder / ".s.PGSQL.5432") as line:
            tell("PostgreSQL, round trips", measure(_behind(line, url), lambda: line.requests))
        with server.new_database() as url:
            tell("PostgreSQL, socket", measure(url))
        for trip in ROUND_TRIPS_MS:
            with server.new_database() as url, line_to(server.folder / ".s.PGSQL.5432", delay_s=trip / 2000) as line:
                tell(f"PostgreSQL, relay, {trip:g} ms", measure(_behind(line, url)))


def _behind(line: Line, url: str) -> str:
    return make_url(url).set(host="127.0.0.1", port=line.port, query={}).render_as_string()


if __name__ == "__main__":
    main()
