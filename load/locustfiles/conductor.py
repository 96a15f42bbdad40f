"""Who deals out the parts, says when to begin, and gathers the rows: over one process, or as the master of several."""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from gevent.event import Event
from locust.env import Environment
from locust.rpc import Message
from locust.runners import MasterRunner, Runner

LINES = 500  # of a part, in one message
BEGIN_S = 0.5  # from the word to begin until second 0
ALONE = ""  # the one generator of a runner that has no others


class Lost(Exception):
    """A generator did not come, or went."""


class Conductor:
    """Conducts one run. `parts` are the lines of each generator's part; `tell` gets the progress of all together."""

    def __init__(
        self, runner: Runner, parts: Sequence[Sequence[bytes]], *, tell: Callable[[Mapping[str, Any]], None]
    ) -> None:
        self.rows: list[list[Any]] = []
        self.finished: dict[str, dict[str, Any]] = {}
        self.started_at = datetime.now(UTC)
        self._parts = parts
        self._runner = runner
        self._tell = tell
        self._generators: list[str] = []
        self._here: set[str] = set()
        self._loaded: set[str] = set()
        self._progress: dict[str, Mapping[str, Any]] = {}
        self._changed = Event()
        self._ended = ""
        for name in ("here", "loaded", "progress", "rows", "finished"):
            self._runner.register_message(name, getattr(self, f"_on_{name}"))

    def conduct(self, *, patience_s: float) -> None:
        """Run from the first part to the last row. Raises Lost where generators do not come in time, or go."""
        self._generators = self._meet(patience_s)
        for generator, part in zip(self._generators, self._parts, strict=True):
            for first in range(0, len(part), LINES):
                last = first + LINES >= len(part)
                self._send("part", {"lines": list(part[first : first + LINES]), "last": last}, to=generator)
        self._wait_until(lambda: len(self._loaded) == len(self._parts) or bool(self._ended))
        if self._ended:
            raise Lost("it was stopped before it began")
        self._runner.start(len(self._parts), spawn_rate=len(self._parts))
        self.started_at = datetime.now(UTC) + timedelta(seconds=BEGIN_S)
        for generator in self._generators:
            self._send("begin", {"in_s": BEGIN_S}, to=generator)
        self._wait_until(lambda: len(self.finished) == len(self._parts))

    def halt(self, ended: str) -> None:
        """Have every generator stop with what it has."""
        if not self._ended:
            self._ended = ended
            for generator in self._generators:
                self._send("halt", {"ended": ended}, to=generator)

    def _meet(self, patience_s: float) -> list[str]:
        if not isinstance(self._runner, MasterRunner):
            return [ALONE]
        until = time.monotonic() + patience_s
        while len(self._here) < len(self._parts):
            if time.monotonic() > until or self._ended:
                raise Lost(f"{len(self._here)} of {len(self._parts)} generators came")
            self._changed.wait(0.1)
            self._changed.clear()
        return sorted(self._here)[: len(self._parts)]

    def _wait_until(self, done: Callable[[], bool]) -> None:
        while not done():
            self._changed.wait(1.0)
            self._changed.clear()
            if isinstance(self._runner, MasterRunner) and self._runner.clients.missing:
                self.halt("stopped")
                raise Lost("a generator is not heard any more")

    def _send(self, name: str, data: Mapping[str, Any], *, to: str) -> None:
        if to == ALONE:
            self._runner.send_message(name, data)
        else:
            self._runner.send_message(name, data, client_id=to)

    def _on_here(self, *, environment: Environment, msg: Message) -> None:  # noqa: ARG002 - locust's signature
        self._here.add(msg.node_id)
        self._changed.set()

    def _on_loaded(self, *, environment: Environment, msg: Message) -> None:  # noqa: ARG002 - locust's signature
        self._loaded.add(msg.node_id)
        self._changed.set()

    def _on_progress(self, *, environment: Environment, msg: Message) -> None:  # noqa: ARG002 - locust's signature
        self._progress[msg.node_id] = msg.data
        shares = list(self._progress.values())
        known = [share["p99_ms"] for share in shares if share["p99_ms"] is not None]
        self._tell(
            {
                "at_s": max(share["at_s"] for share in shares),
                **{name: sum(share[name] for share in shares) for name in ("sent", "done", "errors", "in_flight")},
                "p99_ms": max(known) if known else None,
            }
        )

    def _on_rows(self, *, environment: Environment, msg: Message) -> None:  # noqa: ARG002 - locust's signature
        self.rows += msg.data

    def _on_finished(self, *, environment: Environment, msg: Message) -> None:  # noqa: ARG002 - locust's signature
        self.finished[msg.node_id] = msg.data
        self._changed.set()
        if msg.data["ended"] != "complete":
            self.halt(msg.data["ended"])
