"""Keys, sign, verify and gate as they are typed: what they print, and the code they end with."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.compare import compare_records
from cli.gate import decide_gate
from cli.keys import make_keys, sign_folder
from cli.verify import verify_record
from harness.beside import Beside
from harness.errors import Refused
from tests.unit.harness import test_expectation
from tests.unit.harness.sealed import BUILD, FIRST, SECOND, make_record, policy_text, run_json
from tests.unit.harness.test_waiver import ROW, file_of

Said = Callable[[], dict[str, Any]]


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    """The JSON document that the last command printed."""

    def read() -> dict[str, Any]:
        row: dict[str, Any] = json.loads(capsys.readouterr().out)
        return row

    return read


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return make_record(tmp_path / "out", [FIRST])


@pytest.fixture
def policy(tmp_path: Path) -> str:
    """A policy that is in force for a hundred years: these commands look at today's date."""
    text = policy_text('signed_by = ["assessor"]', valid_until='"2126-10-31"')
    (tmp_path / "strict.toml").write_text(text, encoding="utf-8")
    return str(tmp_path / "strict.toml")


def make(folder: Path, role: str) -> Path:
    folder.mkdir(exist_ok=True)
    make_keys(folder / role, kind="ed25519", name="Nguyễn Văn An", role=role, passphrase="", json_only=True)
    return folder / role


def verified(record: Path, *keys: Path, report: Path | None = None) -> int:
    return verify_record(record, keys=keys, report=report, policy=None, json_only=True)


def gated(
    *records: Path, policy: str, waivers: Path | None = None, keys: tuple[Path, ...] = (), build: str = ""
) -> int:
    return decide_gate(records, policy=policy, beside=Beside(waivers), keys=keys, build=build, json_only=True)


def signed(record: Path, key: Path) -> Path:
    sign_folder(record, key.with_suffix(".key"), keys=(), passphrase="", json_only=True)
    return key.with_suffix(".pub.json")


def test_an_unsigned_record_says_so(record: Path, said: Said) -> None:
    assert verified(record) == 0
    row = said()
    assert (row["answer"], row["exit_code_of_the_record"], row["signed_by"]) == ("NO_GO", 10, [])
    assert row["notes"] == ["unsigned: who can write the folder can have written all of it"]


def test_a_signed_record_names_its_signers(
    record: Path, tmp_path: Path, said: Said, capsys: pytest.CaptureFixture[str]
) -> None:
    public = signed(record, make(tmp_path / "keys", "assessor"))
    capsys.readouterr()
    assert verified(record, public) == 0
    assert [(row["name"], row["role"]) for row in said()["signed_by"]] == [("Nguyễn Văn An", "assessor")]


def test_a_signed_record_wants_keys(record: Path, tmp_path: Path) -> None:
    signed(record, make(tmp_path / "keys", "assessor"))
    with pytest.raises(Refused, match="is signed: give the public keys"):
        verified(record)
    with pytest.raises(Refused, match="is signed: give the public keys"):
        gated(record, policy="first-light")


def test_a_contradiction_ends_with_21(record: Path, said: Said) -> None:
    (record / "notes.txt").touch()
    assert verified(record) == 21
    assert said() == {
        "record": str(record),
        "intact": False,
        "why": "notes.txt is no file of a record",
        "exit_code": 21,
    }


def test_a_report_must_be_what_the_record_renders_to(record: Path, tmp_path: Path, said: Said) -> None:
    name = "readiness.json"
    assert verified(record, report=record.parent / name) == 0
    shutil.copy(record.parent / name, tmp_path / name)
    (tmp_path / name).write_text((tmp_path / name).read_text("utf-8").replace("NO_GO", "GO"), "utf-8")
    said()
    assert verified(record, report=tmp_path / name) == 21
    why = said()["why"]
    assert why.startswith("readiness.json is not what this record renders to: line 3 has '")
    assert """answer": "GO\",' where ' "answer": "NO_GO\",' is expected""" in why


@pytest.mark.parametrize("name", ["report.txt", "missing.html"])
def test_a_report_that_cannot_be_made_again_is_refused(record: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "report.txt").touch()
    why = {"report.txt": "that can be made again are readiness.json, report.html", "missing.html": "no such report"}[
        name
    ]
    with pytest.raises(Refused, match=why):
        verified(record, report=tmp_path / name)


def test_a_private_key_never_lies_with_a_record(record: Path) -> None:
    for folder in (record, record.parent, record / "below"):
        with pytest.raises(Refused, match="lies with a record"):
            make(folder, "assessor")


def test_a_passphrase_is_named_by_its_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def keys() -> None:
        make_keys(tmp_path / "k", kind="ecdsa", name="An", role="reviewer", passphrase="SECRET", json_only=False)

    monkeypatch.delenv("SECRET", raising=False)
    with pytest.raises(Refused, match="no such variable"):
        keys()
    monkeypatch.setenv("SECRET", "tám chữ")
    keys()
    assert b"ENCRYPTED" in (tmp_path / "k.key").read_bytes()


