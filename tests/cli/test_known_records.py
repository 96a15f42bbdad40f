"""The ledger before `gate` and `verify`: nobody shows the one lucky run."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.gate import decide_gate
from cli.ledger import entered, settled
from cli.verify import verify_record
from harness.ledger import LEDGER
from harness.record import JOURNAL, MANIFEST, RUN
from tests.unit.harness.sealed import FIRST, SECOND, make_record, policy_text, run_json

Said = Callable[[], Any]
NO_GO, NOT_SHOWN, INTEGRITY = 10, 11, 21


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    """What was said since the last time: one JSON value."""
    return lambda: json.loads(capsys.readouterr().out)


def kept(root: Path, number: int, fails: list[str] | None = None, *, told: bool = True) -> Path:
    """A record as a run leaves it: in the ledger when it is opened, and when it came to an answer."""
    run = run_json(run_id=f"20261122T075500Z-{number:08x}")
    out = root / f"out{number}"
    root.mkdir(exist_ok=True)
    record = make_record(out, fails or [], run=entered(out, run, part="run", mode="certification"))
    if told:
        settled(out, json.loads((out / "readiness.json").read_text("utf-8")))
    return record


def gate(*records: Path, policy: Path) -> int:
    return decide_gate(list(records), policy=str(policy), keys=(), build="", json_only=True)


@pytest.fixture
def strict(tmp_path: Path) -> Path:
    """A policy that asks something of records."""
    path = tmp_path / "strict.toml"
    path.write_text(policy_text("lifetime_days = 3000"), encoding="utf-8")
    return path


@pytest.fixture
def lax(tmp_path: Path) -> Path:
    """One that does not."""
    (tmp_path / "lax").mkdir()
    path = tmp_path / "lax" / "strict.toml"
    path.write_text(policy_text(), encoding="utf-8")
    return path


def test_a_record_that_was_not_given_is_told_and_stands_in_the_way(
    tmp_path: Path, strict: Path, lax: Path, said: Said
) -> None:
    kept(tmp_path / "runs", 1, [FIRST])
    kept(tmp_path / "runs", 2, told=False)
    lucky = kept(tmp_path / "runs", 3)

    assert json.loads((lucky / "run.json").read_bytes())["known"]["answers"] == {"NO_GO": 1, "unfinished": 1}
    assert gate(lucky, policy=lax) == 0
    answer = said()
    assert answer["known"][0]["answers"] == {"GO": 1, "NO_GO": 1, "unfinished": 1}
    assert "NOT GIVEN: out1, NO_GO" in answer["notes"]
    assert "NOT GIVEN: out2, unfinished" in answer["notes"]
    assert gate(lucky, policy=strict) == NOT_SHOWN
    assert said()["reason"] == "1 known records of this build were not given: out1"
    assert gate(lucky, tmp_path / "runs" / "out1" / "record", policy=strict) == NO_GO


def stopped(record: Path, *, lines_lost: int, rest: bytes = b"") -> None:
    """What is left of a record whose run was killed: no manifest, no answer, and a journal that breaks off."""
    for path in (record / MANIFEST, record.parent / "readiness.json"):
        path.unlink()
    lines = (record / JOURNAL).read_bytes().splitlines(keepends=True)
    (record / JOURNAL).write_bytes(b"".join(lines[: len(lines) - lines_lost]) + rest)


CAMPAIGN_ENDED, LAST_CASE, ITS_START = 1, 3, 4
"""Lines from the end of a small record."""


@pytest.mark.parametrize(
    ("fails", "lines_lost", "code"),
    [
        ([], CAMPAIGN_ENDED, 0),
        ([], ITS_START, 0),
        ([FIRST], CAMPAIGN_ENDED, NOT_SHOWN),
        ([FIRST], LAST_CASE, NOT_SHOWN),
        ([SECOND], CAMPAIGN_ENDED + 1, NOT_SHOWN),
        ([SECOND], LAST_CASE, 0),
    ],
    ids=[
        "nothing found",
        "nothing found half-way",
        "found",
        "found in the case before",
        "in mid-case",
        "not yet found",
    ],
)
def test_a_run_that_was_stopped_says_what_it_had_found(
    tmp_path: Path, strict: Path, lax: Path, said: Said, fails: list[str], lines_lost: int, code: int
) -> None:
    stopped(kept(tmp_path / "runs", 1, fails, told=False), lines_lost=lines_lost, rest=b'{"data":')
    lucky = kept(tmp_path / "runs", 2)

    assert gate(lucky, policy=lax) == 0
    assert "NOT GIVEN: out1, unfinished" in said()["notes"]
    assert gate(lucky, policy=strict) == code
    told = f"the run in out1 was stopped after it had shown {', '.join(fails)} violated"
    assert (said()["reason"] == told) == (code == NOT_SHOWN)


@pytest.mark.parametrize("other", [False, True], ids=["no folder", "another record in it"])
def test_an_unfinished_record_that_is_gone_stands_in_the_way(
    tmp_path: Path, strict: Path, said: Said, *, other: bool
) -> None:
    record = kept(tmp_path / "runs", 1, [FIRST], told=False)
    shutil.rmtree(record.parent)
    if other:
        make_record(record.parent, run=run_json(run_id="20261122T075500Z-0000000f"))
    lucky = kept(tmp_path / "runs", 2)

    assert gate(lucky, policy=strict) == NOT_SHOWN
    assert said()["reason"] == "the unfinished record of this build in out1 is gone: put it back"


@pytest.mark.parametrize("name", [RUN, JOURNAL])
def test_an_unfinished_record_that_was_touched_is_a_contradiction(
    tmp_path: Path, strict: Path, said: Said, name: str
) -> None:
    record = kept(tmp_path / "runs", 1, [FIRST], told=False)
    stopped(record, lines_lost=CAMPAIGN_ENDED)
    path = record / name
    path.write_bytes(path.read_bytes().replace(b'"FAIL"', b'"PASS"').replace(b'"requirements"', b'"requirementz"'))

    assert gate(kept(tmp_path / "runs", 2), policy=strict) == INTEGRITY
    assert said()["answer"] == "UNDECIDED"


def test_a_record_that_is_gone_is_told(tmp_path: Path, lax: Path, said: Said) -> None:
    shutil.rmtree(kept(tmp_path / "runs", 1, [FIRST]).parent)

    assert gate(kept(tmp_path / "runs", 2), policy=lax) == 0
    assert "GONE: the ledger knows the record in out1, and it lies there no more" in said()["notes"]


def test_where_there_is_no_ledger_that_is_told(tmp_path: Path, lax: Path, said: Said) -> None:
    assert gate(make_record(tmp_path / "mailed" / "out"), policy=lax) == 0
    assert "no ledger in mailed: which other records of this build there are is not known" in said()["notes"]


def test_a_record_in_another_root_is_a_stranger_there(tmp_path: Path, lax: Path, said: Said) -> None:
    kept(tmp_path / "other", 1)
    shutil.copytree(kept(tmp_path / "runs", 2).parent, tmp_path / "other" / "out2")

    assert gate(tmp_path / "other" / "out2" / "record", policy=lax) == 0
    assert "out2 is not in the ledger beside it: it was made elsewhere" in said()["notes"]


def without_lines(path: Path, *places: int) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(line for place, line in enumerate(lines) if place not in places))


def touched(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"NO_GO", b"GO_GO"))


def of_its_own(path: Path) -> None:
    """A ledger that knows the lucky run alone, well chained."""
    run = json.loads((path.parent / "out2" / "record" / "run.json").read_bytes())
    path.unlink()
    entered(path.parent / "out2", run, part="run", mode="certification")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (touched, "was changed"),
        (lambda path: without_lines(path, 1), "the chain is cut"),
        (of_its_own, "lacks what stood in it"),
    ],
    ids=["touched", "a line gone", "another one"],
)
def test_a_ledger_that_contradicts_itself_or_a_record_is_refused(
    tmp_path: Path, lax: Path, said: Said, change: Callable[[Path], None], why: str
) -> None:
    kept(tmp_path / "runs", 1, [FIRST])
    lucky = kept(tmp_path / "runs", 2)
    change(tmp_path / "runs" / LEDGER)

    assert gate(lucky, policy=lax) == INTEGRITY
    assert why in said()["reason"]
    assert verify_record(lucky, keys=(), report=None, policy=None, json_only=True) == INTEGRITY
    assert why in said()["why"]


def test_another_record_in_the_place_of_one_is_refused(tmp_path: Path, lax: Path, said: Said) -> None:
    failed = kept(tmp_path / "runs", 1, [FIRST])
    run = json.loads((failed / "run.json").read_bytes())
    shutil.rmtree(failed.parent)

    assert gate(make_record(failed.parent, run=run), policy=lax) == INTEGRITY
    assert "is not the record that" in said()["reason"]


def test_a_ledger_that_is_touched_takes_nothing_more(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept(tmp_path / "runs", 1, [FIRST])
    touched(tmp_path / "runs" / LEDGER)
    record = kept(tmp_path / "runs", 2)

    assert "no ledger of the records" in capsys.readouterr().err
    assert json.loads((record / "run.json").read_bytes())["known"] is None
