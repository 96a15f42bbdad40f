"""A bench: one national side, and before it one province after another, each with a fault of its own or none."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from harness.ixit import load_target
from tests.cli.command import Done, lienthong
from tests.cli.installation import SECRETS, Installation, installation

TOKEN = "LIENTHONG_CONTROL_TOKEN"  # noqa: S105 - the name of a variable


@dataclass(frozen=True)
class Bench:
    """The addresses stay, so the national side and the target file serve every province that is put before them."""

    made: Installation
    honest: Sequence[str]

    def mount(self, fault: str | None) -> None:
        """Put a province with this fault on the bench: an empty one, and the national side as at its start."""
        province = self.made.province
        province.stop()
        shutil.rmtree(self.made.folder / "data")
        for mock in load_target(self.made.target).mocks.values():
            bearer = {"Authorization": f"Bearer {SECRETS[TOKEN]}"}
            url = f"{mock.control}/control/1/reset"
            httpx.post(url, json={"behaviours": True}, headers=bearer, trust_env=False).raise_for_status()
        province.words = [*self.honest, *(["--fault", fault] if fault else [])]
        province.again()

    def judge(self, out: Path, *words: str) -> Done:
        """`lienthong run` on the province that is mounted."""
        command = ["run", "--sut", str(self.made.target), "--out", str(out), "--json", *words]
        return lienthong(*command, cwd=out.parent, env=SECRETS)


@contextmanager
def bench(folder: Path) -> Iterator[Bench]:
    """A bench with an honest province on it."""
    with installation(folder) as made:
        yield Bench(made, made.province.words)