def test_the_gate_answers_for_a_pipeline(record: Path, tmp_path: Path, policy: str, said: Said) -> None:
    assert gated(record, policy=policy) == 10
    passed = make_record(tmp_path / "passed")
    said()
    assert gated(passed, policy=policy) == 11
    assert "is unsigned by assessor" in said()["reason"]
    public = signed(passed, make(tmp_path / "keys", "assessor"))
    assert gated(passed, policy=policy, keys=(public,), build=BUILD) == 0
    with pytest.raises(Refused, match="these records are of build"):
        gated(passed, policy=policy, keys=(public,), build="sha256:other")


def test_the_gate_shows_what_was_waived(record: Path, tmp_path: Path, said: Said) -> None:
    text = policy_text(valid_until='"2126-10-31"')
    (tmp_path / "strict.toml").write_text(text, encoding="utf-8")
    waivers = file_of(tmp_path, {**ROW, "expires": "2126-10-31"})

    assert gated(record, policy=str(tmp_path / "strict.toml"), waivers=waivers) == 12
    row = said()
    assert (row["answer"], row["requirements"][FIRST]["status"]) == ("CONDITIONAL_GO", "VIOLATED")
    assert [waiver["id"] for waiver in row["waivers"]] == ["W-1"]


def test_the_gate_tells_new_known_and_stale_failures(
    record: Path, tmp_path: Path, said: Said, capsys: pytest.CaptureFixture[str]
) -> None:
    text = policy_text(valid_until='"2126-10-31"')
    (tmp_path / "strict.toml").write_text(text, encoding="utf-8")
    rows = {name: {**test_expectation.ROW, "requirement": name, "expires": "2126-10-31"} for name in (FIRST, SECOND)}

    def answered(record: Path, *listed: str, json_only: bool = True) -> int:
        beside = Beside(expected=test_expectation.file_of(tmp_path, *(rows[name] for name in listed)))
        by = str(tmp_path / "strict.toml")
        return decide_gate([record], policy=by, beside=beside, keys=(), build="", json_only=json_only)

    assert answered(record) == 10
    assert said()["expected"]["new"] == [FIRST]
    assert answered(record, FIRST, SECOND) == 10
    row = said()
    assert {name: row["expected"][name] for name in ("new", "known", "stale")} == {
        "new": [],
        "known": [FIRST],
        "stale": [SECOND],
    }
    assert row["requirements"][FIRST]["status"] == "VIOLATED"
    passed = make_record(tmp_path / "passed")
    assert answered(passed) == 0
    assert answered(passed, SECOND) == 12
    capsys.readouterr()
    assert answered(passed, SECOND, json_only=False) == 12
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == [
        "CONDITIONAL_GO (12): what is listed as an expected failure is none",
        "expected failures: 0 new, 0 known, 1 stale, 0 unseen",
    ]
    assert lines[2].startswith(f"  STALE: {SECOND} is DEMONSTRATED, and listed as VIOLATED: take the row out")


def test_the_gate_takes_no_record_that_contradicts_itself(record: Path, policy: str, said: Said) -> None:
    (record / "notes.txt").touch()
    assert gated(record, policy=policy) == 21
    assert said()["answer"] == "UNDECIDED"


@pytest.mark.parametrize(
    ("changes", "causes"),
    [
        ({}, ["environment"]),
        ({"sut": {"name": "n", "build": "sha256:" + "ef" * 32}}, ["system"]),
        ({"statement": {"portal.sync": False}}, ["statement"]),
        ({"harness": {"build": "sha256:" + "01" * 32}, "sut": {"build": "2", "name": "n"}}, ["system", "suite"]),
    ],
)
def test_what_changed_is_told_with_its_cause(
    record: Path, tmp_path: Path, said: Said, changes: dict[str, Any], causes: list[str]
) -> None:
    after = make_record(tmp_path / "after", run=run_json(**changes))

    assert compare_records(record, after, keys=(), json_only=True) == 0
    row = said()
    assert (row["before"]["answer"], row["after"]["answer"]) == ("NO_GO", "GO")
    assert row["changes"] == [{"requirement": FIRST, "before": "VIOLATED", "after": "DEMONSTRATED", "causes": causes}]


def test_a_changed_wording_is_a_cause_of_its_own(record: Path, tmp_path: Path, said: Said) -> None:
    run = run_json()
    run["requirements"][0] = {**run["requirements"][0], "level": "MAY"}
    compare_records(record, make_record(tmp_path / "after", run=run), keys=(), json_only=True)
    assert said()["changes"][0]["causes"] == ["requirement"]


def test_records_that_contradict_themselves_are_not_compared(
    record: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    same = make_record(tmp_path / "same", [FIRST])
    assert compare_records(record, same, keys=(), json_only=False) == 0
    assert capsys.readouterr().out == "NO_GO (10) → NO_GO (10): 0 requirements changed\n"
    (same / "notes.txt").touch()
    assert compare_records(record, same, keys=(), json_only=True) == 21


def test_a_person_reads_the_same(record: Path, tmp_path: Path, policy: str, capsys: pytest.CaptureFixture[str]) -> None:
    decide_gate([record], policy=policy, keys=(), build="", json_only=False)
    text = capsys.readouterr().out
    assert text.startswith("NO_GO (10): blocking requirements are violated\n1 of 2 applicable blocking requirements")
    verify_record(record, keys=(), report=None, policy=None, json_only=False)
    assert "no contradiction in 10 events, 2 judgements" in capsys.readouterr().out
