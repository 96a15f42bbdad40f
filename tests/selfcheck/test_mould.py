"""Waiting for the end of a process that somebody else started."""

import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.selfcheck.mould import gone

SELECT_KNOWS = 1023


@pytest.fixture
def many_files() -> Iterator[None]:
    """Every descriptor that `select` could watch is in use."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (4 * SELECT_KNOWS, hard))
    with ExitStack() as held:
        while held.enter_context(Path(os.devnull).open("rb")).fileno() < SELECT_KNOWS:
            pass
        yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.usefixtures("many_files")
def test_an_end_is_seen_where_very_many_files_are_open() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as program:
        assert not gone(program.pid, within=0.05)
        program.terminate()
        assert gone(program.pid, within=30)


def test_who_is_gone_already_is_gone() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as program:
        program.wait()

    assert gone(program.pid, within=30)
