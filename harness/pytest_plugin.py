"""The pytest side of a run.

In a campaign (`--record`) it plays the planned cases in order and appends what they come to. In front (`--sut` without
`--record`) it hands the whole run to `lienthong run`, so that there is one way to run and pytest is only its face.
Without either it does nothing.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path
from types import FrameType
from typing import NoReturn

import pytest

from harness.campaign import Campaign
from harness.errors import Refused
from harness.judge import Judge
from harness.play import Play, open_play

PLAY = pytest.StashKey[Play]()
JUDGE = pytest.StashKey[Judge]()
REFUSED = 2
SUITES = Path(__file__).resolve().parent.parent / "tests" / "suites"
NARROWING = ("markexpr", "ignore", "ignore_glob", "lf", "stepwise", "setuponly", "setupplan")
"""Options of pytest that leave cases out, or do not play them, and that a run does not know."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of both faces."""
    group = parser.getgroup("lienthong", "readiness of a provincial system")
    group.addoption("--sut", metavar="FILE", help="target file (province.toml) of the system under test")
    group.addoption("--out", metavar="DIR", help="folder for record and reports; one that holds anything is refused")
    group.addoption("--seed", metavar="N", type=int, help="seed of names, order and timing of the test dossiers")
    group.addoption("--policy", metavar="NAME", help="exit criteria, a name in specs/policies")
    group.addoption("--record", metavar="DIR", help="internal: play the campaign of this open record")
    group.addoption("--attempt", metavar="K", type=int, default=1, help="internal: which of its attempts this is")


def pytest_configure(config: pytest.Config) -> None:
    """Take over the open record, if this is a campaign."""
    config.addinivalue_line("markers", "verifies(*ids): the requirements that the case judges")
    record, sut = config.getoption("record"), config.getoption("sut")
    if record and sut:
        signal.signal(signal.SIGTERM, _interrupt)
        try:
            play = open_play(Path(record), Path(sut), config.getoption("attempt"))
        except Refused as exc:
            raise pytest.UsageError(str(exc)) from exc
        config.stash[PLAY] = play
        config.pluginmanager.register(PlayHooks(play), "lienthong-campaign")


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> int | None:
    """In front: `pytest tests/suites --sut FILE` is `lienthong run --sut FILE`, with the same exit codes."""
    if not config.option.sut or config.option.record:
        return None
    command = [sys.executable, "-P", "-m", "cli.main", "run", "--sut", config.option.sut, *_words(config)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    return subprocess.run(command, env=environment, check=False).returncode


def _words(config: pytest.Config) -> list[str]:
    """The options of `lienthong run` for those of pytest; what chooses, or is not known, makes the run diagnostic."""
    option = config.option
    words = [word for argument in config.args for word in _chosen(config, argument)]
    for name in ("out", "seed", "policy"):
        value = getattr(option, name)
        words += [f"--{name}", str(value)] if value is not None else []
    words += ["--keyword", option.keyword] if option.keyword else []
    words += [word for node in option.deselect or [] for word in ("--deselect", node)]
    words += ["--fail-fast"] if option.maxfail else []
    words += ["--plan"] if option.collectonly else []
    narrowed = any(getattr(option, name, None) for name in NARROWING) or os.environ.get("PYTEST_ADDOPTS")
    return words + (["--diagnostic"] if narrowed else [])


def _chosen(config: pytest.Config, argument: str) -> list[str]:
    """The selection that a path of pytest stands for: nothing for the suites as a whole, else `phase/module::case`."""
    path, _, node = argument.partition("::")
    place = Path(config.invocation_params.dir, path).resolve()
    if place == SUITES:
        return []
    if SUITES not in place.parents:
        raise pytest.UsageError(f"{argument} is none of the suites, which alone judge a province: pytest tests/suites")
    part = place.relative_to(SUITES).with_suffix("").as_posix()
    function = node.partition("[")[0] or "*"
    return ["--select", f"{part}::{function}" if place.suffix == ".py" else f"{part}/*"]


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    """SIGTERM is how the run stops its campaign: where it was started in the background, SIGINT reaches nobody."""
    raise KeyboardInterrupt


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A suite without a province is refused: nothing would be judged."""
    if PLAY not in config.stash and any(item.get_closest_marker("verifies") for item in items):
        pytest.exit("the suites judge a province: pytest tests/suites --sut province.toml", returncode=REFUSED)


class PlayHooks:
    """The hooks of a campaign; registered only where there is one."""

    def __init__(self, play: Play) -> None:
        self.play = play

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep what the plan selects, in the order of its phases; last, so that it counts what will be played."""
        items[:] = self.play.in_order(items)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """What is left to play, now that every hook and option has had its way."""
        self.play.count = len(session.items)

    def pytest_itemcollected(self, item: pytest.Item) -> None:
        self.play.note(item)

    def pytest_sessionstart(self) -> None:
        self.play.start()

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Keep how each phase of a case ended, before any other plugin may reinterpret it."""
        exception = call.excinfo.value if call.excinfo else None
        self.play.phase_ended(item, call.when, exception, item.stash.get(JUDGE, None))
        return (yield)

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        self.play.interrupted = f"interrupted ({excinfo.typename})"

    def pytest_internalerror(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        self.play.interrupted = f"pytest broke: {excinfo.exconly()}"

    def pytest_sessionfinish(self) -> None:
        self.play.finish()


@pytest.fixture(scope="session")
def campaign(pytestconfig: pytest.Config) -> Campaign:
    """The doors, the clock and the figures of this run."""
    return pytestconfig.stash[PLAY].campaign


@pytest.fixture
def judge(request: pytest.FixtureRequest) -> Judge:
    """Judges one requirement on one observation: recorded first, raised afterwards."""
    play = request.config.stash[PLAY]
    made = play.judge_of(request.node)
    request.node.stash[JUDGE] = made
    return made
