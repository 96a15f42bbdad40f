"""The ledger of an output root: what was opened stays known, and a touch shows."""

import json
import random
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from harness.errors import IntegrityBroken
from harness.ledger import LEDGER, Ledger, answers_of, lost, note_opened, note_sealed, read_ledger
from tests.unit.harness.sealed import BUILD
from tests.unit.harness.touched import TOUCHES, touch


def opened(number: int, **changes: Any) -> dict[str, Any]:
    row = {"run_id": f"r{number}", "folder": f"out{number}", "part": "run", "mode": "certification"}
    return {**row, "build": BUILD, "policy": "strict", "at": "2026-11-22T08:00:00+00:00", **changes}


def sealed(number: int, answer: str | None, code: int, record: str | None = "sha256:ab") -> dict[str, Any]:
    row = {"run_id": f"r{number}", "answer": answer, "exit_code": code, "record": record}
    return {**row, "at": "2026-11-22T08:10:00+00:00"}


def whole(root: Path) -> Ledger:
    ledger = read_ledger(root)
    assert ledger is not None
    return ledger


def test_it_knows_what_was_opened_and_what_each_came_to(tmp_path: Path) -> None:
    assert read_ledger(tmp_path) is None
    assert note_opened(tmp_path, opened(1)).entries == ()
    note_sealed(tmp_path, sealed(1, "NO_GO", 10))
    note_opened(tmp_path, opened(2))
    note_opened(tmp_path, opened(3, part="load", mode="partial"))
    note_sealed(tmp_path, sealed(3, None, 0))
    before = note_opened(tmp_path, opened(4, build="sha256:ef"))

    assert answers_of(before.of_build(BUILD)) == {"NO_GO": 1, "load (0)": 1, "unfinished": 1}
    assert [entry.run_id for entry in whole(tmp_path).of_build("sha256:ef")] == ["r4"]
    assert lost(tmp_path, before.entries) == ["out1", "out3"]


def test_many_may_write_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: note_opened(tmp_path, opened(number)), range(40)))

    assert {entry.run_id for entry in whole(tmp_path).entries} == {f"r{number}" for number in range(40)}


def test_half_a_line_of_a_killed_writer_is_cut_off(tmp_path: Path) -> None:
    note_opened(tmp_path, opened(1))
    with (tmp_path / LEDGER).open("ab") as file:
        file.write(b'{"data":{"at"')

    assert [entry.run_id for entry in note_opened(tmp_path, opened(2)).entries] == ["r1"]
    assert len(whole(tmp_path).entries) == 2


def test_a_writer_that_is_killed_leaves_a_ledger_that_holds(tmp_path: Path) -> None:
    code = (
        "import json, sys; from pathlib import Path; from harness.ledger import note_opened\n"
        "row = json.loads(sys.argv[2])\n"
        "for number in range(10**6):\n"
        "    note_opened(Path(sys.argv[1]), {**row, 'run_id': f'k{number}'})\n"
        "    print(number, flush=True)\n"
    )
    words = [sys.executable, "-c", code, str(tmp_path), json.dumps(opened(0))]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        for _ in range(5):
            writer.stdout.readline()
        writer.send_signal(signal.SIGKILL)
    known = len(note_opened(tmp_path, opened(1)).entries)

    assert known >= 5
    assert len(whole(tmp_path).entries) == known + 1


@pytest.mark.parametrize("seed", range(24))
def test_a_touched_ledger_is_refused(tmp_path: Path, seed: int) -> None:
    for number in range(4):
        note_opened(tmp_path, opened(number))
        note_sealed(tmp_path, sealed(number, "GO", 0))
    head = whole(tmp_path).head
    what = touch(tmp_path, TOUCHES[seed % len(TOUCHES)], random.Random(seed))

    try:  # the last line may be gone whole: then the chain holds, and its head is another one
        assert whole(tmp_path).head != head, what
    except IntegrityBroken:
        with pytest.raises(IntegrityBroken):
            note_sealed(tmp_path, sealed(0, "GO", 0))
