"""One generator among any number: it gets its part by locust's messages, plays it, and gives the rows back."""

import time
from collections.abc import Mapping
from typing import Any

import gevent
from gevent.event import Event
from gevent.ssl import SSLContext, create_default_context
from locust import FastHttpUser, task
from locust.env import Environment
from locust.exception import StopUser
from locust.rpc import Message
from locust.runners import Runner

from load.locustfiles.course import Course
from load.plan import Limits, Part, read_part

ROWS = 500  # in one message


class OpenArrivals(FastHttpUser):
    """The one user of a process. TLS is always verified; the other settings come with the part."""

    host = "http://127.0.0.1"  # locust asks for one; every call has an address of its own
    insecure = False
    generator: "Generator"

    @task
    def play(self) -> None:
        """Play the part, once."""
        self.generator.play(self)
        raise StopUser

    def on_stop(self) -> None:
        """Whoever stops the user (locust's web page can) stops the run."""
        self.generator.halt("stopped")


class Generator:
    """The messages of one generator: `part`, `begin`, `halt` come; `loaded`, `progress`, `rows`, `finished` go."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner
        self._lines: list[bytes] = []
        self._part = Part(Limits(), 0.0, "", ())
        self._zero = 0.0
        self._begin = Event()
        self._ended = ""
        self._course: Course | None = None
        OpenArrivals.generator = self
        for name, listener in (("part", self._on_part), ("begin", self._on_begin), ("halt", self._on_halt)):
            self._runner.register_message(name, listener)

    def halt(self, ended: str) -> None:
        """End the run with what there is; one that has not begun ends as soon as it begins."""
        self._ended = self._ended or ended
        if self._course:
            self._course.halt(ended)

    def play(self, user: OpenArrivals) -> None:
        """Play the part in a greenlet of its own, so that it gives its rows back even where the user is stopped."""
        self._begin.wait()
        gevent.spawn(self._play, user).join()

    def _play(self, user: OpenArrivals) -> None:
        self._course = course = Course(
            self._part,
            user.client.client.clientpool,
            fire=self._runner.environment.events.request.fire,
            tell=self._tell,
        )
        if self._ended:
            course.halt(self._ended)
        course.run(self._zero)
        places = [place for place, _ in self._part.calls]
        for first in range(0, len(places), ROWS):
            rows = zip(places[first : first + ROWS], course.rows[first : first + ROWS], strict=True)
            self._runner.send_message("rows", [[place, *row] for place, row in rows])
        self._runner.send_message(
            "finished", {"ended": course.ended, "calls": len(places), "cpu_s": course.cpu_s, "wall_s": course.wall_s}
        )

    def _tell(self, progress: Mapping[str, Any]) -> None:
        self._runner.send_message("progress", progress)

    def _on_part(self, *, environment: Environment, msg: Message) -> None:  # noqa: ARG002 - locust's signature
        self._lines += msg.data["lines"]
        if not msg.data["last"]:
            return
        self._part = read_part(self._lines)
        self._lines.clear()
        limits = self._part.limits
        OpenArrivals.concurrency = limits.in_flight
        OpenArrivals.connection_timeout = OpenArrivals.network_timeout = limits.timeout_s
        OpenArrivals.ssl_context_factory = staticmethod(self._trust)
        self._runner.send_message("loaded", {})

    def _trust(self, cafile: str | None = None) -> SSLContext:
        """Trust the plan's authority where it names one, else those that geventhttpclient brings."""
        ca = self._part.ca
        return create_default_context(cadata=ca) if ca else create_default_context(cafile=cafile)

    def _on_begin(self, *, environment: Environment, msg: Message) -> None:  # noqa: ARG002 - locust's signature
        self._zero = time.monotonic() + msg.data["in_s"]
        self._begin.set()

    def _on_halt(self, *, environment: Environment, msg: Message) -> None:  # noqa: ARG002 - locust's signature
        self.halt(msg.data["ended"])
