"""A bench: one national side, and before it one province after another, each with something of its own amiss."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from cli.reference import TOKEN
from harness.ixit import load_target
from tests.cli.command import Done, lienthong
from tests.cli.installation import SECRETS, Installation, installation
from tests.selfcheck.deviations import Deviation


@dataclass
class Bench:
    """The addresses stay, so that one national side serves every province that is put before it."""

    made: Installation
    honest: Sequence[str]
    target: Path = field(init=False)

    def __post_init__(self) -> None:
        self.target = self.made.target

    def mount(self, deviation: Deviation | None) -> None:
        """Put a province on the bench: empty, with what is amiss or nothing, and the national side as at its start."""
        fault, denied = (deviation.fault, deviation.denied) if deviation else (None, None)
        self.made.province.stop()
        shutil.rmtree(self.made.folder / "data")
        self._reset()
        self.made.province.words = [*self.honest, *(["--fault", fault] if fault else [])]
        self.made.province.again()
        line = {denied.replace(".", "_").replace("-", "_"): f'"{denied}" = false'} if denied else {}
        self.target = self.made.variant("denied", **line) if denied else self.made.target

    def judge(self, out: Path, *words: str) -> Done:
        """`lienthong run` on the province that is mounted."""
        command = ["run", "--sut", str(self.target), "--out", str(out), "--json", *words]
        return lienthong(*command, cwd=out.parent, env=SECRETS)

    def _reset(self) -> None:
        bearer = {"Authorization": f"Bearer {SECRETS[TOKEN]}"}
        for mock in load_target(self.made.target).mocks.values():
            url = f"{mock.control}/control/1/reset"
            httpx.post(url, json={"behaviours": True}, headers=bearer, trust_env=False).raise_for_status()


@contextmanager
def bench(folder: Path) -> Iterator[Bench]:
    """A bench with an honest province on it."""
    with installation(folder) as made:
        yield Bench(made, made.province.words)
