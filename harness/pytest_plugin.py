"""The pytest side of a run.

In a campaign (`--record`) it plays the planned cases in order and appends what they come to. In front (`--sut` without
`--record`) it hands the whole run to `lienthong run`, so that there is one way to run and pytest is only its face.
Without either it does nothing.
"""

import os
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

import pytest

from harness.campaign import Campaign
from harness.errors import Refused
from harness.judge import Judge
from harness.play import Play, open_play

PLAY = pytest.StashKey[Play]()
JUDGE = pytest.StashKey[Judge]()
REFUSED = 2


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("lienthong", "readiness of a provincial system")
    group.addoption("--sut", metavar="FILE", help="target file (province.toml) of the system under test")
    group.addoption("--out", metavar="DIR", help="folder for record and reports; one that holds anything is refused")
    group.addoption("--seed", metavar="N", type=int, help="seed of names, order and timing of the test dossiers")
    group.addoption("--policy", metavar="NAME", help="exit criteria, a name in specs/policies")
    group.addoption("--record", metavar="DIR", help="internal: play the campaign of this open record")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "verifies(*ids): the requirements that the case judges")
    record, sut = config.getoption("record"), config.getoption("sut")
    if record and sut:
        try:
            play = open_play(Path(record), Path(sut))
        except Refused as exc:
            raise pytest.UsageError(str(exc)) from exc
        config.stash[PLAY] = play
        config.pluginmanager.register(PlayHooks(play), "lienthong-campaign")


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> int | None:
    """In front: `pytest tests/suites --sut FILE` is `lienthong run --sut FILE`, with the same exit codes."""
    option = config.option
    if not option.sut or option.record:
        return None
    command = [sys.executable, "-m", "cli.main", "run", "--sut", option.sut]
    for name in ("out", "seed", "policy"):
        value = getattr(option, name)
        command += [f"--{name}", str(value)] if value is not None else []
    command += ["--keyword", option.keyword] if option.keyword else []
    command += [word for node in option.deselect or [] for word in ("--deselect", node)]
    command += ["--fail-fast"] if option.maxfail else []
    command += ["--diagnostic"] if option.markexpr or not _whole_suites(config) else []
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    return subprocess.run(command, env=environment, check=False).returncode


def _whole_suites(config: pytest.Config) -> bool:
    """Whether the whole folder of the suites was named, and not a part of it."""
    suites = Path(__file__).parent.parent / "tests" / "suites"
    return all(Path(config.invocation_params.dir, word).resolve() == suites for word in config.args)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A suite without a province is refused: nothing would be judged."""
    if PLAY not in config.stash and any(item.get_closest_marker("verifies") for item in items):
        pytest.exit("the suites judge a province: pytest tests/suites --sut province.toml", returncode=REFUSED)


class PlayHooks:
    """The hooks of a campaign; registered only where there is one."""

    def __init__(self, play: Play) -> None:
        self.play = play

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep what the plan selects, in the order of its phases."""
        items[:] = self.play.in_order(items)

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
