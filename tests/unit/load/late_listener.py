"""A generator that listens to messages only a while after locust's master counted it as there. Run as a module."""

from unittest.mock import patch

import gevent
from locust.runners import Runner

from load.locustfiles import open_arrivals
from load.locustfiles.generator import Generator

LATE_S = 0.5
"""Ten times as long as a master that does not ask would wait."""


class LateListener(Generator):
    """What is sent to it in that time is lost."""

    def __init__(self, runner: Runner) -> None:
        gevent.sleep(LATE_S)
        super().__init__(runner)


if __name__ == "__main__":
    with patch.object(open_arrivals, "Generator", LateListener):
        raise SystemExit(open_arrivals.main())
