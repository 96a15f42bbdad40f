"""Target files for tests of what is refused."""

from collections.abc import Mapping
from pathlib import Path

from cli.ports import free_ports
from cli.target_file import Answers, target_text
from tests.cli.command import Done, lienthong


def address(port: int) -> str:
    return f"http://127.0.0.1:{port}"


def nobody() -> Answers:
    """Three addresses at which nobody listens."""
    tester, national, control = (address(port) for port in free_ports(3))
    return Answers(name="province", tester=tester, national=national, control=control)


def written(folder: Path, answers: Answers, *, old: str = "", new: str = "") -> Path:
    text = target_text(answers)
    assert old in text
    path = folder / "province.toml"
    path.write_text(text.replace(old, new) if old else text, encoding="utf-8")
    return path


def refused(sut: Path, *words: str, env: Mapping[str, str] | None = None) -> Done:
    """`run --json`, refused, with nothing left behind."""
    before = sorted(sut.parent.iterdir())
    done = lienthong("run", "--sut", str(sut), "--json", *words, cwd=sut.parent, env=env)
    assert done.json["answer"] is None
    assert sorted(sut.parent.iterdir()) == before
    return done
