"""The campaign of a run: a pytest of its own, watched to its end, and stopped in good order on Ctrl-C."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from cli.material import SUITES, Material
from cli.options import RunOptions
from cli.processes import environment
from cli.progress import Progress
from cli.province import STDERR, STDIN
from cli.selection import deselected_nodes
from harness.earlier import ENDED, attempt_at_hand
from harness.progress import PROGRESS_FD
from harness.record import RecordWriter, read_events
from harness.upper_tester.terminal import VARIABLE as TERMINAL

HARNESS = Path(__file__).parent.parent / "harness"
STOP_WITHIN_S = 10
PLAYED = {0, 1, 5}
"""Exit codes of a pytest that came to its end: all passed, some failed, none was left after -k or --deselect."""


def play_attempts(
    options: RunOptions, material: Material, out: Path, *, secrets: Mapping[str, str], progress: Progress
) -> None:
    """Play every case as often as was asked, one attempt at all of them after the other, until one is cut short.

    What the record holds already is not played again.
    """
    events = read_events(out / "record")
    if any(event["kind"] == ENDED for event in events):
        return
    for attempt in range(attempt_at_hand(events), options.repeat + 1):
        if options.repeat > 1:
            progress.note(f"attempt {attempt} of {options.repeat}")
        _play_campaign(options, material, out, attempt=attempt, secrets=secrets, progress=progress)
        if attempt_at_hand(read_events(out / "record")) == attempt:
            return


def _play_campaign(
    options: RunOptions, material: Material, out: Path, *, attempt: int, secrets: Mapping[str, str], progress: Progress
) -> None:
    """Play the cases with own configuration, no plugins but ours, and nothing from the environment.

    The child is in a session of its own, so that it hears of a Ctrl-C once, from here, and can close its record.
    """
    told, tell = os.pipe()
    own = environment(PYTEST_DISABLE_PLUGIN_AUTOLOAD="1", **secrets)
    own[PROGRESS_FD] = str(tell)
    with (
        (out / "pytest.log").open("ab") as sink,
        os.fdopen(told, encoding="utf-8") as lines,
        _terminal_for(material) as terminal,
    ):
        if terminal:
            own[TERMINAL] = " ".join([*map(str, terminal), options.language])
        child = subprocess.Popen(
            _command(options, material, out, attempt),
            env=own,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            pass_fds=(tell, *terminal),
            start_new_session=True,
        )
        os.close(tell)
        _watch(child, lines, progress)
    _note_how_it_ended(out / "record", child.returncode, attempt)


@contextmanager
def _terminal_for(material: Material) -> Iterator[tuple[int, ...]]:
    """Descriptors of the terminal for the person who acts; none where nobody does."""
    manual = material.target.access.upper_tester.kind == "manual"
    terminal = tuple(os.dup(descriptor) for descriptor in (STDIN, STDERR)) if manual else ()
    try:
        yield terminal
    finally:
        for descriptor in terminal:
            os.close(descriptor)


def pytest_words(options: RunOptions, material: Material) -> list[str]:
    """What is handed on to the pytest child; each makes the run diagnostic."""
    words = ["-k", options.keyword] if options.keyword else []
    for node in deselected_nodes(options.deselect, [item.case for item in material.plan.cases]):
        words += ["--deselect", node]
    return words + (["-x"] if options.fail_fast else [])


def _command(options: RunOptions, material: Material, out: Path, attempt: int) -> list[str]:
    return [
        *(sys.executable, "-P", "-m", "pytest", str(SUITES)),
        *("-c", str(HARNESS / "pytest.ini"), "--rootdir", str(SUITES), "--confcutdir", str(SUITES)),
        *("-p", "harness.pytest_plugin", "--record", str(out / "record"), "--sut", str(options.sut)),
        *("--attempt", str(attempt)),
        *pytest_words(options, material),
    ]


def _watch(child: subprocess.Popen[bytes], lines: Iterable[str], progress: Progress) -> None:
    """Show progress until the child has ended; Ctrl-C is passed on once, and a second one ends it at once."""
    try:
        for line in lines:
            progress.show(json.loads(line))
        child.wait()
    except KeyboardInterrupt:
        progress.note("Ctrl-C")
        child.terminate()
        try:
            child.wait(timeout=STOP_WITHIN_S)
        except (KeyboardInterrupt, subprocess.TimeoutExpired):
            child.kill()
            child.wait()


def _note_how_it_ended(record: Path, code: int, attempt: int) -> None:
    """Where the child could not say how its campaign ended, it is said for it: the record tells why it is short."""
    events = read_events(record)
    closed = attempt_at_hand(events) > attempt or any(event["kind"] == ENDED for event in events)
    if closed and code in PLAYED:
        return
    how = f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
    writer = RecordWriter(record)
    if not closed:
        why = f"the campaign's pytest {how} before its time (see pytest.log)"
        writer.append(ENDED, {"completed": False, "why": why})
    elif not _says_why(record):
        writer.append(ENDED, {"completed": False, "why": f"the campaign's pytest {how} (see pytest.log)"})
    writer.close()


def _says_why(record: Path) -> bool:
    return any(event["kind"] == ENDED and "why" in event["data"] for event in read_events(record))
