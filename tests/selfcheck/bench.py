"""A bench: one national side, and before it one province after another, each with something of its own amiss."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from cli.reference import TESTER, TOKEN, Installation
from harness.ixit import load_target
from tests.cli.command import Done
from tests.cli.installation import SECRETS, part, prepared
from tests.selfcheck.deviations import Deviation
from tests.selfcheck.mould import Mould, mould

LONGEST_S = 600


@dataclass
class Bench:
    """The addresses stay, so that one national side serves every province that is put before it."""

    folder: Path
    made: Installation
    mould: Mould
    target: Path = field(init=False)

    def __post_init__(self) -> None:
        self.target = self.made.target

    def mount(self, deviation: Deviation | None) -> None:
        """Put a province on the bench: empty, with what is amiss or nothing, and the national side as at its start."""
        fault, denied = (deviation.fault, deviation.denied) if deviation else (None, None)
        self.mould.stop()
        shutil.rmtree(self.folder / "data", ignore_errors=True)
        self._reset()
        words = [*self.made.province.words, *(["--fault", fault] if fault else [])]
        self.mould.start(words, self.made.province.secrets)
        self.target = self._denying(denied) if denied else self.made.target

    def forget(self) -> None:
        """Empty the province without starting it again, and the national side with it."""
        bearer = {"Authorization": f"Bearer {SECRETS[TESTER]}"}
        url = f"{self.made.answers.tester}/upper-tester/1/reset"
        httpx.post(url, headers=bearer, trust_env=False).raise_for_status()
        self._reset()

    def judge(self, out: Path, *words: str) -> Done:
        """`lienthong run` on the province that is mounted."""
        command = ["run", "--sut", str(self.target), "--out", str(out), "--json", *words]
        return self.mould.run(*command, cwd=out.parent, env=SECRETS, longest_s=LONGEST_S)

    def _denying(self, item: str) -> Path:
        """Another target file, in which an item of the statement is answered with no."""
        text, places = re.subn(
            rf'^"{re.escape(item)}" = true',
            f'"{item}" = false',
            self.made.target.read_text("utf-8"),
            flags=re.MULTILINE,
        )
        assert places == 1
        path = self.folder / "denying.toml"
        path.write_text(text, encoding="utf-8")
        return path

    def _reset(self) -> None:
        bearer = {"Authorization": f"Bearer {SECRETS[TOKEN]}"}
        for mock in load_target(self.made.target).mocks.values():
            url = f"{mock.control}/control/1/reset"
            httpx.post(url, json={"behaviours": True}, headers=bearer, trust_env=False).raise_for_status()


@contextmanager
def bench(folder: Path) -> Iterator[Bench]:
    """An empty bench."""
    made = prepared(folder)
    with part(made.nation.words, made.nation.secrets), mould() as loaded:
        yield Bench(folder, made, loaded)
