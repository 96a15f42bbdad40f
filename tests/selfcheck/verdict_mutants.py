"""`make mutation`: mutmut on the verdict code, its survivors held against written reasons, and the page of both.

What is mutated, and by which tests it must be killed, stands in `pyproject.toml` under `[tool.mutmut]`. mutmut mutates
the bodies of functions; tables and decorated functions it leaves alone. A survivor is excused by a row of
`verdict-mutants.toml`: the function, the line as it was, the line as it became, and why no test can tell.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "selfcheck" / "verdict-mutants.md"
REASONS = Path(__file__).with_name("verdict-mutants.toml")
SETTINGS: Mapping[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutmut"]
MODULES: Sequence[str] = SETTINGS["only_mutate"]
TESTS: Sequence[str] = SETTINGS["pytest_add_cli_args_test_selection"]
COPIED = ("harness", "specs", "tests/unit/harness", "tests/unit/verdicts", "conftest.py", "pyproject.toml")
LONGEST_S = 900
KILLED, SURVIVED, NO_TESTS = {1, 3, 24, 36, 152, 255, -24}, 0, 33
"""Exit codes of a mutant: a test failed or pytest broke, or it ran too long; no test failed; no test reaches it."""


class Refused(Exception):
    """mutmut did not come to a result."""


@dataclass(frozen=True)
class Mutant:
    """A survivor: its function, and one line as it was and as it became."""

    function: str
    was: str
    becomes: str


@dataclass(frozen=True)
class Result:
    """How many mutants each module had, and which survived."""

    counts: Mapping[str, int]
    survivors: tuple[Mutant, ...]


def load_reasons(path: Path = REASONS) -> dict[Mutant, str]:
    """The excused mutants, each with its reason."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["mutant"]
    return {Mutant(row["function"], row["was"], row["becomes"]): row["reason"] for row in rows}


def run_mutmut(folder: Path) -> Result:
    """Mutate a copy of the code in `folder`. Raises Refused where mutmut ends without a word on every mutant."""
    for name in COPIED:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, folder / name)
    words = ["run", "--max-children", str(os.cpu_count() or 1)]
    done = _mutmut(folder, *words)
    ended = dict(_exit_codes(folder))
    unknown = sorted(name for name, code in ended.items() if code not in KILLED | {SURVIVED, NO_TESTS})
    if done.returncode or not ended or unknown:
        raise Refused(f"mutmut ended with {done.returncode}, no word on {unknown[:3]}:\n{done.stdout[-2000:]}")
    alive = [name for name, code in ended.items() if code not in KILLED]
    return Result(Counter(_module(name) for name in ended), tuple(_shown(folder, name) for name in alive))


def _mutmut(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mutmut", *words]
    own = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    return subprocess.run(
        command,
        cwd=folder,
        env=own,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=LONGEST_S,
        check=False,
    )


def _exit_codes(folder: Path) -> Iterator[tuple[str, int | None]]:
    for module in MODULES:
        meta = json.loads((folder / "mutants" / f"{module}.meta").read_text(encoding="utf-8"))
        yield from meta["exit_code_by_key"].items()


def _module(mutant: str) -> str:
    return "/".join(mutant.split(".")[:2]) + ".py"


def _function(mutant: str) -> str:
    """`harness.judge.xǁJudgeǁ__call____mutmut_3` is a mutant of harness.judge.Judge.__call__."""
    module, _, name = mutant.rpartition("__mutmut_")[0].rpartition(".")
    return f"{module}.{name.removeprefix('x_').removeprefix('xǁ').replace('ǁ', '.')}"


def _shown(folder: Path, mutant: str) -> Mutant:
    lines = _mutmut(folder, "show", mutant).stdout.splitlines()
    was, becomes = (
        " ".join(line[1:].strip() for line in lines if line.startswith(sign) and not line.startswith(sign * 3))
        for sign in "-+"
    )
    return Mutant(_function(mutant), was, becomes)


def unexplained(result: Result, reasons: Mapping[Mutant, str]) -> list[str]:
    """What is wrong: a survivor without a reason, and a reason without a survivor."""
    alive = set(result.survivors)
    return [
        *(
            f"survived: {row.function}: {row.was!r} -> {row.becomes!r}"
            for row in result.survivors
            if row not in reasons
        ),
        *(f"a reason for what is killed: {row.function}: {row.becomes!r}" for row in reasons if row not in alive),
    ]


def digest() -> str:
    """Of all that the page speaks of: the code, its tests and the reasons."""
    made = hashlib.sha256()
    for path in (*(ROOT / name for name in (*MODULES, *TESTS)), REASONS):
        made.update(hashlib.sha256(path.read_bytes()).digest())
    return made.hexdigest()


def render_page(result: Result, reasons: Mapping[Mutant, str]) -> str:
    """The page in Markdown."""
    alive = Counter("/".join(row.function.split(".")[:2]) + ".py" for row in result.survivors)
    total = sum(result.counts.values())
    lines = [
        "# Mutants of the verdict code",
        "",
        "Written by `make mutation`, which changes the code of verdicts in one place at a time and runs its tests.",
        "A change that no test notices is listed here with the reason, or the command fails.",
        "`tests/unit/harness/test_verdict_mutants.py` holds this page to be of the code as it is.",
        "",
        "| module | mutants | killed | survived |",
        "|---|---|---|---|",
        *(f"| `{name}` | {count} | {count - alive[name]} | {alive[name]} |" for name, count in result.counts.items()),
        f"| all | {total} | {total - len(result.survivors)} | {len(result.survivors)} |",
        "",
        "| function | line | as mutated | why it survives |",
        "|---|---|---|---|",
        *(f"| `{row.function}` | `{row.was}` | `{row.becomes}` | {reasons[row]} |" for row in result.survivors),
        "",
        f"Of: `sha256:{digest()}`",
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Run, tell, write the page. 1 where something is unexplained; the page is not written then."""
    with tempfile.TemporaryDirectory(prefix="lienthong-mutation-") as folder:
        result, reasons = run_mutmut(Path(folder)), load_reasons()
    total, alive = sum(result.counts.values()), len(result.survivors)
    sys.stdout.write(f"{total} mutants, {total - alive} killed, {alive} survived\n")
    if wrong := unexplained(result, reasons):
        sys.stdout.write("\n".join(wrong) + "\n")
        return 1
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(render_page(result, reasons), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
