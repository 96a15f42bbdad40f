"""One whole run on the honest province, played once however many tests in however many processes read it."""

import fcntl
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest

from tests.cli.command import Done, lienthong
from tests.cli.installation import SECRETS, installation

LONGEST_S = 450


@dataclass(frozen=True)
class HonestRun:
    """What `lienthong run --json` said and left; nobody writes into the folder."""

    done: Done
    out: Path


def honest_run(factory: pytest.TempPathFactory) -> HonestRun:
    """The run; whoever asks first plays it, and the others wait for its end."""
    own = factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "honest-run"
    folder.mkdir(exist_ok=True)
    told = folder / "told.json"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.exists():
            told.write_text(json.dumps(asdict(_played(folder))), encoding="utf-8")
    return HonestRun(Done(**json.loads(told.read_text(encoding="utf-8"))), folder / "out")


def _played(folder: Path) -> Done:
    with installation(folder / "pair") as pair:
        words = ("run", "--sut", str(pair.target), "--out", str(folder / "out"), "--json")
        return lienthong(*words, cwd=folder, env=SECRETS, longest_s=LONGEST_S)
